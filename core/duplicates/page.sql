-- purpose: one page of what duplicates_open.sql (its head) finds, the surest first; of each pair, who is the fuller entry
-- grain: one row per pair.  parameters: of its head; $band, $rule (null: any), $limit, $offset, $show_name (not masked)
, page as (
  select * from listed
  where ($band is null or band = $band) and ($rule is null or rule = $rule)
  order by score desc, pair_id
  limit $limit offset $offset
),
-- a document weighs most, then being on a roster, then how much is known
weighed as (
  select p.person_id, p.name, p.home_grid_id,
    cast(p.id_number is not null as integer) * 1000 + cast(p.registered as integer) * 500 + cast(p.household_id is not null as integer) * 20
      + cast(p.phone is not null as integer) * 10 + cast(p.birth_date is not null as integer) * 10 + cast(p.address is not null as integer) * 5
      -- whoever moved out of one grid and is registered in another lives in that one
      - cast(coalesce(p.status in ('moved_out', 'cancelled'), false) as integer) * 2000 as weight
  from person p
  where p.person_id in (select person_a from page union all select person_b from page)
)
select
  d.pair_id,
  case when b.weight > a.weight then d.person_b else d.person_a end as keep_id,
  case when b.weight > a.weight then d.person_a else d.person_b end as gone_id,
  d.band, d.rule, d.score, d.reasons,
  case when $show_name then a.name else mask_name(a.name) end as name_a,
  case when $show_name then b.name else mask_name(b.name) end as name_b,
  ga.name as grid_a, gb.name as grid_b,
  d.decided_by, d.decided_at
from page d
join weighed a on a.person_id = d.person_a
join weighed b on b.person_id = d.person_b
left join grid ga on ga.grid_id = a.home_grid_id
left join grid gb on gb.grid_id = b.home_grid_id
order by d.score desc, d.pair_id
