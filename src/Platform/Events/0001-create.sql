-- Events wait here from the commit that caused them until every handler has heard them.
CREATE TABLE platform_outbox (
  id {serial},
  name {text} NOT NULL,
  payload {text} NOT NULL,
  created_at BIGINT NOT NULL
);

-- One row per event and handler. state: 0 pending, 1 done, 2 parked.
CREATE TABLE platform_outbox_deliveries (
  event_id BIGINT NOT NULL REFERENCES platform_outbox (id) ON DELETE CASCADE,
  handler {text} NOT NULL,
  state BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  last_error {text},
  ended_at BIGINT,
  PRIMARY KEY (event_id, handler)
);

CREATE INDEX platform_outbox_deliveries_pending ON platform_outbox_deliveries (event_id) WHERE state = 0;
CREATE INDEX platform_outbox_deliveries_parked ON platform_outbox_deliveries (ended_at) WHERE state = 2;
CREATE INDEX platform_outbox_created ON platform_outbox (created_at);
