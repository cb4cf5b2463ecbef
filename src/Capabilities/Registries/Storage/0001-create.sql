-- What was made for each declared register, to tell at start what a changed declaration asks for.
CREATE TABLE registries_declarations (
  register {text} NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  columns {text} NOT NULL,
  indexes {text} NOT NULL,
  made_at BIGINT NOT NULL
);

-- Answers kept for a day, so that a request sent twice is done once. No value of a row is kept here.
CREATE TABLE registries_idempotency (
  account_id {text} NOT NULL,
  idempotency_key {text} NOT NULL,
  request_hash {text} NOT NULL,
  outcome {text},
  row_id {text},
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, idempotency_key)
);

CREATE INDEX registries_idempotency_created ON registries_idempotency (created_at);
