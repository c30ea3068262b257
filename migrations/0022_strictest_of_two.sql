-- Why: a file may give one record two contents as of one instant. One of them counts, whatever their order; where one asks
-- more of its reader than the other, it is that one, so that a slip in a file tells nobody what was to be kept back
-- (docs/decisions/0023-one-record-told-twice.md).

set role family_hub_owner;

create or replace view feeds.live_record with (security_invoker = true) as
select * from (
  select distinct on (p.subject, p.partner_id, p.contract, p.scope, p.source_ref)
         p.record_id, p.partner_id, p.contract, p.scope, p.source_ref, p.subject, p.object, p.content, p.valid,
         p.recorded_at, p.as_of, p.delivery_id
  from feeds.published_record p
  left join feeds.latest_snapshot l
    on l.partner_id = p.partner_id and l.contract = p.contract and l.scope = p.scope
  where p.mode = 'changes' or l.delivery_id = p.delivery_id
  order by p.subject, p.partner_id, p.contract, p.scope, p.source_ref, p.as_of desc, p.content_hash desc,
           cardinality(feeds.conditions_of(p.content)) desc, p.record_id
) latest
where coalesce(current_setting('family_hub.partner', true), '') in ('', latest.partner_id)
   or feeds.conditions_of(latest.content) <@ registers.conditions_met();

reset role;
