-- The last sequence given for each classification; a code once given is never given again.
CREATE TABLE catalog_sequences (
  prefix {text} NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);

-- One number that grows with every change. Its row is locked until commit, so changes become visible in its order and
-- a search that has seen a number has missed none before it.
CREATE TABLE catalog_changes (
  name {text} NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO catalog_changes (name, last) VALUES ('resources', 0);

CREATE TABLE catalog_resources (
  code {text} NOT NULL PRIMARY KEY,
  source {text} NULL UNIQUE,
  declared_hash {text} NULL,
  state {text} NOT NULL,
  version BIGINT NOT NULL,
  published_number BIGINT NULL,
  latest_number BIGINT NOT NULL,
  published_at BIGINT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  change_number BIGINT NOT NULL
);
CREATE INDEX catalog_resources_change ON catalog_resources (change_number);

-- Published versions are never changed or removed; a draft is replaced until it is published.
CREATE TABLE catalog_versions (
  code {text} NOT NULL REFERENCES catalog_resources (code),
  number BIGINT NOT NULL,
  body {text} NOT NULL,
  author {text} NOT NULL,
  reason {text} NULL,
  written_at BIGINT NOT NULL,
  published_at BIGINT NULL,
  PRIMARY KEY (code, number)
);

-- When the rows behind a resource were last really written.
CREATE TABLE catalog_writes (
  source {text} NOT NULL PRIMARY KEY,
  last_write_at BIGINT NOT NULL
);
