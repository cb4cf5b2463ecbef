-- How far the log of reads has been looked at. Whoever looks holds the row until commit.
CREATE TABLE registries_watch_position (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  position BIGINT NOT NULL
);
INSERT INTO registries_watch_position (id, position) VALUES (1, 0);

-- Single reads of whole personal data by officers in the last weeks: the log in the form in which rules count it.
CREATE TABLE registries_watch_reads (
  position BIGINT NOT NULL PRIMARY KEY,
  read_at BIGINT NOT NULL,
  account_id {text} NOT NULL,
  register {text} NOT NULL,
  row_id {text} NOT NULL,
  subject_id {text} NOT NULL,
  case_number {text},
  region {text}
);
CREATE INDEX registries_watch_reads_account ON registries_watch_reads (account_id, read_at);
CREATE INDEX registries_watch_reads_time ON registries_watch_reads (read_at);

-- What each account read on each day: its own past and that of its peers.
CREATE TABLE registries_watch_days (
  account_id {text} NOT NULL,
  day {text} NOT NULL,
  persons BIGINT NOT NULL,
  busiest_hour BIGINT NOT NULL,
  persons_off BIGINT NOT NULL,
  PRIMARY KEY (account_id, day)
);
CREATE INDEX registries_watch_days_day ON registries_watch_days (day);

-- Reads that a person should look at, and what the person decided.
CREATE TABLE registries_read_findings (
  seq {serial},
  id {text} NOT NULL UNIQUE,
  account_id {text} NOT NULL,
  account_name {text} NOT NULL,
  unit_name {text},
  rule {text} NOT NULL,
  scope {text} NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  persons BIGINT NOT NULL,
  reads BIGINT NOT NULL,
  usual BIGINT NOT NULL,
  evidence {text} NOT NULL,
  state {text} NOT NULL,
  reason {text},
  decided_by {text},
  decider_id {text},
  decided_at BIGINT,
  found_at BIGINT NOT NULL
);
-- One finding for what one account did in one scope (a day, a case, a person), which grows while it is open.
CREATE UNIQUE INDEX registries_read_findings_scope ON registries_read_findings (account_id, rule, scope);
CREATE INDEX registries_read_findings_state ON registries_read_findings (state, seq);
