CREATE TABLE platform_audit (
  chain {text} NOT NULL,
  sequence BIGINT NOT NULL,
  entry_at BIGINT NOT NULL,
  caller_id {text} NOT NULL,
  caller_kind {text} NOT NULL,
  caller_name {text} NOT NULL,
  unit_name {text},
  action {text} NOT NULL,
  object {text} NOT NULL,
  subject_id {text},
  purpose {text},
  case_number {text},
  detail {text},
  hash {bytes} NOT NULL,
  PRIMARY KEY (chain, sequence)
);
CREATE INDEX platform_audit_by_time ON platform_audit (entry_at, chain, sequence);
CREATE INDEX platform_audit_by_subject ON platform_audit (subject_id, entry_at, chain, sequence) WHERE subject_id IS NOT NULL;
CREATE INDEX platform_audit_by_caller ON platform_audit (caller_id, entry_at, chain, sequence);
CREATE INDEX platform_audit_by_object ON platform_audit (object, entry_at, chain, sequence);
CREATE TABLE platform_audit_heads (
  chain {text} NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL,
  entry_at BIGINT NOT NULL,
  hash {bytes} NOT NULL
);
CREATE TABLE platform_audit_checkpoints (
  number BIGINT NOT NULL PRIMARY KEY,
  made_at BIGINT NOT NULL,
  heads {text} NOT NULL,
  root {bytes} NOT NULL,
  key_id {text} NOT NULL,
  signature {bytes} NOT NULL
);
