-- purpose: the baseline: whoever bears one name and was born on one day is one person.  grain: one row per pair of row numbers (from 0)
select a.person_id - 1, b.person_id - 1
from person a
join person b on b.name = a.name and b.birth_date = a.birth_date and b.person_id > a.person_id
