-- purpose: what the register says of people.  grain: one row per person.  parameters: $last (the day judged)
select
  person_id,
  age_on(birth_date, $last) as age,
  sex,
  registered,
  phone is null as no_phone,
  case when status is null or status_on > $last then 'present' else status end as status
from person
