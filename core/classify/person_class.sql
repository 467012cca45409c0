-- purpose: the classes of each person on one day.  grain: one row per person and class; rank 1 is the one shown
-- parameters: $as_of, $version (of the policy).  needs: held, before_class.  A class without a known beginning begins when it is first given.
insert into person_class by name
with kept as (
  select h.*, from_json(h.last.chain, '{"ends":["DATE"],"places":["VARCHAR"],"tests":["DATE"]}') as chain from held h
),
placed as (
  select k.*, least(len(chain.ends), 1 + len(list_filter(chain.ends, lambda day: day < $as_of))) as phase from kept k
)
select
  k.person_id,
  k.class,
  row_number() over (partition by k.person_id order by k.rank) as rank,
  case when k.since > date '1900-01-01' then k.since else least(coalesce(b.since, $as_of), $as_of) end as since,
  nullif(k.until, date '9999-12-31') as until,
  k.last.reason as reason,
  k.last.fields as fields,
  $version as policy_version,
  k.last.grid_id as grid_id,
  nullif(k.counted_from, date '1900-01-01') as counted_from,
  k.phase as phase,
  k.chain.places[k.phase] as place,
  -- the last phase of one who is kept longer goes on
  case when k.phase = len(k.chain.ends) then nullif(k.until, date '9999-12-31') else k.chain.ends[k.phase] end as phase_until,
  k.chain.tests as test_days,
  k.last.chain as chain,
  k.last.ends_by as ends_by,
  k.last.manual_id as manual_id
from placed k
left join before_class b on b.person_id = k.person_id and b.class = k.class
order by k.person_id, k.rank;
