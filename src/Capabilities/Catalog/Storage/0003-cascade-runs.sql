-- Where a catalogue below is asked for its increments, and how that went last.
ALTER TABLE catalog_reporters ADD COLUMN address {text};
ALTER TABLE catalog_reporters ADD COLUMN tried_at BIGINT;
ALTER TABLE catalog_reporters ADD COLUMN error_code {text};
ALTER TABLE catalog_reporters ADD COLUMN error_detail {text};
ALTER TABLE catalog_reporters ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
