-- Pairs that may be one thing: two rows of a register, or a row and one that came in by an import. An incoming row is
-- named by the blind index of its values and kept sealed until it is decided.
CREATE TABLE registries_match_cases (
  seq {serial},
  id {text} NOT NULL UNIQUE,
  register {text} NOT NULL,
  left_id {text} NOT NULL,
  right_id {text} NOT NULL,
  incoming {bytes},
  import_id {text},
  import_line BIGINT,
  score BIGINT NOT NULL,
  fields {text} NOT NULL,
  left_region {text},
  right_region {text},
  state {text} NOT NULL,
  reason {text},
  decided_by {text},
  decided_at BIGINT,
  created_at BIGINT NOT NULL
);

-- A pair that was decided is known for ever, so that it does not come back.
CREATE UNIQUE INDEX registries_match_cases_pair ON registries_match_cases (register, left_id, right_id);
CREATE INDEX registries_match_cases_right ON registries_match_cases (register, right_id);
CREATE INDEX registries_match_cases_state ON registries_match_cases (register, state, seq);
