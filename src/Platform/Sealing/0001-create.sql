CREATE TABLE platform_subject_keys (
  subject_id {text} NOT NULL PRIMARY KEY,
  wrapped {bytes} NOT NULL,
  created_at BIGINT NOT NULL,
  destroyed_at BIGINT
);
CREATE TABLE platform_city_key (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  check_value {bytes} NOT NULL
);
