-- Who the partner's login says that a browser's customer is: the partner's own name for them.
ALTER TABLE bindings ADD COLUMN partner_ref TEXT;

-- The platform's person of each of the partner's names.
CREATE TABLE partner_people (
    partner_ref TEXT PRIMARY KEY,
    person_id TEXT NOT NULL
);

-- Tickets that were used, as SHA-256 of their jti, each with the one key that may use it again until it is over.
CREATE TABLE spent_tickets (
    hash TEXT PRIMARY KEY,
    jkt TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX spent_tickets_expires_at ON spent_tickets (expires_at);
