-- purpose: who is meant for a place by a list or a fact, and is in no bed, for what follows.  grain: meant one row per person and place
-- parameters: $scope (roots), $on, $facts and $fact_kinds (facts that name a place, and the kinds of places they name)
with in_bed as (select person_id from lodging_stay where left_at is null),
named as (
  select q.person_id, 'quarantine' as kind, q.place_name as written, q.since, nullif(q.until, date '9999-12-31') as until
  from quarantine q
  where q.place_name is not null and q.released_on is null and coalesce(q.since, $on) <= $on and coalesce(q.until, date '9999-12-31') >= $on
    and q.place is distinct from 'home'
  union all
  select f.person_id, k.kind, f.value, f.since, null
  from (
    select person_id, fact, arg_max(value, (coalesce(since, date '1900-01-01'), fact_id)) as value, max(since) as since
    from person_fact where fact in (select unnest(cast($facts as text[]))) and (until is null or until > $on) group by person_id, fact
  ) f
  join (select unnest(cast($facts as text[])) as fact, unnest(cast($fact_kinds as text[])) as kind) k on k.fact = f.fact
),
keyed as (select *, lodging_key(written) as name_key, lodging_room_of(written) as room from named),
meant as (
  select l.lodging_id, k.person_id, k.kind as by_list, k.room, k.since, k.until
  from keyed k
  join lodging l on l.kind = k.kind and lodging_key(l.name) = k.name_key
  where k.person_id not in (from in_bed) and k.person_id not in (from gone_on($on)) and k.person_id in (from scope_people($scope, $on))
    and l.open
  qualify row_number() over (partition by k.person_id order by k.since desc nulls last, l.lodging_id) = 1
)
