-- Every call writes one row here: into one page, where there were three (the rows, and two indexes on them).
DROP TABLE spent_proofs;

-- Proofs that were used, as SHA-256 of key and jti, until they are too old to be taken anyway.
CREATE TABLE spent_proofs (
    hash TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
