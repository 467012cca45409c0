-- purpose: of what the rules found and decisions left, the classes that hold on one day.  grain: one row per person and class
-- parameters: $as_of
-- Of several events of a class the one that ends last says why.
select
  c.person_id, c.class, min(c.rank) as rank, min(c.since) as since, max(c.until) as until, max(c.since) as counted_from,
  arg_max(
    {'reason': c.reason, 'fields': c.fields, 'ends_by': c.ends_by, 'grid_id': c.grid_id, 'chain': c.chain, 'manual_id': c.manual_id},
    date_diff('day', date '1900-01-01', c.until) * 10000000 + date_diff('day', date '1900-01-01', c.since)
  ) as last
from candidate c
where $as_of between c.since and c.until
group by c.person_id, c.class
