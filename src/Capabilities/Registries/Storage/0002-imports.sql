-- Imports of files: what was asked, by whom, and why the whole file was refused, if it was.
CREATE TABLE registries_imports (
  job_id {text} NOT NULL PRIMARY KEY,
  register {text} NOT NULL,
  request {text} NOT NULL,
  file_bytes BIGINT NOT NULL,
  started_by {text} NOT NULL,
  error {text},
  created_at BIGINT NOT NULL
);

CREATE INDEX registries_imports_created ON registries_imports (created_at);

-- Rows that were refused, sealed for the process, to hand back for mending; kept for 30 days.
CREATE TABLE registries_import_rows (
  job_id {text} NOT NULL,
  line BIGINT NOT NULL,
  cells {bytes} NOT NULL,
  PRIMARY KEY (job_id, line)
);

-- What is wrong with them, one row for each fault. Personal values are masked before they come here.
CREATE TABLE registries_import_faults (
  job_id {text} NOT NULL,
  line BIGINT NOT NULL,
  part BIGINT NOT NULL,
  column_name {text},
  value {text},
  field {text},
  code {text} NOT NULL,
  args {text} NOT NULL,
  PRIMARY KEY (job_id, line, part)
);

-- Keys seen by a trial run, which leaves no rows to find them in.
CREATE TABLE registries_import_keys (
  job_id {text} NOT NULL,
  key_hash {text} NOT NULL,
  line BIGINT NOT NULL,
  PRIMARY KEY (job_id, key_hash)
);
