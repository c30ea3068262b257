-- Why: each folder of the service that owns tables owns one schema of the same name, and each of the four
-- database roles may do no more than its work needs (docs/decisions/0002-four-database-roles.md).

create extension if not exists pg_trgm;

do $$
declare
  role_name text;
begin
  foreach role_name in array array['family_hub_owner', 'family_hub_reader', 'family_hub_loader', 'family_hub_retention']
  loop
    begin
      execute format('create role %I nologin', role_name);
    exception when duplicate_object or unique_violation then
      null; -- roles belong to the server, so another database of the service may have made them
    end;
    if not pg_has_role(current_user, role_name, 'member') then
      execute format('grant %I to current_user', role_name);
    end if;
  end loop;
  execute format('grant create, connect on database %I to family_hub_owner', current_database());
end
$$;

create schema audit authorization family_hub_owner;
create schema registers authorization family_hub_owner;
create schema feeds authorization family_hub_owner;
create schema records authorization family_hub_owner;
create schema access authorization family_hub_owner;
create schema web authorization family_hub_owner;

grant usage on schema audit, registers, feeds, records, access, web to family_hub_reader, family_hub_loader;
grant usage on schema audit, registers, feeds, records to family_hub_retention;
