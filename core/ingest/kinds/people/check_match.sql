-- purpose: who the rows of plan.typed are in the register, and the days of those ends that are told without one
-- grain: plan.match one row per row whose person is known; plan.status_day one per such end
-- needs: plan.same, plan.list_day.  parameters: $today
-- Those who merely resemble somebody are in plan.same.

-- most identities stand there once: only those that may not are written out
create or replace table plan.first_row (identity text, first_at bigint, first_name text, first_form text);
-- only if: select 1 from plan.typed_rows having count(*) > 1
insert into plan.first_row
with numbered as (
  select *, hash(plan.identity(key_id, id_number)) as number from plan.typed where name is not null and coalesce(key_id::text, id_number) is not null
),
often as (select number from numbered group by number having count(*) > 1),
written as (
  select plan.identity(key_id, id_number) as identity, sheet::bigint * 100000000 + row as place, name, form
  from numbered where number in (select number from often)
)
select identity, min(place) as first_at, arg_min(name, place) as first_name, arg_min(form, place) as first_form
from written group by identity having count(*) > 1;

create or replace table plan.match as
with by_document as (
  select i.sheet, i.row, min(p.person_id) as person_id
  from plan.typed i join person p on p.id_number = i.id_number
  group by i.sheet, i.row
)
select i.sheet, i.row, coalesce(i.key_id, d.person_id, w.person_id) as person_id
from plan.typed i
left join by_document d on d.sheet = i.sheet and d.row = i.row
left join plan.same w on w.sheet = i.sheet and w.row = i.row and w.verdict <> 'other'
where coalesce(i.key_id, d.person_id, w.person_id) is not null;

-- an end told without its day: that of the list, else today; who is known to be gone in that way keeps the day that is known
-- only if: of status died_on moved_out_on cancelled_on: from plan.typed_rows where status is not null and status_on is null
insert into plan.status_day
select r.sheet, r.row, coalesce(l.day, $today)
from plan.typed_rows r
left join plan.match m on m.sheet = r.sheet and m.row = r.row
left join person p on p.person_id = m.person_id
left join plan.list_day l on l.sheet = r.sheet
where r.status is not null and r.status_on is null and r.status is distinct from p.status;
