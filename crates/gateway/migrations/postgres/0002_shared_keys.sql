-- Keys that every gateway over this database uses, as base64url: those of the nonces for proofs.
CREATE TABLE shared_keys (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
