-- Why: a function that looks with its owner's rights is for the one role that needs it, and PostgreSQL lets everybody call
-- a new one. And a person's page asks who was joined to the person, which no index answered.

set role family_hub_owner;

revoke execute on function records.identities_for_reader(text[], text[], text, date[], text, integer) from public;
grant execute on function records.identities_for_reader(text[], text[], text, date[], text, integer)
  to family_hub_reader;

create index on records.person_alias (now_person_id);

reset role;
