-- purpose: who was found ill on which day; a head of the counts of clusters and of what they rest on
-- grain of fallen_ill: one row per person and bout (a case of nobody in the register: of its place).  parameters: $of (fever | symptoms | cases), $since, $until, $apart (days
--   between two bouts of one person), $fever (°C)
-- `day`: fever and symptoms when first measured or declared; cases when reported, so that looking back nothing is known early.
with found as (
  select person_id, null as case_id, null as grid_id, day
  from person_day
  where $of = 'fever' and day > cast($since as date) - $apart and day <= $until and max_temperature >= $fever
  union
  select person_id, null, null, cast(declared_at as date)
  from declaration
  where declared_at >= cast($since as date) - $apart and declared_at < cast($until as date) + interval 1 day
    and case $of when 'fever' then temperature >= $fever when 'symptoms' then symptom end
  union
  select person_id, case when person_id is null then case_id end, case when person_id is null then grid_id end,
    coalesce(reported_on, confirmed_on, sampled_on, onset_on)
  from disease_case
  where $of = 'cases' and coalesce(outcome, '') <> 'excluded' and coalesce(reported_on, confirmed_on, sampled_on, onset_on) > cast($since as date) - $apart
    and coalesce(reported_on, confirmed_on, sampled_on, onset_on) <= $until
),
bouts as (
  select f.*, lag(day) over (partition by person_id, case_id order by day) as earlier from found f
),
fallen_ill as (
  select b.person_id, b.case_id, coalesce(b.grid_id, p.home_grid_id) as grid_id, b.day
  from bouts b
  left join person p on p.person_id = b.person_id
  where b.day >= $since and (b.earlier is null or b.day - b.earlier >= $apart) and coalesce(b.grid_id, p.home_grid_id) is not null
)
