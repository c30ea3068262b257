-- Why: a delivery is weighed against those before it, by rules whose thresholds are register data, and it may wait for
-- its sender's or a steward's word. What it is weighed by is kept with it: counts and shares, never a value of anyone.

set role family_hub_owner;

alter table feeds.delivery
  add column profile jsonb,          -- per table and field: share filled, shares of agreed codes, years of birth
  add column match_sampled integer,  -- people looked up in other partners' records before publication
  add column match_found integer,    -- how many of them seem to be there
  add column match_rate real,        -- share of its feed's people who are linked to another partner's record, after linking
  add column holding jsonb,          -- {compared: deliveries it was weighed against, reasons: [{rule, says}]}
  add column awaits text check (awaits in ('sender', 'steward')); -- whose word a held delivery waits for; null: a steward's

-- Append-only. For a rule the newest row of the feed is in force, then that of all feeds under the contract, then the
-- default that ships with the service. A row without a value goes back to what it overrode.
create table registers.feed_threshold (
  feed_threshold_id bigint generated always as identity primary key,
  partner_id text, -- null: every feed under the contract
  contract text not null,
  rule text not null,
  value double precision,
  set_by text not null,
  reason text not null check (reason <> ''),
  begins date not null default registers.london_today(),
  recorded_at timestamptz not null default clock_timestamp()
);
create index feed_threshold_by_feed on registers.feed_threshold (contract, rule, feed_threshold_id desc);

grant select on registers.feed_threshold to family_hub_reader, family_hub_loader;

reset role;
