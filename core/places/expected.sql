-- needs: meant.  grain: one row per person meant for the place $lodging who is in no bed.  parameters: $show_name, $show_phone, $limit
select m.person_id, case when $show_name then p.name else mask_name(p.name) end as name, p.sex, p.household_id,
  case when $show_phone then p.phone else mask_phone(p.phone) end as phone, placed(b.name, b.level, g.name) as home, m.by_list, m.room, m.since, m.until
from meant m
join person p on p.person_id = m.person_id
left join grid g on g.grid_id = p.home_grid_id
left join grid b on b.grid_id = g.parent_id
where m.lodging_id = $lodging
order by m.room nulls last, p.household_id nulls last, m.person_id
limit $limit
