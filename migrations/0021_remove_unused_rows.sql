-- Why: rows of a delivery that was refused, returned, withdrawn or swept are data of families that nobody may use, so they
-- go. What stays is what happened: the delivery with its counts, its files' names and hashes, and its faults
-- (docs/decisions/0022-what-nobody-may-use-is-removed.md).

set role family_hub_owner;

alter table feeds.delivery add column emptied_at timestamptz; -- when the rows that it alone had brought were removed
create index delivery_to_empty on feeds.delivery (partner_id, contract)
  where state in ('refused', 'swept') and emptied_at is null;

grant select on feeds.delivery, feeds.stored_record, feeds.sighting, feeds.delivery_protection to family_hub_retention;
grant update (emptied_at) on feeds.delivery to family_hub_retention;
grant delete on feeds.stored_record, feeds.sighting, feeds.delivery_protection to family_hub_retention;

reset role;

-- Removes up to `most` rows of a feed that no delivery contains which is on its way, held or published, and gives their
-- number. Null where the feed is being loaded: a load notes a row that is there already and does not bring it again, so
-- nothing may go meanwhile. Whoever loads holds the same lock shared (src/feeds/delivery-store.ts).
create function feeds.remove_unused_rows(of_partner text, of_contract text, most integer) returns integer
language plpgsql volatile security definer set search_path = feeds, pg_temp as
$$
declare
  unused bigint[];
  removed integer;
  counted integer;
begin
  if not pg_try_advisory_xact_lock(4815164, hashtext(of_partner || ' ' || of_contract)) then
    return null;
  end if;
  unused := array(select d.delivery_id from delivery d
                  where d.partner_id = of_partner and d.contract = of_contract and d.state in ('refused', 'swept'));
  delete from stored_record where ctid = any (array(
    select r.ctid from stored_record r
    where r.delivery_id = any (unused)
      and not exists (select from sighting s where s.record_id = r.record_id and s.delivery_id <> all (unused))
    limit most));
  get diagnostics removed = row_count;
  delete from sighting where ctid = any (array(
    select s.ctid from sighting s where s.delivery_id = any (unused) limit most - removed));
  get diagnostics counted = row_count;
  removed := removed + counted;
  if removed < most then
    delete from delivery_protection where delivery_id = any (unused);
    update delivery set emptied_at = clock_timestamp() where delivery_id = any (unused) and emptied_at is null;
  end if;
  return removed;
end
$$;
grant create on schema feeds to family_hub_retention;
alter function feeds.remove_unused_rows(text, text, integer) owner to family_hub_retention;
revoke create on schema feeds from family_hub_retention;
revoke all on function feeds.remove_unused_rows(text, text, integer) from public;
grant execute on function feeds.remove_unused_rows(text, text, integer) to family_hub_loader;
