-- purpose: a page of the clues that chosen.sql finds.  grain: one row per clue
-- parameters: those of chosen.sql, $as_of, $reveal_name, $reveal_phone, $limit, $offset
, page as (
  select * from chosen
  order by (state = 'answered'), case when state <> 'answered' then told_at end, told_at desc, clue_id
  limit $limit offset $offset
),
township as (
  select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = 'township' group by t.grid_id
),
pictured as (
  select clue_id, count(*) as pictures from clue_picture group by clue_id
),
whom as (
  select distinct p.person_id, p.name from page c join person p on p.person_id = c.person_id
  where p.person_id in (from scope_people_among($scope, $as_of, (select list(distinct person_id) from page)))
)
select
  c.clue_id, c.receipt, c.kind, c.told, c.place, c.grid_id, g.name as grid_name, w.name as township,
  p.person_id, case when $reveal_name then p.name else mask_name(p.name) end as person_name, c.alert_id, c.task_id, c.channel,
  case when $reveal_name then c.teller else mask_name(c.teller) end as teller,
  case when $reveal_phone then c.teller_phone else mask_phone(c.teller_phone) end as teller_phone,
  c.told_at, c.taken_by, c.state, c.verdict, c.found_note, c.answer, c.checked_by, c.checked_at, c.found_at, c.answered_by, c.answered_at,
  coalesce(i.pictures, 0) as pictures, c.due_at, c.late
from page c
left join grid g on g.grid_id = c.grid_id
left join township w on w.grid_id = c.grid_id
left join whom p on p.person_id = c.person_id
left join pictured i on i.clue_id = c.clue_id
order by (c.state = 'answered'), case when c.state <> 'answered' then c.told_at end, c.told_at desc, c.clue_id
