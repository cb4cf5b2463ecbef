-- What the person whose data was read asked about a read.
ALTER TABLE registries_read_findings ADD COLUMN question {text};
ALTER TABLE registries_read_findings ADD COLUMN asker_person {text};
CREATE INDEX registries_read_findings_asker ON registries_read_findings (asker_person, seq)
  WHERE asker_person IS NOT NULL;
