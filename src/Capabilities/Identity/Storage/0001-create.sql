-- A demonstration and a city in earnest never share a database: 'city-kind' is written by the first start.
CREATE TABLE identity_settings (
  name {text} NOT NULL PRIMARY KEY,
  value {text} NOT NULL
);

CREATE TABLE identity_units (
  id {text} NOT NULL PRIMARY KEY,
  parent_id {text} NULL REFERENCES identity_units (id),
  name_zh {text} NOT NULL,
  name_en {text} NOT NULL,
  level INTEGER NOT NULL,
  region_code {text} NOT NULL,
  credit_code {text} NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX identity_units_parent ON identity_units (parent_id);

-- user_name is what officers type, in lower case; citizens are found by the blind indexes. Removal empties every
-- column by which one could sign in and keeps the name, so that the audit log stays readable.
CREATE TABLE identity_accounts (
  id {text} NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,
  user_name {text} NULL UNIQUE,
  display_name {text} NOT NULL,
  resident_index {text} NULL UNIQUE,
  resident_masked {text} NULL,
  mobile_index {text} NULL UNIQUE,
  mobile_masked {text} NULL,
  person_id {text} NULL UNIQUE,
  level INTEGER NOT NULL,
  password_hash {text} NULL,
  failures INTEGER NOT NULL,
  locked_until_at BIGINT NULL,
  suspended_at BIGINT NULL,
  removed_at BIGINT NULL,
  last_sign_in_at BIGINT NULL,
  created_at BIGINT NOT NULL,
  demo_id {text} NULL UNIQUE
);
CREATE INDEX identity_accounts_name ON identity_accounts (display_name);

CREATE TABLE identity_posts (
  account_id {text} NOT NULL REFERENCES identity_accounts (id),
  unit_id {text} NOT NULL REFERENCES identity_units (id),
  role_id {text} NOT NULL,
  PRIMARY KEY (account_id, unit_id, role_id)
);
CREATE INDEX identity_posts_unit ON identity_posts (unit_id);

-- The token itself is never kept: whoever reads this table cannot act as anyone.
CREATE TABLE identity_sessions (
  id {text} NOT NULL PRIMARY KEY,
  token_hash {text} NOT NULL UNIQUE,
  account_id {text} NOT NULL REFERENCES identity_accounts (id),
  client {text} NOT NULL,
  started_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX identity_sessions_account ON identity_sessions (account_id);

CREATE TABLE identity_one_time_links (
  token_hash {text} NOT NULL PRIMARY KEY,
  account_id {text} NOT NULL REFERENCES identity_accounts (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NULL
);
CREATE INDEX identity_one_time_links_account ON identity_one_time_links (account_id);
