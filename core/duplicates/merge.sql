-- purpose: take each merging.gone_id up into its merging.keep_id, having written down first what either was
-- grain of merging: one row per merge, nobody in two of them.  parameters: $now, $actor, $classes (class codes by rank)
insert into person_merge select merge_id, pair_id, keep_id, gone_id, $actor, $now, null, null from merging;

create or replace temp table merge_side as
select merge_id, 'kept' as side, keep_id as side_id from merging union all select merge_id, 'gone', gone_id from merging;
insert into merge_person by name
select m.merge_id, m.side, p.* from merge_side m join person p on p.person_id = m.side_id;
insert into merge_membership by name
select m.merge_id, m.side, s.* from merge_side m join membership s on s.person_id = m.side_id;
insert into merge_class by name
select m.merge_id, m.side, c.* from merge_side m join person_class c on c.person_id = m.side_id;
drop table merge_side;
insert into merge_check_in by name
select m.merge_id, c.* from merging m join check_in c on c.person_id = m.gone_id;
insert into merge_row
select m.merge_id, 'household', h.household_id from merging m join household h on h.householder_id = m.gone_id;

-- What the kept entry lacks comes from the other one. Home, household and relation belong together.
update person k set
  name = coalesce(k.name, g.name), pinyin = coalesce(k.pinyin, g.pinyin), initials = coalesce(k.initials, g.initials),
  id_type = case when k.id_number is null then coalesce(g.id_type, k.id_type) else k.id_type end, id_number = coalesce(k.id_number, g.id_number),
  /*person.joined*/,
  home_grid_id = coalesce(k.home_grid_id, g.home_grid_id),
  household_id = case when k.home_grid_id is null or k.home_grid_id = g.home_grid_id then coalesce(k.household_id, g.household_id)
                      else k.household_id end,
  relation = case when k.household_id is null and (k.home_grid_id is null or k.home_grid_id = g.home_grid_id)
                  then coalesce(k.relation, g.relation) else k.relation end,
  attention = coalesce(k.attention, g.attention),
  attention_until = case when k.attention is null then g.attention_until else k.attention_until end,
  -- who died in one entry is dead; who is there in one of them is there
  status = case when g.status = 'died' and k.status is distinct from 'died' then g.status when k.status = 'died' or g.status is not null then k.status end,
  status_on = case when g.status = 'died' and k.status is distinct from 'died' then g.status_on when k.status = 'died' or g.status is not null then k.status_on end,
  status_note = case when g.status = 'died' and k.status is distinct from 'died' then g.status_note when k.status = 'died' or g.status is not null then k.status_note end,
  registered = k.registered or g.registered, version = k.version + 1, updated_at = $now
from merging m join merge_person g on g.merge_id = m.merge_id and g.side = 'gone'
where k.person_id = m.keep_id;

-- Memberships move over, but for those that the kept entry has; of two homes the kept entry's goes on, and the other was none: as a former
-- home it would tell of a move that nobody made.
insert into merge_membership (merge_id, side, person_id, grid_id, kind, since, until, batch_id, unit_no)
select g.merge_id, 'given', m.keep_id, g.grid_id, g.kind, g.since, g.until, g.batch_id, g.unit_no
from merging m
join merge_membership g on g.merge_id = m.merge_id and g.side = 'gone'
join person k on k.person_id = m.keep_id
where not (g.kind = 'home' and g.until is null and k.home_grid_id is distinct from g.grid_id)
and not exists (
  select 1 from merge_membership o
  where o.merge_id = m.merge_id and o.side = 'kept' and o.grid_id = g.grid_id and o.kind = g.kind
    and (o.until is null and g.until is null or o.since is not distinct from g.since and o.batch_id is not distinct from g.batch_id)
);
delete from membership where person_id in (select gone_id from merging);
insert into membership (person_id, grid_id, kind, since, until, batch_id, unit_no)
select s.person_id, s.grid_id, s.kind, s.since, s.until, s.batch_id, s.unit_no
from merging m join merge_membership s on s.merge_id = m.merge_id and s.side = 'given';
-- of a place that both belong to, the number that one of them has
update membership k set unit_no = n.unit_no
from (
  select m.keep_id, g.grid_id, g.kind, max(g.unit_no) as unit_no from merging m
  join merge_membership g on g.merge_id = m.merge_id and g.side = 'gone' and g.until is null
  where g.unit_no is not null group by m.keep_id, g.grid_id, g.kind
) n
where k.person_id = n.keep_id and k.grid_id = n.grid_id and k.kind = n.kind and k.until is null and k.unit_no is null;

-- Classes of both, ranked anew; the next classification works them out from the joined entry.
insert into merge_class by name
with joined as (
  select c.*, m.keep_id, row_number() over (partition by c.merge_id, c.class order by c.side = 'kept' desc) as time
  from merging m join merge_class c on c.merge_id = m.merge_id
  -- whoever is in another class is no plain resident
  where c.class <> $resident
    or not exists (select 1 from merge_class o where o.merge_id = m.merge_id and o.class <> $resident)
)
select * exclude (keep_id, time) replace (
  'given' as side, keep_id as person_id, row_number() over (partition by merge_id order by list_position($classes, class)) as rank
)
from joined where time = 1;
delete from person_class where person_id in (select keep_id from merging union all select gone_id from merging);
insert into person_class by name
select c.* exclude (merge_id, side) from merging m join merge_class c on c.merge_id = m.merge_id and c.side = 'given';

-- rows of other tables about the person: merge.py, whatever tables there are
update check_in c set person_id = m.keep_id from merging m where c.person_id = m.gone_id;
-- a householder who does not live in the household is none
update household h set householder_id = case when k.household_id = h.household_id then m.keep_id end
from merging m join person k on k.person_id = m.keep_id
where h.householder_id = m.gone_id;
delete from person where person_id in (select gone_id from merging);

update duplicate_pair d set status = 'same', decided_by = $actor, decided_at = $now
from merging m
where d.person_a = least(m.keep_id, m.gone_id) and d.person_b = greatest(m.keep_id, m.gone_id);

-- Nobody lies in two beds: of two that either entry was in, the one taken last.
update lodging_stay s set left_at = $now, out_by = $actor
where s.left_at is null and s.person_id in (select keep_id from merging)
  and exists (
    select 1 from lodging_stay o
    where o.person_id = s.person_id and o.left_at is null and (o.came_at > s.came_at or o.came_at = s.came_at and o.stay_id > s.stay_id)
  )
