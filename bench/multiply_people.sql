-- purpose: copies of all people, households and memberships.  parameters: $size (largest person id), $households, $times
-- Copies carry batch -1 and a shifted id number, so that nobody is there twice.
insert into household
select household_id + $households * k, code || '-' || k, grid_id, address, householder_id + $size * k, -1
from household, range(1, $times) copies(k);

insert into person
select person_id + $size * k, name, pinyin, initials, id_type, left(id_number, 2) || lpad(k::text, 2, '0') || substr(id_number, 5),
  sex, birth_date, phone, address, home_grid_id, household_id + $households * k, relation, origin, arrived_on, attention,
  attention_until, registered, -1, version, updated_at
from person, range(1, $times) copies(k);

insert into membership
select person_id + $size * k, grid_id, kind, since, until, -1
from membership, range(1, $times) copies(k)
where person_id <= $size;
