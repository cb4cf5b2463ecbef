-- The law that a text names, and the last day on which a consent holds.
ALTER TABLE registries_consent_texts ADD COLUMN basis_zh {text} NOT NULL DEFAULT '';
ALTER TABLE registries_consent_texts ADD COLUMN basis_en {text} NOT NULL DEFAULT '';
ALTER TABLE registries_consents ADD COLUMN until_on {text};
