-- Webhooks of the platform, as they came: ids and states, no personal data.
CREATE TABLE webhook_events (
    id TEXT PRIMARY KEY,
    place BIGINT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX webhook_events_received_at ON webhook_events (received_at);

-- One row: the last event's place in the order of coming.
CREATE TABLE event_places (last BIGINT NOT NULL);
INSERT INTO event_places (last) VALUES (0);
