-- purpose: given_people into the register in their order; the second entries come with import 2.  parameters: $first (entries of import 1)
insert into person (person_id, name, pinyin, initials, id_type, id_number, sex, birth_date, phone, home_grid_id, household_id, registered,
                    batch_id, updated_at)
select g.row, g.name, n.pinyin, n.initials, case when g.id_number is not null then 'resident_id' end, g.id_number, g.sex, g.birth_date,
  g.phone, g.home_grid_id, g.household_id, g.home_grid_id is not null, case when g.row <= $first then 1 else 2 end, timestamp '2026-01-01'
from (select *, cast(row_number() over () as integer) as row from given_people) g
left join given_names n on n.name = g.name
order by g.row
