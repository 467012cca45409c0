-- purpose: whom rows of a list about people may mean that nothing proves, and what the clerk has said of them.  grain: one row per row of the sheet and person whom the reader may see
-- parameters: $sheet, $scope roots, $as_of, $limit.  needs: plan.said
-- put in by doubtful.py: file_sides, of the row `s` (its outcome: `o`); sides_of_person, of the person `p`; told_sex, told_age
with waiting as (
  select row, bool_or(code = 'person_doubtful') as doubtful
  from plan.issue where sheet = $sheet and code in ('person_doubtful', 'person_unknown') group by row
  union
  select try_cast(about as bigint), true from plan.said where sheet = $sheet
),
asked as (select row, bool_or(doubtful) as doubtful from waiting group by row),
may_be as (
  select s.row, a.doubtful, p.person_id, d.answer, file_sides, sides_of_person,
    case when told_sex is not null and p.sex is not null then told_sex = p.sex end as sex_agrees,
    case when told_age is not null and p.birth_date is not null then abs(told_age - age_on(p.birth_date, cast($as_of as date))) <= 1 end as age_agrees
  from asked a
  join staged_rows s on s.sheet = $sheet and s.row = a.row
  outcome_of_row
  join plan.who_called c on c.sheet = s.sheet and c.row = s.row
  join person p on p.person_id = c.person_id
  left join household h on h.household_id = p.household_id
  left join grid g on g.grid_id = p.home_grid_id
  left join plan.said d on d.sheet = s.sheet and d.about = cast(s.row as text)
  where (c.may_be or d.answer is not null) and p.person_id in (from scope_people($scope, $as_of))
),
-- of a row that nothing leads to anybody, a name alone says nothing: who is as old too, and of that sex
likely as (
  select *, coalesce(sex_agrees and age_agrees, false) as agrees from may_be
  where doubtful or sex_agrees and age_agrees
)
select * exclude (doubtful, answer, sex_agrees, age_agrees, agrees),
  case when answer is null then 'ask' when answer = cast(person_id as text) then 'same' else 'other' end as verdict,
  array_to_string(list_filter([case when sex_agrees is false then 'sex' end, case when age_agrees is false then 'age' end], lambda x: x is not null), ',') as against,
  agrees and count(*) filter (where agrees) over (partition by row) = 1 as alone
from likely
order by answer is not null, row, agrees desc, person_id
limit $limit
