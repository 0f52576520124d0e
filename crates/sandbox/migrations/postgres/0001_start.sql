-- Times are seconds since 1970 by the server's clock. Columns that end in _sealed are AES-256-GCM under the vault key,
-- bound to table, row and column. Statements are shared with SQLite: only TEXT, BIGINT and the blob type differ.

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

CREATE TABLE nonces (
    nonce TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE jtis (
    scope TEXT NOT NULL,
    jti TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (scope, jti)
);
CREATE INDEX jtis_by_end ON jtis (expires_at);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    source_type TEXT,
    source_id TEXT,
    device_jkt TEXT NOT NULL,
    key_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT
);

-- What the platform found about each device statement, whatever it answered.
CREATE TABLE judgements (
    id TEXT PRIMARY KEY,
    session_id TEXT,
    device_jkt TEXT,
    verdict TEXT NOT NULL,
    rules TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    provided_id TEXT NOT NULL,
    parent_account_id TEXT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    session_id TEXT NOT NULL,
    relationship TEXT NOT NULL,
    kyc_status TEXT NOT NULL,
    ofac_status TEXT NOT NULL,
    contact_sealed BYTEA NOT NULL,
    secrets_sealed BYTEA,
    created_at BIGINT NOT NULL
);
CREATE INDEX people_by_account ON people (account_id);
CREATE UNIQUE INDEX one_primary_per_account ON people (account_id) WHERE relationship = 'primary';

CREATE TABLE acceptances (
    person_id TEXT NOT NULL REFERENCES people (id),
    agreement_id TEXT NOT NULL,
    accepted_at TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    locale TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    acceptance_mode TEXT NOT NULL,
    PRIMARY KEY (person_id, agreement_id)
);

CREATE TABLE expected_use (
    person_id TEXT PRIMARY KEY REFERENCES people (id),
    answers_sealed BYTEA NOT NULL,
    answered_at BIGINT NOT NULL
);

CREATE TABLE cards (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    lock_status TEXT NOT NULL,
    brand_name TEXT NOT NULL,
    exp_month BIGINT NOT NULL,
    exp_year BIGINT NOT NULL,
    pan_last4 TEXT NOT NULL,
    pan_sealed BYTEA NOT NULL,
    cvc_sealed BYTEA NOT NULL,
    pin_sealed BYTEA,
    address_sealed BYTEA NOT NULL,
    wrong_cvcs BIGINT NOT NULL,
    locked_until BIGINT,
    shipping_status TEXT NOT NULL,
    carrier TEXT,
    tracking_number TEXT,
    estimated_arrival TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX cards_by_account ON cards (account_id);

CREATE TABLE verifications (
    id TEXT PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES cards (id),
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- A request under a key: running while status is null, answered after that.
CREATE TABLE idempotency (
    scope TEXT PRIMARY KEY,
    body_hash TEXT NOT NULL,
    request_hash TEXT,
    owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    status BIGINT,
    answer_sealed BYTEA
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    delivered_at BIGINT,
    given_up_at BIGINT
);
CREATE INDEX outbox_by_due ON outbox (due_at);
