-- A browser: the key that it proves and the platform session that was opened with that key.
CREATE TABLE bindings (
    id TEXT PRIMARY KEY,
    jkt TEXT NOT NULL,
    session_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    cookie_seq BIGINT NOT NULL,
    cookie_issued_at BIGINT NOT NULL
);
CREATE INDEX bindings_seen_at ON bindings (seen_at);

-- The cookies that lead to a binding, as SHA-256. More than one for a moment after a rotation.
CREATE TABLE cookies (
    hash TEXT PRIMARY KEY,
    binding_id TEXT NOT NULL REFERENCES bindings (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    retires_at BIGINT
);
CREATE INDEX cookies_binding_id ON cookies (binding_id);

-- What the browser made on the platform, and so may name in its calls.
CREATE TABLE owned_ids (
    binding_id TEXT NOT NULL REFERENCES bindings (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (binding_id, kind, id)
);

-- Proofs that were used, as SHA-256 of key and jti, until they are too old to be taken anyway.
CREATE TABLE spent_proofs (
    hash TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX spent_proofs_expires_at ON spent_proofs (expires_at);
