-- purpose: what the register says of people.  grain: one row per person.  parameters: $last (the day judged)
-- Somebody born on 29 February is a year older on 1 March.
select
  person_id,
  year($last) - year(birth_date)
    - case when month($last) * 100 + day($last) < month(birth_date) * 100 + day(birth_date) then 1 else 0 end as age,
  sex,
  registered,
  phone is null as no_phone,
  case when status is null or status_on > $last then 'present' else status end as status
from person
