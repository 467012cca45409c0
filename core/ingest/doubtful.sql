-- purpose: whom rows of a list about people may mean that nothing proves, and what the clerk has said of them.  grain: doubted one row per row of the sheet and person whom the reader may see
-- parameters: $sheet, $scope roots, $as_of.  needs: plan.said
-- put in by doubtful.py: file_sides, of the row `s` (its outcome: `o`); sides_of_person, of the person `p`; told_sex, told_age, told_place; what is asked of it
with waiting as (
  select row, bool_or(code = 'person_doubtful') as doubtful
  from plan.issue where sheet = $sheet and code in ('person_doubtful', 'person_unknown') group by row
  union
  select try_cast(about as bigint), true from plan.said where sheet = $sheet
),
asked as (select row, bool_or(doubtful) as doubtful from waiting group by row),
-- where somebody stays who lives nowhere: that of a list by which they were taken in
stays as (
  select m.person_id, min(g.name) as name from membership m join grid g on g.grid_id = m.grid_id
  where m.kind = 'temporary' and m.person_id in (select person_id from plan.who_called where sheet = $sheet) group by m.person_id
),
may_be as (
  select s.row, a.doubtful, p.person_id, p.registered, d.answer, file_sides, sides_of_person,
    case when told_sex is not null and p.sex is not null then told_sex = p.sex end as sex_agrees,
    case when told_age is not null and p.birth_date is not null then abs(told_age - age_on(p.birth_date, cast($as_of as date))) <= 1 end as age_agrees,
    case when contains(told_place, g.name) then 2 when contains(told_place, v.name) then 1 else 0 end as near
  from asked a
  join staged_rows s on s.sheet = $sheet and s.row = a.row
  outcome_of_row
  join plan.who_called c on c.sheet = s.sheet and c.row = s.row
  join person p on p.person_id = c.person_id
  left join household h on h.household_id = p.household_id
  left join grid g on g.grid_id = p.home_grid_id
  left join grid v on v.grid_id = g.parent_id
  left join stays t on t.person_id = p.person_id
  left join plan.said d on d.sheet = s.sheet and d.about = cast(s.row as text)
  where (c.may_be or d.answer is not null) and p.person_id in (from scope_people($scope, $as_of))
),
-- of a row that nothing leads to anybody, a name alone says nothing: who is as old too, and of that sex
likely as (
  select *, coalesce(sex_agrees and age_agrees, false) as agrees from may_be
  where doubtful or sex_agrees and age_agrees
),
-- the only one of a row who agrees in sex and age; of several, the only one who lives where the row says
best as (
  select *, agrees and near = max(near) filter (where agrees) over (partition by row) as first from likely
),
chosen as (
  select *, first and count(*) filter (where first) over (partition by row) = 1 as sole from best
),
doubted as (
  select * exclude (doubtful, sex_agrees, age_agrees, near, agrees, first, sole),
    case when answer is null then 'ask' when answer = cast(person_id as text) then 'same' else 'other' end as verdict,
    array_to_string(list_filter([case when sex_agrees is false then 'sex' end, case when age_agrees is false then 'age' end], lambda x: x is not null), ',') as against,
    -- who would be meant by two rows is meant by one of them at most
    sole and count(*) filter (where sole or answer = cast(person_id as text)) over (partition by person_id) = 1 as alone,
    dense_rank() over (order by answer is not null, row) as place,
    row_number() over (partition by row order by agrees desc, near desc, person_id) as likelihood
  from chosen
)
