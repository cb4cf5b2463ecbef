-- What is kept for a while of an account whose person was erased: keyed hashes by which one who knows the password is
-- told why it no longer opens.
CREATE TABLE identity_closed_accounts (
  account_id {text} NOT NULL PRIMARY KEY REFERENCES identity_accounts (id),
  resident_mark {text} NULL,
  mobile_mark {text} NULL,
  password_hash {text} NOT NULL,
  closed_at BIGINT NOT NULL
);
CREATE INDEX identity_closed_accounts_resident ON identity_closed_accounts (resident_mark);
CREATE INDEX identity_closed_accounts_mobile ON identity_closed_accounts (mobile_mark);
