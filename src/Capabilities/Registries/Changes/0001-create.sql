-- What happened to rows, noted in the transaction that did it: one row for a batch, one line of entries for each row.
-- A position is given only once the batch is committed, so that no reader ever passes one that comes to light later.
CREATE TABLE registries_changes (
  id {serial},
  register {text} NOT NULL,
  changed_rows BIGINT NOT NULL,
  entries {text} NOT NULL,
  recorded_at BIGINT NOT NULL,
  last_position BIGINT
);

CREATE INDEX registries_changes_waiting ON registries_changes (register, id) WHERE last_position IS NULL;
CREATE UNIQUE INDEX registries_changes_placed ON registries_changes (register, last_position) WHERE last_position IS NOT NULL;

-- The last position given in each register. Whoever gives positions holds its row until commit.
CREATE TABLE registries_change_heads (
  register {text} NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL
);
