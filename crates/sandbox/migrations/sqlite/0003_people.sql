-- What cures a conditional KYC check, and how often a cure failed.
ALTER TABLE people ADD COLUMN cure TEXT;
ALTER TABLE people ADD COLUMN failed_cures BIGINT NOT NULL DEFAULT 0;
UPDATE people SET cure = 'identity_questions' WHERE kyc_status = 'conditional';
CREATE INDEX people_by_session ON people (session_id);

-- The set of questions that is open for a person, with the right answers.
CREATE TABLE identity_questions (
    person_id TEXT PRIMARY KEY REFERENCES people (id),
    set_sealed BLOB NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE identity_scans (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX identity_scans_by_person ON identity_scans (person_id);

CREATE TABLE document_requests (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX document_requests_by_person ON document_requests (person_id);

-- What came, and never the image itself: its type, its length and a keyed hash.
CREATE TABLE documents (
    request_id TEXT NOT NULL REFERENCES document_requests (id),
    position BIGINT NOT NULL,
    side TEXT NOT NULL,
    document_type TEXT NOT NULL,
    country TEXT NOT NULL,
    content_type TEXT NOT NULL,
    length BIGINT NOT NULL,
    hash TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (request_id, position, side)
);

-- Newer versions of the agreements that the sandbox starts with.
CREATE TABLE agreement_revisions (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    revision BIGINT NOT NULL,
    revised_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX one_agreement_per_revision ON agreement_revisions (origin, revision);
