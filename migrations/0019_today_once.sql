-- Why: the view of live grants worked out the day in London anew for every signature that it looked at, and a county with
-- 627 schools has thousands. Asked as a sub-select the day is worked out once a query; what the view gives is the same.

set role family_hub_owner;

create or replace view registers.live_grant as
select d.partner_id as discloser, r.partner_id as recipient, t.categories, t.purposes, t.tier,
       a.agreement_id, a.version, a.title, upper(a.valid) as ends_before, g.gateway_id,
       dp.kind as discloser_kind, rp.kind as recipient_kind
from registers.agreement a
join registers.agreement_term t using (agreement_id, version)
join registers.agreement_signature d using (agreement_id, version)
join registers.partner dp on dp.partner_id = d.partner_id and dp.kind = any (t.discloser_kinds)
join registers.agreement_signature r using (agreement_id, version)
join registers.partner rp on rp.partner_id = r.partner_id and rp.kind = any (t.recipient_kinds)
join registers.gateway g using (gateway_id)
where (d.partner_id = r.partner_id or not t.own_partner_only)
  and a.revoked_at is null
  and a.valid @> (select registers.london_today())
  -- Once somebody has signed a newer version that has begun, the older one is spent, even if the newer is revoked.
  and not exists (
    select from registers.agreement n join registers.agreement_signature s using (agreement_id, version)
    where n.agreement_id = a.agreement_id and n.version > a.version
      and coalesce(lower(n.valid) <= (select registers.london_today()), true)
      and s.signed_on <= (select registers.london_today())
  )
  and d.signed_on <= (select registers.london_today())
  and r.signed_on <= (select registers.london_today())
  and dp.valid @> (select registers.london_today()) and rp.valid @> (select registers.london_today())
  and g.status = 'in force' and g.kind <> 'bar' and not g.supporting_only
  and coalesce(g.in_force_from <= (select registers.london_today()), false)
  and coalesce(g.in_force_to >= (select registers.london_today()), true)
  and (g.checked or exists (select from registers.setting s where s.name = 'demonstration' and s.value = 'true'));

reset role;
