-- The declared steps of change that a register has taken, and how far those are that work values out.
CREATE TABLE registries_evolution (
  register {text} NOT NULL,
  step BIGINT NOT NULL,
  kind {text} NOT NULL,
  declared {text} NOT NULL,
  state {text} NOT NULL,
  position {text} NOT NULL,
  rows_done BIGINT NOT NULL,
  rows_total BIGINT,
  applied_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  PRIMARY KEY (register, step)
);

-- Values that a step could not read. The value itself stays in the closed field of the row and is not repeated here.
CREATE TABLE registries_evolution_leftovers (
  register {text} NOT NULL,
  step BIGINT NOT NULL,
  row_id {text} NOT NULL,
  field {text} NOT NULL,
  reason {text} NOT NULL,
  row_version BIGINT NOT NULL,
  found_at BIGINT NOT NULL,
  PRIMARY KEY (register, step, row_id, field)
);
