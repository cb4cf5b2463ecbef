-- What each source says of a row. A link keeps its id through all its versions, also where a merge moves it to another
-- row. What was said is sealed as a whole under the key of the person the row is about; a source's own key is kept as
-- its blind index beside it.
CREATE TABLE registries_source_links (
  link_id {text} NOT NULL,
  version BIGINT NOT NULL,
  register {text} NOT NULL,
  source {text} NOT NULL,
  key_index {text} NOT NULL,
  row_id {text} NOT NULL,
  state {text} NOT NULL,
  said {bytes} NOT NULL,
  sealed_for {text} NOT NULL,
  valid_from {text},
  recorded_at BIGINT NOT NULL,
  recorded_by {text} NOT NULL,
  recorder_id {text} NOT NULL,
  reason {text},
  import_id {text},
  superseded_at BIGINT,
  PRIMARY KEY (link_id, version)
);

CREATE UNIQUE INDEX registries_source_links_key ON registries_source_links (register, source, key_index)
  WHERE superseded_at IS NULL;
CREATE INDEX registries_source_links_row ON registries_source_links (register, row_id) WHERE superseded_at IS NULL;

-- Work for people: fields on which sources differ, and (without a field) rows that no source tells of any more.
CREATE TABLE registries_source_cases (
  seq {serial},
  id {text} NOT NULL UNIQUE,
  register {text} NOT NULL,
  row_id {text} NOT NULL,
  field {text} NOT NULL,
  region {text},
  state {text} NOT NULL,
  decision {text},
  reason {text},
  decided_by {text},
  decider_id {text},
  decided_at BIGINT,
  merge_id {text},
  created_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX registries_source_cases_open ON registries_source_cases (register, row_id, field)
  WHERE state = 'open';
CREATE INDEX registries_source_cases_row ON registries_source_cases (register, row_id);
CREATE INDEX registries_source_cases_state ON registries_source_cases (register, state, seq);

-- Doubts about a value, for the department whose word stands for it. What is thought right is sealed like the links.
CREATE TABLE registries_source_doubts (
  seq {serial},
  id {text} NOT NULL UNIQUE,
  register {text} NOT NULL,
  row_id {text} NOT NULL,
  field {text} NOT NULL,
  source {text},
  region {text},
  reason {text} NOT NULL,
  proposed {bytes},
  sealed_for {text} NOT NULL,
  raised_by {text} NOT NULL,
  raiser_id {text} NOT NULL,
  raised_at BIGINT NOT NULL,
  state {text} NOT NULL,
  answer {text},
  answered_by {text},
  answerer_id {text},
  answered_at BIGINT
);

CREATE UNIQUE INDEX registries_source_doubts_open ON registries_source_doubts (register, row_id, field)
  WHERE state = 'open';
CREATE INDEX registries_source_doubts_state ON registries_source_doubts (register, state, seq);
CREATE INDEX registries_source_doubts_raiser ON registries_source_doubts (raiser_id, state);

-- What a merge moved to the row that stays, to be moved back when it is undone.
CREATE TABLE registries_source_moves (
  merge_id {text} NOT NULL,
  kind {text} NOT NULL,
  moved_id {text} NOT NULL,
  PRIMARY KEY (merge_id, kind, moved_id)
);
