-- purpose: rows of one kind of likeness beside the one whom they resemble.  grain: one row of the sheet
-- parameters: $sheet, $kind, $limit.  put in by same.py: both_sides, the columns of file and known
with listed as (
  select s.sheet, s.row, s.verdict, s.against, s.person_id, s.first_at
  from plan.same s
  join plan.people p on p.sheet = s.sheet and p.row = s.row and p.status <> 'unchanged'
  where s.sheet = $sheet and s.kind = $kind and not s.sure
  order by s.row
  limit $limit
),
rows as (
  select t.sheet, t.row, t.name, t.sex, strftime(t.birth_date, '%Y-%m-%d') as birth_date, t.phone, t.id_number, g.name as place,
    t.household_code as household, t.address
  from plan.typed t left join grid g on g.grid_id = t.grid_id
),
people as (
  select p.person_id, p.name, p.sex, strftime(p.birth_date, '%Y-%m-%d') as birth_date, p.phone, p.id_number, g.name as place,
    h.code as household, coalesce(p.address, h.address) as address
  from person p
  left join grid g on g.grid_id = p.home_grid_id
  left join household h on h.household_id = p.household_id
  where p.person_id in (select person_id from listed)
),
known as (
  select l.row as of_row, p.* exclude (person_id) from listed l join people p on p.person_id = l.person_id
  union all
  select l.row, r.* exclude (sheet, row) from listed l join rows r on r.sheet = l.first_at // 100000000 and r.row = l.first_at % 100000000
)
select l.row, l.verdict, array_to_string(l.against, ',') as against, l.first_at % 100000000 as first, both_sides
from listed l
join rows file on file.sheet = l.sheet and file.row = l.row
left join known on known.of_row = l.row
order by l.row
