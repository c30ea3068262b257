-- Why: COPY writes rows to a table one by one where a column's default may be another for each of them, as the time of the
-- clock is, and page by page otherwise. The rows of one transaction are recorded together, so they carry its time.

set role family_hub_owner;

alter table feeds.source_record alter column recorded_at set default transaction_timestamp();
alter table feeds.stored_record alter column recorded_at set default transaction_timestamp();
alter table feeds.rejection alter column recorded_at set default transaction_timestamp();

reset role;
