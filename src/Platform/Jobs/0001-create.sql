-- Work that outlives a request and a restart. state: 0 queued, 1 running, 2 done, 3 failed, 4 cancelled.
CREATE TABLE platform_jobs (
  id {text} NOT NULL PRIMARY KEY,
  kind {text} NOT NULL,
  state BIGINT NOT NULL,
  args {text} NOT NULL,
  progress {text},
  done BIGINT NOT NULL,
  total BIGINT,
  owner_id {text} NOT NULL,
  error_code {text},
  cancel_asked {bool} NOT NULL,
  starts BIGINT NOT NULL,
  lease_owner {text},
  lease_until BIGINT,
  due_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);

CREATE INDEX platform_jobs_open ON platform_jobs (state, due_at) WHERE state < 2;
CREATE INDEX platform_jobs_created ON platform_jobs (created_at);

-- When each daily job is to be queued next; a time that passed while the city was down is made up for once.
CREATE TABLE platform_job_schedule (
  kind {text} NOT NULL PRIMARY KEY,
  next_at BIGINT NOT NULL
);
