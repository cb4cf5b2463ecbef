-- Changes up to this position were kept for their time and are gone.
ALTER TABLE registries_change_heads ADD COLUMN kept_after BIGINT NOT NULL DEFAULT 0;
