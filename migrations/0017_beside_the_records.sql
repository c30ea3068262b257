-- Why: a delivery brings more than records. The protections that it states wait with it, unseen, until it is published
-- or released; its file may say whose it is by an authority's number; and some things should be said of it that are
-- neither a fault nor a reason to hold it.

set role family_hub_owner;

-- One row a person and kind of protection. Kept for ever: it is the evidence of why a protection stands.
create table feeds.delivery_protection (
  delivery_id bigint not null references feeds.delivery,
  subject uuid not null,
  kind text not null,
  named_roles text[] not null,
  seal_group text,
  reason text not null,
  recorded_by text not null,
  raised_by text not null, -- the contract whose protection this is; only the host may name another's
  valid daterange not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (delivery_id, subject, kind, raised_by)
);
grant select, insert on feeds.delivery_protection to family_hub_loader;

-- The host has settled what a feed said of a person up to this instant; only what the feed says later can raise it.
alter table registers.protection add column settled_as_of timestamptz;

-- The three digits by which national collections know an authority, for partners that send them.
alter table registers.partner add column la_code text;
create index partner_by_la_code on registers.partner (la_code) where la_code is not null;

alter table feeds.delivery add column notes text[] not null default '{}';

reset role;
