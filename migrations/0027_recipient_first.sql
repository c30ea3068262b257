-- Why: each reading transaction listed all who may disclose to the session's organisation, and asked every row of that list.
-- With a county's 4,200 partners and 27,000 signatures that took a fifth of a second. The terms that stand for one recipient
-- are few and found by its own signatures; whether one partner discloses under them is asked when a row of that partner is
-- met. Nothing is kept beyond the transaction, so nothing can be stale (docs/decisions/0031-disclosers-are-asked-by-name.md).

set role family_hub_owner;

-- Who has signed by today, and is a partner today.
create view registers.live_signature as
select s.agreement_id, s.version, s.partner_id, p.kind
from registers.agreement_signature s join registers.partner p using (partner_id)
where s.signed_on <= (select registers.london_today()) and p.valid @> (select registers.london_today());

-- What stands today for a recipient, whoever discloses: signed by it, in date, not revoked, under a gateway in force.
create view registers.live_term as
select r.partner_id as recipient, r.kind as recipient_kind, a.agreement_id, a.version, t.term, a.title,
       upper(a.valid) as ends_before, a.gateway_id, t.categories, t.purposes, t.tier, t.discloser_kinds,
       t.own_partner_only
from registers.live_signature r
join registers.agreement a using (agreement_id, version)
join registers.agreement_term t using (agreement_id, version)
join registers.gateway g using (gateway_id)
where r.kind = any (t.recipient_kinds)
  and a.revoked_at is null
  and a.valid @> (select registers.london_today())
  -- Once somebody has signed a newer version that has begun, the older one is spent, even if the newer is revoked.
  and not exists (
    select from registers.agreement n
    where n.agreement_id = a.agreement_id and n.version > a.version
      and coalesce(lower(n.valid) <= (select registers.london_today()), true)
      -- The first one is enough: made into a join, thousands who have signed would be read.
      and (select true from registers.agreement_signature s
           where s.agreement_id = n.agreement_id and s.version = n.version
             and s.signed_on <= (select registers.london_today()) limit 1)
  )
  and g.status = 'in force' and g.kind <> 'bar' and not g.supporting_only
  and coalesce(g.in_force_from <= (select registers.london_today()), false)
  and coalesce(g.in_force_to >= (select registers.london_today()), true)
  and (g.checked or exists (select from registers.setting s where s.name = 'demonstration' and s.value = 'true'));

-- One row for each permission that stands today: a recipient's term, with each partner that discloses under it.
create or replace view registers.live_grant as
select d.partner_id as discloser, t.recipient, t.categories, t.purposes, t.tier, t.agreement_id, t.version, t.title,
       t.ends_before, t.gateway_id, d.kind as discloser_kind, t.recipient_kind, t.term
from registers.live_term t
join registers.live_signature d using (agreement_id, version)
where d.kind = any (t.discloser_kinds) and (d.partner_id = t.recipient or not t.own_partner_only);

-- The second fence: whether a partner discloses anything to the organisation that the session speaks for; to none if unset.
-- The answer is kept for the transaction, which meets many rows of few partners.
create function registers.discloses_to_session(partner text) returns boolean
language plpgsql stable as $$
declare
  organisation text := coalesce(current_setting('family_hub.partner', true), '');
  kept text := coalesce(current_setting('family_hub.kept_disclosers', true), '');
  asked text := e'\n' || organisation || e'\t' || partner || e'\t';
  discloses boolean;
begin
  if organisation = '' then
    return false;
  end if;
  if strpos(kept, asked) > 0 then
    return substr(kept, strpos(kept, asked) + length(asked), 1) = '+';
  end if;
  discloses := exists (
    select from registers.live_grant g where g.recipient = organisation and g.discloser = partner);
  perform set_config('family_hub.kept_disclosers', kept || asked || case when discloses then '+' else '-' end, true);
  return discloses;
end
$$;

alter policy reader_sees_agreed_unsealed on feeds.source_record using (
  registers.discloses_to_session(partner_id)
  and not exists (
    select from registers.protection p
    where p.subject = source_record.subject and p.kind = 'sealed-identity'
      and p.valid @> registers.london_today()
  )
);
alter policy reader_sees_agreed_unsealed on records.search_entry using (
  registers.discloses_to_session(partner_id)
  and not exists (
    select from registers.protection p
    where p.subject = search_entry.identity and p.kind = 'sealed-identity'
      and p.valid @> registers.london_today()
  )
  and (partner_id = current_setting('family_hub.partner', true)
       or conditions <@ (select registers.conditions_met()))
);
drop function registers.disclosers_to_session();

grant select on registers.live_signature, registers.live_term to family_hub_reader, family_hub_loader;

reset role;
