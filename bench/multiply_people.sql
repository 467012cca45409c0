-- purpose: copies of all people, households and memberships.  parameters: $size (largest person id), $households, $times
-- Copies carry batch -1 and a shifted id number, so that nobody is there twice.
insert into household
select h.* replace (
  household_id + $households * k as household_id, code || '-' || k as code, householder_id + $size * k as householder_id, -1 as batch_id)
from household h, range(1, $times) copies(k);

insert into person
select p.* replace (
  person_id + $size * k as person_id, left(id_number, 2) || lpad(k::text, 2, '0') || substr(id_number, 5) as id_number,
  household_id + $households * k as household_id, -1 as batch_id)
from person p, range(1, $times) copies(k);

insert into membership
select m.* replace (person_id + $size * k as person_id, -1 as batch_id)
from membership m, range(1, $times) copies(k)
where person_id <= $size;
