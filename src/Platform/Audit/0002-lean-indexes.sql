-- Every read of personal data pays for these. An object that is a person's own row ends in that person's id, by which
-- it is found as well; and where two entries are of one microsecond, sorting them costs next to nothing.
DROP INDEX platform_audit_by_time;
DROP INDEX platform_audit_by_subject;
DROP INDEX platform_audit_by_caller;
DROP INDEX platform_audit_by_object;
CREATE INDEX platform_audit_by_time ON platform_audit (entry_at);
CREATE INDEX platform_audit_by_subject ON platform_audit (subject_id, entry_at) WHERE subject_id IS NOT NULL;
CREATE INDEX platform_audit_by_caller ON platform_audit (caller_id, entry_at);
CREATE INDEX platform_audit_by_object ON platform_audit (object, entry_at)
  WHERE subject_id IS NULL OR substr(object, length(object) - length(subject_id)) <> '/' || subject_id;
