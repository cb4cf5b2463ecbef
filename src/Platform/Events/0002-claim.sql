-- Until when a delivery is taken by an attempt that was counted before it began; the process may have died in it.
ALTER TABLE platform_outbox_deliveries ADD COLUMN claimed_until BIGINT;
