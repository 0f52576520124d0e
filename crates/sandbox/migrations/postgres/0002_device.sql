-- The check of device statements. Signals are encrypted; what is looked for is a keyed hash or a thumbprint.

DROP TABLE judgements;

CREATE TABLE device_checks (
    id TEXT PRIMARY KEY,
    session_id TEXT,
    device_jkt TEXT,
    outcome TEXT NOT NULL,
    decision TEXT NOT NULL,
    score BIGINT NOT NULL,
    report_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX device_checks_by_session ON device_checks (session_id);
CREATE INDEX device_checks_by_age ON device_checks (created_at);

CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    block TEXT,
    matching_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX devices_by_block ON devices (block, seen_at);
CREATE INDEX devices_by_age ON devices (seen_at);

CREATE TABLE device_keys (
    jkt TEXT PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES devices (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX device_keys_by_device ON device_keys (device_id);
