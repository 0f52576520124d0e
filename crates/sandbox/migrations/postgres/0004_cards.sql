-- A digital card has no number, no security code and no letter, and a virtual card has no letter: what only some cards
-- have may be absent. SQLite can't drop NOT NULL, so both tables are made anew.

ALTER TABLE cards RENAME TO cards_before;
ALTER TABLE verifications RENAME TO verifications_before;

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
    pan_last4 TEXT,
    pan_sealed BYTEA,
    cvc_sealed BYTEA,
    pin_sealed BYTEA,
    address_sealed BYTEA,
    wrong_cvcs BIGINT NOT NULL,
    locked_until BIGINT,
    shipping_status TEXT,
    carrier TEXT,
    tracking_number TEXT,
    estimated_arrival TEXT,
    replaces TEXT,
    close_reason TEXT,
    created_at BIGINT NOT NULL
);

INSERT INTO cards (id, account_id, person_id, kind, status, lock_status, brand_name, exp_month, exp_year, pan_last4,
    pan_sealed, cvc_sealed, pin_sealed, address_sealed, wrong_cvcs, locked_until, shipping_status, carrier,
    tracking_number, estimated_arrival, created_at)
SELECT id, account_id, person_id, kind, status, lock_status, brand_name, exp_month, exp_year, pan_last4,
    pan_sealed, cvc_sealed, pin_sealed, address_sealed, wrong_cvcs, locked_until, shipping_status, carrier,
    tracking_number, estimated_arrival, created_at
FROM cards_before;

CREATE TABLE verifications (
    id TEXT PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES cards (id),
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

INSERT INTO verifications (id, card_id, expires_at, used_at)
SELECT id, card_id, expires_at, used_at FROM verifications_before;

DROP TABLE verifications_before;
DROP TABLE cards_before;

CREATE INDEX cards_by_account ON cards (account_id);
CREATE INDEX cards_by_person ON cards (person_id);
-- A card is replaced once.
CREATE UNIQUE INDEX one_replacement_per_card ON cards (replaces) WHERE replaces IS NOT NULL;

CREATE TABLE wallet_tokens (
    id TEXT PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES cards (id),
    wallet TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE enrollments (
    person_id TEXT NOT NULL REFERENCES people (id),
    feature TEXT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, feature)
);

-- Money on an account, in cents. An account without a row has none.
CREATE TABLE balances (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id),
    cents BIGINT NOT NULL
);

-- By their hash, so that the database gives none away.
CREATE TABLE authorization_codes (
    hash TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX authorization_codes_by_end ON authorization_codes (expires_at);

-- How the last attempt of a delivery ended, for whoever looks at the outbox.
ALTER TABLE outbox ADD COLUMN outcome TEXT;
-- From when an event's 72 hours count, once somebody asked for it again.
ALTER TABLE outbox ADD COLUMN tried_since BIGINT;
