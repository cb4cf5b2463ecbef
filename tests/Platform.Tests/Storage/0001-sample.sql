CREATE TABLE sample_rows (
  id {serial},
  name {text} NOT NULL,
  active {bool} NOT NULL,
  seen_at BIGINT,
  born {text},
  picture {bytes},
  small INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX sample_rows_name ON sample_rows (name);
