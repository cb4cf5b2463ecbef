-- What coverage counts, of the version shown; kept with each change, so that counting reads no descriptions. The region
-- is that of the newest version, by which officers see it.
CREATE TABLE catalog_summaries (
  code {text} NOT NULL PRIMARY KEY REFERENCES catalog_resources (code),
  provider {text} NOT NULL,
  provider_en {text} NOT NULL,
  region {text} NULL,
  town {text} NOT NULL,
  is_shared {bool} NOT NULL,
  is_open {bool} NOT NULL,
  cycle {text} NOT NULL,
  has_provider_code {bool} NOT NULL
);

-- Catalogues below that report to this one. The row is locked while their lines are taken in.
CREATE TABLE catalog_reporters (
  region {text} NOT NULL PRIMARY KEY,
  last_position BIGINT NOT NULL,
  received_at BIGINT NOT NULL
);

-- Where a reported resource comes from: its code there and the position of the last increment about it.
CREATE TABLE catalog_reported (
  code {text} NOT NULL PRIMARY KEY REFERENCES catalog_resources (code),
  reporter {text} NOT NULL,
  reported_code {text} NOT NULL,
  position BIGINT NOT NULL,
  digest {text} NOT NULL,
  UNIQUE (reporter, reported_code)
);
