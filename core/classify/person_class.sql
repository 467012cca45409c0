-- purpose: the classes of each person on one day.  grain: one row per person and class; rank 1 is the one shown
-- parameters: $as_of, $version (of the policy), $excluding and $excluded (classes, pair by pair: who is in one is not in the other).  A class without a known beginning begins when it is first given.
insert into person_class
with held as (
  select
    c.person_id, c.class, min(c.rank) as rank, min(c.since) as since, max(c.until) as until,
    any_value(c.reason) as reason, arg_max(c.fields, c.since) as fields
  from candidate c
  where $as_of between c.since and c.until
  group by c.person_id, c.class
),
exclusion as (
  select unnest(cast($excluding as text[])) as class, unnest(cast($excluded as text[])) as excluded
),
away as (
  select h.person_id, x.excluded as class from held h join exclusion x on x.class = h.class
)
select
  h.person_id,
  h.class,
  row_number() over (partition by h.person_id order by h.rank),
  case when h.since > date '1900-01-01' then h.since else least(coalesce(b.since, $as_of), $as_of) end,
  nullif(h.until, date '9999-12-31'),
  h.reason,
  h.fields,
  $version
from held h
left join before_class b on b.person_id = h.person_id and b.class = h.class
where not exists (select 1 from away a where a.person_id = h.person_id and a.class = h.class)
order by h.person_id, h.rank;
