-- Why: before a delivery and at its publication an agreement of its sender is held. With a county's four thousand
-- schools the question went through every pair of a discloser and a recipient, an eighth of a second each time. It
-- now looks only at agreements that the sender has signed for what it sends, and stops at the first with a recipient.

set role family_hub_owner;

create or replace function registers.hold_agreements_of(discloser_id text, wanted text[])
returns table (agreement_id text, version integer)
language sql volatile security definer set search_path = registers, pg_temp as
$$
  select a.agreement_id, a.version
  from (
    select distinct s.agreement_id, s.version
    from registers.agreement_signature s
    join registers.partner p on p.partner_id = s.partner_id
    join registers.agreement_term t on t.agreement_id = s.agreement_id and t.version = s.version
    where s.partner_id = discloser_id and p.kind = any (t.discloser_kinds) and t.categories && wanted
    order by s.agreement_id, s.version desc
  ) signed
  join registers.agreement a on a.agreement_id = signed.agreement_id and a.version = signed.version
  -- Said of the row that is locked too: it may be revoked while it is waited for.
  where a.revoked_at is null and a.valid @> registers.london_today()
    and (select true from registers.live_grant g
         where g.discloser = discloser_id and g.categories && wanted
           and g.agreement_id = a.agreement_id and g.version = a.version
         limit 1)
  order by a.agreement_id, a.version desc
  limit 1
  for share of a
$$;

reset role;
