-- purpose: days from the first symptoms of a case to those of whom it infected, of pairs that the lists name
-- grain: one row: pairs, mean, deviation (null below two pairs).  parameters: $scope (roots), $as_of, $first, $last (of the later one's onset)
with visible as (
  select case_id, case_key(case_no) as number, case_key(infector_no) as from_number, onset_on
  from disease_case
  where case_id in (from scope_cases($scope, $as_of)) and onset_on is not null and coalesce(outcome, '') <> 'excluded'
),
source as (
  -- a number that several cases have names nobody
  select number, min(onset_on) as onset_on from visible group by number having count(*) = 1
)
select count(*) as pairs, avg(v.onset_on - s.onset_on) as mean, stddev_samp(v.onset_on - s.onset_on) as deviation
from visible v
join source s on s.number = v.from_number
where v.onset_on between cast($first as date) and cast($last as date) and v.onset_on - s.onset_on between 0 and 60;
