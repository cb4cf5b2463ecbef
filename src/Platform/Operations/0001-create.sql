-- The latest instant this city has seen; a clock that stands before it has jumped back. One row.
CREATE TABLE platform_heartbeat (
  id BIGINT NOT NULL PRIMARY KEY,
  seen_at BIGINT NOT NULL
);
