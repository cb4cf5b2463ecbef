-- How far the seeding of a preset is: a step is done once, whatever ends the process in between.
CREATE TABLE host_seed_steps (
  step {text} NOT NULL PRIMARY KEY,
  job_id {text},
  finished_at BIGINT
);
