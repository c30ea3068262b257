-- Why: a school may send a part of its list and say so (a Common Transfer File whose DocumentQualifier is "partial"). Whom it
-- names is newer than the last whole list; whom it leaves out has not ended; and the next whole list takes its place.

set role family_hub_owner;

alter table feeds.delivery drop constraint delivery_mode_check;
alter table feeds.delivery add constraint delivery_mode_check check (mode in ('snapshot', 'changes', 'part')) not valid;
alter table feeds.delivery validate constraint delivery_mode_check;

create or replace view feeds.live_record with (security_invoker = true) as
select * from (
  select distinct on (p.subject, p.partner_id, p.contract, p.scope, p.source_ref)
         p.record_id, p.partner_id, p.contract, p.scope, p.source_ref, p.subject, p.object, p.content, p.valid,
         p.recorded_at, p.as_of, p.delivery_id
  from feeds.published_record p
  left join feeds.latest_snapshot l
    on l.partner_id = p.partner_id and l.contract = p.contract and l.scope = p.scope
  where p.mode = 'changes' or l.delivery_id = p.delivery_id
     or p.mode = 'part' and (l.delivery_id is null or (p.as_of, p.content_hash) > (l.as_of, l.content_hash))
  order by p.subject, p.partner_id, p.contract, p.scope, p.source_ref, p.as_of desc, p.content_hash desc,
           cardinality(feeds.conditions_of(p.content)) desc, p.record_id
) latest
where coalesce(current_setting('family_hub.partner', true), '') in ('', latest.partner_id)
   or feeds.conditions_of(latest.content) <@ registers.conditions_met();

reset role;
