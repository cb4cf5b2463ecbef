-- Merges of two rows of a register, in the order in which they were made; the loser's key stays as an alias.
CREATE TABLE registries_merges (
  seq {serial},
  id {text} NOT NULL UNIQUE,
  register {text} NOT NULL,
  survivor_id {text} NOT NULL,
  loser_id {text} NOT NULL,
  loser_key {text} NOT NULL,
  survivor_before BIGINT NOT NULL,
  survivor_after BIGINT NOT NULL,
  loser_after BIGINT NOT NULL,
  fields {text} NOT NULL,
  reason {text} NOT NULL,
  merged_by {text} NOT NULL,
  merger_id {text} NOT NULL,
  merged_at BIGINT NOT NULL,
  undone_by {text},
  undone_reason {text},
  undone_at BIGINT
);

-- A row is merged away at most once at a time, whoever decides first.
CREATE UNIQUE INDEX registries_merges_loser ON registries_merges (register, loser_id) WHERE undone_at IS NULL;
CREATE INDEX registries_merges_survivor ON registries_merges (register, survivor_id, seq);
CREATE INDEX registries_merges_key ON registries_merges (register, loser_key) WHERE undone_at IS NULL;

-- References that a merge pointed at the survivor: what an undone merge takes back.
CREATE TABLE registries_merge_moves (
  merge_id {text} NOT NULL,
  register {text} NOT NULL,
  row_id {text} NOT NULL,
  field {text} NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (merge_id, register, row_id, field)
);
