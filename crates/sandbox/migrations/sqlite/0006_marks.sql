-- A running mark lives in the server that runs the request, and its answer is inserted with the effect: nothing stands here
-- that a crash could leave behind.
DELETE FROM idempotency WHERE status IS NULL;
ALTER TABLE idempotency DROP COLUMN owner;
ALTER TABLE idempotency DROP COLUMN lease_until;

-- What is over is found by its end.
CREATE INDEX nonces_by_end ON nonces (expires_at);
