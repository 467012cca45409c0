-- purpose: applications to leave that answer to the conditions, with how many levels have to agree, which one is asked now and until when
-- grain: chosen one row per application.  parameters: $scope (roots), $as_of, $at (moment), $grid, $unit, $household, $person, $ids, $state (waiting | late | approved | refused | withdrawn; null: any),
--   $text (part of a name or of a household's code), $grade_of, lists of one length: $class, $grade, $approval (levels that may let go, 0: none), $answer_hours, $above_hours, $least_hours
with rule as (
  select unnest(cast($class as text[])) as class, unnest(cast($grade as text[])) as grade, unnest(cast($approval as integer[])) as approval
),
-- looked at are those who applied alone, never a county's everybody
applied as (
  select person_id, home_grid_id from person where person_id in (select person_id from exit_application)
),
reached as (
  from scope_people_among($scope, $as_of, (select list(person_id) from applied))
),
graded as (
  select t.grid_id, min_by(r.grade, r.grid_id) as grade
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = $grade_of
  join grid_grade r on r.grid_id = g.grid_id
  group by t.grid_id
),
-- who may not leave at all may with the word of both
asked as (
  select c.person_id, max(case u.approval when 0 then 2 else u.approval end) as levels, bool_or(u.approval = 0) as kept_in, arg_min(c.class, c.rank) as class
  from applied p
  join person_class c on c.person_id = p.person_id and c.since <= $as_of and coalesce(c.until, date '9999-12-31') >= $as_of
  left join graded g on g.grid_id = p.home_grid_id
  left join grid_grade o on o.grid_id = p.home_grid_id
  join rule u on u.class = c.class and u.grade = coalesce(g.grade, o.grade, 'low')
  group by c.person_id
),
said as (
  select
    application_id, count(*) filter (where decision = 'approved') as agreed, arg_max(decided_by, (step, decided_at)) as decided_by,
    max(decided_at) as decided_at, arg_max(reason, (step, decided_at)) as said
  from exit_decision group by application_id
),
known as (
  select
    e.application_id, e.person_id, e.applied_at, e.leave_on, e.return_on, e.destination, e.reason, e.status, e.decided_by as list_by,
    p.name, p.home_grid_id, p.household_id, a.class, coalesce(a.levels, 1) as levels, coalesce(a.kept_in, false) as kept_in,
    least(coalesce(s.agreed, 0) + 1, coalesce(a.levels, 1)) as step, s.decided_by, s.decided_at, s.said,
    case
      when e.status <> 'pending' then null
      when coalesce(s.agreed, 0) > 0 then s.decided_at + to_hours($above_hours)
      else greatest(e.applied_at + to_hours($least_hours), least(e.applied_at + to_hours($answer_hours), coalesce(cast(e.leave_on as timestamp), timestamp '9999-12-31')))
    end as due_at
  from exit_application e
  join person p on p.person_id = e.person_id
  join reached r on r.person_id = e.person_id
  left join asked a on a.person_id = e.person_id
  left join household h on h.household_id = p.household_id
  left join said s on s.application_id = e.application_id
  where ($ids is null or list_contains(cast($ids as integer[]), e.application_id))
    and ($person is null or e.person_id = $person)
    and ($household is null or p.household_id = $household)
    and ($text is null or contains(concat_ws(' ', p.name, h.code), $text))
),
within as (
  select person_id from applied where $grid = 0 or home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  union
  select m.person_id from applied a
  join membership m on m.person_id = a.person_id
  where m.kind <> 'home' and holds_on(m.since, m.until, $as_of) and m.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
),
-- pupils and workers of a unit
of_unit as (
  select distinct m.person_id from applied a
  join membership m on m.person_id = a.person_id
  where $unit is not null and m.kind in ('work', 'study') and holds_on(m.since, m.until, $as_of) and m.grid_id in (select grid_id from grid_tree where ancestor_id = $unit)
),
chosen as (
  select k.*, coalesce(k.due_at <= $at, false) as late
  from known k
  where k.person_id in (select person_id from within) and ($unit is null or k.person_id in (select person_id from of_unit))
    and case $state when 'waiting' then k.status = 'pending' when 'late' then k.status = 'pending' and k.due_at <= $at else $state is null or k.status = $state end
)
