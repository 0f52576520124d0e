-- The keys that open what pages seal to the gateway, as base64url. The newest generation is in the key set; one before it
-- opens for a while after the next one was made.
CREATE TABLE opening_keys (
    generation BIGINT PRIMARY KEY,
    x25519 TEXT NOT NULL,
    p256 TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

-- Sealed values that were opened, as SHA-256 of binding and jti, until they are too old to be opened anyway.
CREATE TABLE opened_values (
    hash TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX opened_values_expires_at ON opened_values (expires_at);

-- The externalIds under which browsers make customers and accounts: each is one browser's alone. The platform's id, once an
-- answer has told it; until then an answer may have been lost.
CREATE TABLE external_ids (
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    binding_id TEXT NOT NULL REFERENCES bindings (id) ON DELETE CASCADE,
    tries BIGINT NOT NULL,
    id BIGINT,
    PRIMARY KEY (kind, external_id)
);
CREATE INDEX external_ids_binding_id ON external_ids (binding_id);

-- What customers accepted, as evidence: it stays when the binding has ended.
CREATE TABLE agreement_receipts (
    id TEXT PRIMARY KEY,
    binding_id TEXT NOT NULL,
    customer_id BIGINT NOT NULL,
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    locale TEXT NOT NULL,
    acceptance_mode TEXT NOT NULL,
    accepted_by TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    ip_address TEXT
);
CREATE INDEX agreement_receipts_customer_id ON agreement_receipts (customer_id);

-- Whose webhook it is.
ALTER TABLE webhook_events ADD COLUMN platform TEXT NOT NULL DEFAULT 'netspend';
