-- Why: a linkage model is trained on the service's own records, compared with the one in force and approved by a second
-- person; and one that was in force before may be approved again, so a model may stand among the approved more than once.
-- Keys for linking belonged to the model by which they were made and nothing read them: with models that change they
-- would be wrong, so they go.

set role family_hub_owner;

alter table records.model_version drop constraint model_version_pkey;
alter table records.model_version add column approval_id bigint generated always as identity primary key;

create table records.model_proposal (
  model_version text primary key,
  model jsonb not null,
  compared_with text not null, -- the model in force then: once another is, the comparison says nothing any more
  comparison jsonb not null,   -- counts alone
  proposed_by text not null,
  reason text not null,
  recorded_at timestamptz not null default clock_timestamp()
);
grant select on records.model_proposal to family_hub_reader;
grant select, insert, delete on records.model_proposal to family_hub_loader;

alter table records.search_entry drop column block_keys;

reset role;
