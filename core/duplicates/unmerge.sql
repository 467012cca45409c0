-- purpose: give back to the entry that a merge took up all that was its own.  grain: one merge
-- parameters: $merge, $keep, $gone, $actor, $now.  What was edited since then stays with the kept entry.
insert into person by name
select * exclude (merge_id, side) from merge_person where merge_id = $merge and side = 'gone';

-- the kept entry loses what it had from the other, unless it has been changed since
update person p set
  name = case when k.name is null and p.name = g.name then null else p.name end,
  pinyin = case when k.pinyin is null and p.pinyin = g.pinyin then null else p.pinyin end,
  initials = case when k.initials is null and p.initials = g.initials then null else p.initials end,
  id_type = case when k.id_number is null and p.id_number is not distinct from g.id_number then k.id_type else p.id_type end,
  id_number = case when k.id_number is null and p.id_number = g.id_number then null else p.id_number end,
  /*person.parted*/,
  home_grid_id = case when k.home_grid_id is null and p.home_grid_id = g.home_grid_id then null else p.home_grid_id end,
  household_id = case when k.household_id is null and p.household_id = g.household_id then null else p.household_id end,
  relation = case when k.relation is null and p.relation = g.relation then null else p.relation end,
  attention_until = case when k.attention is null and p.attention is not distinct from g.attention then k.attention_until else p.attention_until end,
  attention = case when k.attention is null and p.attention = g.attention then null else p.attention end,
  status = case when p.version = k.version + 1 then k.status else p.status end,
  status_on = case when p.version = k.version + 1 then k.status_on else p.status_on end,
  status_note = case when p.version = k.version + 1 then k.status_note else p.status_note end,
  registered = case when not k.registered and p.version = k.version + 1 then false else p.registered end,
  updated_at = case when p.version = k.version + 1 then k.updated_at else $now end,
  version = case when p.version = k.version + 1 then k.version else p.version + 1 end
from merge_person k join merge_person g on g.merge_id = k.merge_id and g.side = 'gone'
where k.merge_id = $merge and k.side = 'kept' and p.person_id = $keep;

delete from membership m
where m.person_id = $keep and exists (
  select 1 from merge_membership g
  where g.merge_id = $merge and g.side = 'given' and g.grid_id = m.grid_id and g.kind = m.kind
    and g.since is not distinct from m.since and g.batch_id is not distinct from m.batch_id
    and (g.until is null or g.until is not distinct from m.until)
);
-- the number that it had from the other one
update membership m set unit_no = null
from (
  select k.grid_id, k.kind, g.unit_no from merge_membership k
  join merge_membership g on g.merge_id = k.merge_id and g.side = 'gone' and g.grid_id = k.grid_id and g.kind = k.kind
  where k.merge_id = $merge and k.side = 'kept' and k.unit_no is null and g.unit_no is not null
) n
where m.person_id = $keep and m.grid_id = n.grid_id and m.kind = n.kind and m.unit_no = n.unit_no;
insert into membership (person_id, grid_id, kind, since, until, batch_id, unit_no)
select person_id, grid_id, kind, since, until, batch_id, unit_no from merge_membership where merge_id = $merge and side = 'gone';

delete from person_class where person_id = $keep;
insert into person_class by name
select * exclude (merge_id, side) from merge_class where merge_id = $merge and side in ('kept', 'gone');

-- equal check-ins of both entries are told apart by their count alone
update check_in set person_id = $gone
where rowid in (
  with moved as (
    select grid_id, scanned_at, direction, temperature, symptoms, batch_id,
      row_number() over (partition by grid_id, scanned_at, direction, temperature, symptoms, batch_id) as time
    from merge_check_in where merge_id = $merge
  ),
  held as (
    select rowid as row_id, grid_id, scanned_at, direction, temperature, symptoms, batch_id,
      row_number() over (partition by grid_id, scanned_at, direction, temperature, symptoms, batch_id order by rowid) as time
    from check_in where person_id = $keep
  )
  select h.row_id
  from held h join moved m
    on m.grid_id = h.grid_id and m.scanned_at = h.scanned_at and m.direction = h.direction and m.time = h.time and m.batch_id = h.batch_id
      and m.temperature is not distinct from h.temperature and m.symptoms is not distinct from h.symptoms
);
update household set householder_id = $gone
where coalesce(householder_id, $keep) = $keep
  and household_id in (select row_id from merge_row where merge_id = $merge and table_name = 'household');

update person_merge set undone_by = $actor, undone_at = $now where merge_id = $merge;
-- it was decided wrongly, so it is a question again
update duplicate_pair set status = 'open', decided_by = null, decided_at = null
where person_a = least($keep, $gone) and person_b = greatest($keep, $gone)
