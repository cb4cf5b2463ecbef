-- An import and the rows it refused are for the account that began it; those begun before this stay with the whole city.
ALTER TABLE registries_imports ADD COLUMN owner_id {text} NOT NULL DEFAULT '';

CREATE INDEX registries_imports_owner ON registries_imports (owner_id, created_at);
