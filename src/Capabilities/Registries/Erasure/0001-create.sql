-- Erasures of persons: asked by one officer, decided by another one.
CREATE TABLE registries_erasures (
  seq {serial},
  id {text} NOT NULL UNIQUE,
  register {text} NOT NULL,
  subject_id {text} NOT NULL,
  basis {text} NOT NULL,
  case_number {text} NOT NULL,
  reason {text} NOT NULL,
  state {text} NOT NULL,
  asked_by {text} NOT NULL,
  asker_id {text} NOT NULL,
  asked_at BIGINT NOT NULL,
  decided_by {text},
  decider_id {text},
  decided_at BIGINT,
  decision_reason {text},
  erased_rows BIGINT,
  erased_versions BIGINT
);
CREATE UNIQUE INDEX registries_erasures_open ON registries_erasures (subject_id) WHERE state = 'asked';
CREATE INDEX registries_erasures_state ON registries_erasures (state, seq);
CREATE INDEX registries_erasures_subject ON registries_erasures (subject_id);

-- Keys that erased persons had, hashed once more under the city key and tied to nobody: a file that names one of them
-- is told so instead of making the person anew.
CREATE TABLE registries_erased_keys (
  mark {text} NOT NULL PRIMARY KEY,
  register {text} NOT NULL,
  erased_at BIGINT NOT NULL
);
CREATE INDEX registries_erased_keys_register ON registries_erased_keys (register);

-- Persons whose key was not there, or could not be opened, though nobody decided to erase them.
CREATE TABLE registries_lost_keys (
  subject_id {text} NOT NULL PRIMARY KEY,
  register {text} NOT NULL,
  row_id {text} NOT NULL,
  cause {text} NOT NULL,
  found_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE TABLE registries_key_checks (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  checked_at BIGINT NOT NULL,
  persons BIGINT NOT NULL
);
