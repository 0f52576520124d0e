-- The Passport-style platform. Flags are 0 or 1.

-- The last id that was given, by what it is for.
CREATE TABLE passport_ids (
    name TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE passport_customers (
    id BIGINT PRIMARY KEY,
    external_id TEXT UNIQUE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    status_reason TEXT,
    status_at BIGINT NOT NULL,
    document_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE passport_accounts (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL REFERENCES passport_customers (id),
    external_id TEXT UNIQUE,
    is_customer_owned BIGINT NOT NULL,
    is_primary BIGINT NOT NULL,
    status TEXT NOT NULL,
    status_reason TEXT NOT NULL,
    status_at BIGINT NOT NULL,
    -- When the platform goes on with it by itself.
    due_at BIGINT,
    details_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX passport_accounts_by_customer ON passport_accounts (customer_id);
CREATE INDEX passport_accounts_by_due ON passport_accounts (due_at);
CREATE UNIQUE INDEX one_primary_per_customer ON passport_accounts (customer_id) WHERE is_primary = 1;

-- The one address that notices go to.
CREATE TABLE passport_endpoint (
    url TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    is_confirmed BIGINT NOT NULL,
    blocked_at BIGINT
);

CREATE TABLE passport_notices (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    delivered_at BIGINT
);
CREATE INDEX passport_notices_by_due ON passport_notices (due_at);
