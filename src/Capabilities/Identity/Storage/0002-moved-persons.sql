-- Accounts that were given another person record because two records were found to be one person.
CREATE TABLE identity_moved_persons (
  move {text} NOT NULL PRIMARY KEY,
  account_id {text} NOT NULL REFERENCES identity_accounts (id),
  from_person {text} NOT NULL,
  to_person {text} NOT NULL
);
