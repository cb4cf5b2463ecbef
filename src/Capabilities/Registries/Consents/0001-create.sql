-- Texts that people consented to, by code and version, as they stood when the first one did.
CREATE TABLE registries_consent_texts (
  code {text} NOT NULL,
  version BIGINT NOT NULL,
  purpose_zh {text} NOT NULL,
  purpose_en {text} NOT NULL,
  text_zh {text} NOT NULL,
  text_en {text} NOT NULL,
  scope {text} NOT NULL,
  PRIMARY KEY (code, version)
);

-- Consents of persons. Nothing is removed: a withdrawal is written beside what was given.
CREATE TABLE registries_consents (
  seq {serial},
  id {text} NOT NULL UNIQUE,
  subject_id {text} NOT NULL,
  code {text} NOT NULL,
  version BIGINT NOT NULL,
  channel {text} NOT NULL,
  evidence {text},
  given_by {text} NOT NULL,
  giver_id {text} NOT NULL,
  given_at BIGINT NOT NULL,
  withdrawn_channel {text},
  withdrawn_evidence {text},
  withdrawn_by {text},
  withdrawer_id {text},
  withdrawn_at BIGINT
);
CREATE UNIQUE INDEX registries_consents_open ON registries_consents (subject_id, code) WHERE withdrawn_at IS NULL;
CREATE INDEX registries_consents_subject ON registries_consents (subject_id, seq);
