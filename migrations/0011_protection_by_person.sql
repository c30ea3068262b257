-- Why: a protection stands on a source identity and must protect the person for as long as it lasts, also when that
-- source no longer sends the record. And the newest version of a sharing agreement is the only one that grants.

set role family_hub_owner;

-- Whom each protection that stands today protects: the person to whom its identity belonged last.
create view records.person_protection as
select coalesce(a.now_person_id, x.person_id) as person_id, p.subject, p.kind, p.named_roles
from registers.protection p
cross join lateral (
  select person_id from records.membership m where m.identity = p.subject order by membership_id desc limit 1
) x
left join lateral (
  select now_person_id from records.person_alias l
  where l.person_id = x.person_id
    and not exists (select from records.current_member c where c.person_id = x.person_id)
  order by l.recorded_at desc limit 1
) a on true
where p.valid @> registers.london_today();

grant select on records.person_protection to family_hub_reader, family_hub_loader;

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
  and a.valid @> registers.london_today()
  -- Once somebody has signed a newer version that has begun, the older one is spent, even if the newer is revoked.
  and not exists (
    select from registers.agreement n join registers.agreement_signature s using (agreement_id, version)
    where n.agreement_id = a.agreement_id and n.version > a.version
      and coalesce(lower(n.valid) <= registers.london_today(), true)
      and s.signed_on <= registers.london_today()
  )
  and d.signed_on <= registers.london_today()
  and r.signed_on <= registers.london_today()
  and dp.valid @> registers.london_today() and rp.valid @> registers.london_today()
  and g.status = 'in force' and g.kind <> 'bar' and not g.supporting_only
  and coalesce(g.in_force_from <= registers.london_today(), false)
  and coalesce(g.in_force_to >= registers.london_today(), true)
  and (g.checked or exists (select from registers.setting s where s.name = 'demonstration' and s.value = 'true'));

reset role;
