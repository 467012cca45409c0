-- purpose: the facts that a file's rows tell of people, as they are stored; how they differ from what is stored; issues on them
-- grain: plan.fact_told one row per row of the file and fact; plan.fact_change those that change something
-- needs: plan.fact_text (sheet, row, fact, text), plan.fact_about (fact, type, field, otherwise: as what a value is taken that nobody knows, '' for none), persons_of_rows (sheet, row, person_id, status)
-- parameters: $today
create or replace table plan.fact_told as
with read as (
  select t.sheet, t.row, t.fact, a.type, a.field, nullif(a.otherwise, '') as otherwise, t.text, plan.told(plan.folded(t.text)) as told
  from plan.fact_text t join plan.fact_about a on a.fact = t.fact
)
select r.sheet, r.row, r.fact, r.type, r.field, r.told as text,
  case r.type
    when 'date' then cast(plan.day(r.told, $today) as text)
    when 'number' then cast(try_cast(r.told as double) as text)
    when 'value' then coalesce(v.code, r.otherwise)
    else r.told end as value, r.type = 'value' and v.code is null and r.otherwise is not null as guessed
from read r
left join plan.value v on v.set_name = case when r.type = 'value' then r.field end and v.text = plan.value_key(r.told)
-- with asterisks it is masked: it came from an export, and was not edited
where r.told is not null and not contains(r.told, '*');

insert into plan.issue
select sheet, row, field, case when guessed then 'value_other' when type = 'date' then 'date_bad' when type = 'number' then 'number_bad' else 'value_unknown' end,
  json_object('value', left(text, 40))
from plan.fact_told where value is null or guessed;

create or replace table plan.fact_current as
select person_id, fact, arg_max(value, (coalesce(since, date '0001-01-01'), fact_id)) as value
from person_fact
where until is null and person_id in (select person_id from persons_of_rows p where person_id is not null)
group by person_id, fact;

create or replace table plan.fact_change as
with told as (
  select sheet, row, fact, field, value from plan.fact_told where value is not null
  union all
  select sheet, row, fact, field, null from plan.fact_cleared
)
select t.sheet, t.row, t.fact, t.field, t.value, c.value as before
from told t
join persons_of_rows p on p.sheet = t.sheet and p.row = t.row
left join plan.fact_current c on c.person_id = p.person_id and c.fact = t.fact
where p.status <> 'rejected' and t.value is distinct from c.value
