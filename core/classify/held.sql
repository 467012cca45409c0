-- purpose: the classes of each person on one day, of what the rules found and decisions left.  grain: one row per person and class
-- parameters: $as_of, $excluding and $excluded (classes, pair by pair: who is in one is not in the other)
-- Of several events of a class the one that ends last says why.
with found as (
  select
    c.person_id, c.class, min(c.rank) as rank, min(c.since) as since, max(c.until) as until, max(c.since) as counted_from,
    arg_max(
      {'reason': c.reason, 'fields': c.fields, 'ends_by': c.ends_by, 'grid_id': c.grid_id, 'chain': c.chain, 'manual_id': c.manual_id},
      date_diff('day', date '1900-01-01', c.until) * 10000000 + date_diff('day', date '1900-01-01', c.since)
    ) as last
  from candidate c
  where $as_of between c.since and c.until
  group by c.person_id, c.class
),
exclusion as (
  select unnest(cast($excluding as text[])) as class, unnest(cast($excluded as text[])) as excluded
),
away as (
  select f.person_id, x.excluded as class from found f join exclusion x on x.class = f.class
)
select f.*
from found f
where not exists (select 1 from away a where a.person_id = f.person_id and a.class = f.class)
