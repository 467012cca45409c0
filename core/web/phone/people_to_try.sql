-- purpose: residents of the demonstration as whom a code may be tried: one whom nothing keeps, one who may not leave home.  grain: one row per person
select name, phone, last, kept
from (
  select p.name, p.phone, right(p.id_number, 6) as last, c.class is not null as kept, row_number() over (partition by c.class is not null order by p.person_id) as place
  from person p
  left join person_class c on c.person_id = p.person_id
  where p.registered and p.phone is not null and p.id_number is not null and p.household_id is not null and (c.class is null or c.class = 'home_quarantine')
)
where place = 1
order by kept
