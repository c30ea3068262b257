-- Why: the policy is data in registers. Permissions are rows here; code can only refuse.

set role family_hub_owner;

create table registers.partner (
  partner_id text primary key,
  name text not null,
  kind text not null,
  district text,
  phone text,
  out_of_hours_phone text,
  controller_role text not null,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp()
);
create index partner_by_kind on registers.partner (kind);

create table registers.role (
  role_id text primary key,
  name text not null,
  says text not null,
  search_breadth text not null check (search_breadth in ('wide', 'narrow', 'none')),
  front_door boolean not null,       -- may look at a child it does not yet work with, for a front-door purpose
  roll_is_relationship boolean not null, -- a pupil on roll counts as worked with (a school's safeguarding lead)
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp()
);

-- What a role may do through access/act.
create table registers.role_action (
  role_id text not null references registers.role,
  action_id text not null,
  second_approver boolean not null default false,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (role_id, action_id)
);

create table registers.practitioner (
  practitioner_id text primary key, -- partner/worker
  partner_id text not null references registers.partner,
  worker_id text not null,
  name text not null,
  email text,
  role_id text not null,
  team text,
  phone text,
  training_valid_to date,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp(),
  unique (partner_id, worker_id)
);

-- An administrator binds a sign-in to a practitioner; a partner's file never does.
create table registers.practitioner_sign_in (
  issuer text not null,
  subject text not null,
  practitioner_id text not null references registers.practitioner,
  bound_by text not null,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (issuer, subject, practitioner_id)
);

create table registers.purpose (
  purpose_id text primary key,
  name text not null,
  says text not null,
  position integer not null,
  kind text not null check (kind in ('own-work', 'front-door', 'oversight')),
  whole_family boolean not null,       -- reaches the people of the child's family at headline tier
  needs_child_reason boolean not null, -- asks once for what is particular to this child
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp()
);

create table registers.category (
  category_id text primary key,
  name text not null,
  says text not null,
  position integer not null,
  sensitive boolean not null,
  service_kind text, -- the kind of partner whose panel this category fills; null for facts about the person
  coverage_says text not null default '', -- what the feed covers, in words
  age_from integer,
  age_to integer,
  stale_after_days integer,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp()
);

-- A purpose asks for these categories; any other is "not asked".
create table registers.purpose_category (
  purpose_id text not null references registers.purpose,
  category_id text not null references registers.category,
  primary key (purpose_id, category_id)
);

-- A role may use these purposes, and may see these categories to this tier, in any family.
create table registers.role_purpose (
  role_id text not null references registers.role,
  purpose_id text not null references registers.purpose,
  primary key (role_id, purpose_id)
);
create table registers.role_category (
  role_id text not null references registers.role,
  category_id text not null references registers.category,
  tier text not null check (tier in ('existence', 'headline', 'content')),
  primary key (role_id, category_id)
);

create table registers.gateway (
  gateway_id text primary key,
  position integer not null,
  statute text not null,
  section text not null,
  kind text not null check (kind in ('duty', 'power', 'implied', 'aim', 'bar')),
  extent text not null,
  says text not null,
  in_force_from date,
  in_force_to date,
  status text not null check (status in ('in force', 'enacted, not commenced', 'repealed')),
  supporting_only boolean not null, -- never the sole gateway of a sharing agreement
  disclosers text[] not null,       -- kinds of partner; empty: any
  recipients text[] not null,
  subjects jsonb not null,          -- [{role, ageMin, ageMax, condition}]
  purposes text[] not null,         -- empty: any that an agreement names
  categories_allow text[] not null,
  categories_deny text[] not null,
  tier text not null check (tier in ('existence', 'headline', 'content')),
  consent_rule text not null,
  inform_family_rule text not null,
  confidentiality_test text not null,
  art6 text[] not null,
  art9 text[] not null,
  sch1_condition text,
  art10 text,
  onward_use text not null,
  offence_note text,
  code_of_practice text,
  evidence_required text[] not null,
  source text not null,
  checked boolean not null, -- false: "verify"; inert outside the demonstration until a named lawyer signs
  checked_by text,
  checked_on date,
  valid daterange not null default '(,)',
  recorded_at timestamptz not null default clock_timestamp()
);

create table registers.agreement (
  agreement_id text not null,
  version integer not null,
  title text not null,
  gateway_id text not null references registers.gateway,
  supporting_gateways text[] not null default '{}',
  valid daterange not null,
  review_on date,
  revoked_at timestamptz,
  revoked_by text,
  revoked_reason text,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (agreement_id, version)
);
create table registers.agreement_signature (
  agreement_id text not null,
  version integer not null,
  partner_id text not null references registers.partner,
  signed_by text,
  signed_on date, -- null: named as a party, not yet signed
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (agreement_id, version, partner_id),
  foreign key (agreement_id, version) references registers.agreement
);
create index agreement_signature_by_partner on registers.agreement_signature (partner_id);

-- From these kinds of partner, to those, these categories, for these purposes, up to this tier.
create table registers.agreement_term (
  agreement_id text not null,
  version integer not null,
  term integer not null,
  discloser_kinds text[] not null,
  recipient_kinds text[] not null,
  categories text[] not null,
  purposes text[] not null,
  tier text not null check (tier in ('existence', 'headline', 'content')),
  own_partner_only boolean not null default false, -- a partner's own records, shown back to its own practitioners
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (agreement_id, version, term),
  foreign key (agreement_id, version) references registers.agreement
);

-- Protection stands on a source identity, not on a person, so that it survives every merge and split.
create table registers.protection (
  protection_id bigint generated always as identity primary key,
  subject uuid not null,
  kind text not null check (kind in ('confidential-address', 'protective-hold', 'restricted-record', 'sealed-identity')),
  named_roles text[] not null default '{}',
  seal_group text,
  source text not null, -- who said so: a feed's contract, or the host's protections register
  reason text not null,
  recorded_by text not null,
  valid daterange not null,
  recorded_at timestamptz not null default clock_timestamp(),
  unique (subject, kind, source)
);

-- Outside the demonstration a gateway that no lawyer has checked opens nothing.
create table registers.setting (
  name text primary key,
  value jsonb not null,
  recorded_at timestamptz not null default clock_timestamp()
);

-- Telephone numbers to ring at every dead end, right for the hour (Europe/London).
create table registers.emergency_number (
  number_id text primary key,
  position integer not null,
  label text not null,
  phone text not null,
  from_time time,
  to_time time,
  weekdays_only boolean not null default false,
  is_desk boolean not null default false,
  recorded_at timestamptz not null default clock_timestamp()
);

create function registers.london_today() returns date language sql stable as
$$ select (current_timestamp at time zone 'Europe/London')::date $$;

-- One row for each permission that stands today: signed by both, in date, not revoked, under a gateway in force.
create view registers.live_grant as
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
  and d.signed_on <= registers.london_today()
  and r.signed_on <= registers.london_today()
  and dp.valid @> registers.london_today() and rp.valid @> registers.london_today()
  and g.status = 'in force' and g.kind <> 'bar' and not g.supporting_only
  and coalesce(g.in_force_from <= registers.london_today(), false)
  and coalesce(g.in_force_to >= registers.london_today(), true)
  and (g.checked or exists (select from registers.setting s where s.name = 'demonstration' and s.value = 'true'));

grant select on all tables in schema registers to family_hub_reader, family_hub_loader;
grant insert, update on registers.partner, registers.practitioner, registers.protection to family_hub_loader;

reset role;
