-- purpose: store what plan.fact_change tells of people: the former value ends, the new one begins
-- it counts from today; where the scans lag, from the day after the last that is in: else what is told would stay unseen as long as they do.
-- How long it holds is reckoned from today all the same
-- needs: stored_persons (sheet, row, person_id).  parameters: $batch, $now, $file
create or replace temp table fact_taken as
select p.person_id, c.fact, arg_max(c.value, (c.sheet, c.row)) as value
from plan.fact_change c join stored_persons p on p.sheet = c.sheet and p.row = c.row
group by p.person_id, c.fact;

create or replace temp table fact_day as
select least(cast($now as date), max(day) + 1) as told from grid_day where check_ins > 0;

create or replace temp table was_person_fact as
select f.* from person_fact f
where f.until is null and exists (select 1 from fact_taken t where t.person_id = f.person_id and t.fact = f.fact);

update person_fact f set until = greatest(f.since, (select told from fact_day))
from fact_taken t where f.person_id = t.person_id and f.fact = t.fact and f.until is null;

insert into person_fact (fact_id, person_id, fact, value, since, until, source, batch_id, told_on)
select (select coalesce(max(fact_id), 0) from person_fact) + row_number() over (order by person_id, fact), person_id, fact, value,
  (select told from fact_day), null, $file, $batch, cast($now as date)
from fact_taken where value is not null;

drop table fact_taken;

drop table fact_day
