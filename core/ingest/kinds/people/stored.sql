-- purpose: people as the registers hold them, every field as text, for exports, filled forms and row keys
-- grain: plan.stored one row per plan.wanted (no, id).  parameters: none
create or replace table plan.stored as
with belonging as (
  select m.person_id, arg_min({'code': g.code, 'unit_no': m.unit_no}, m.grid_id) as first
  from membership m join grid g on g.grid_id = m.grid_id
  where m.kind in ('work', 'study') and m.until is null and m.person_id in (select id from plan.wanted)
  group by m.person_id
)
select w.no, p.person_id as id, p.version, p.home_grid_id as home_id,
  p.name, p.id_type, p.id_number, /*person.stored*/, g.code as grid, h.code as household_code, head.name as householder,
  p.attention, cast(p.attention_until as text) as attention_until, b.first.code as block, b.first.unit_no as unit_no
from plan.wanted w
join person p on p.person_id = w.id
left join grid g on g.grid_id = p.home_grid_id
left join household h on h.household_id = p.household_id
-- whoever has moved away heads the household no longer
left join person head on head.person_id = h.householder_id and head.household_id = h.household_id
left join belonging b on b.person_id = p.person_id
