-- Rows that a file found to stand already as it says, by the line that said so: kept beside the rows, so that a file that
-- is delivered again writes nothing into them. Kept until the file ends.
CREATE TABLE registries_import_seen (
  import_id {text} NOT NULL,
  row_id {text} NOT NULL,
  line BIGINT NOT NULL,
  noted_at BIGINT NOT NULL,
  PRIMARY KEY (import_id, row_id)
);
