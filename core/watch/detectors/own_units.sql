-- purpose: who is in a class, on which days, and the units where they work, study or have a child; the head of quarantine_breach.sql and unit_breach.sql
-- grain of stretch: one row per stretch of days of a person; of own_unit: one row per person, grid of their unit and stretch of belonging
-- of at_home: one row per scan at home.  parameters: $as_of, $days (looked back), $classes (of the policy), $home (the level that is home)
with stretch as (
  -- one that goes on ends on the day on which the class will; who was found later than their time counts from is kept in since then
  select
    h.person_id,
    p.home_grid_id,
    greatest(
      h.since, case when h.until is null then coalesce(try_cast(c.fields ->> 'contact_from' as date), try_cast(c.fields ->> 'found_on' as date),
        -- a contact of whom neither is known stays in from the day after it: on the day itself they still went where they met
        case when h.class = 'contact' then h.since + 1 end) end
    ) as since,
    coalesce(h.until, c.until, date '9999-12-31') as until
  from class_history h
  left join person_class c on c.person_id = h.person_id and c.class = h.class
  join person p on p.person_id = h.person_id
  where list_contains($classes, h.class) and coalesce(h.until, c.until, date '9999-12-31') > cast($as_of as date) - $days
),
belonging as (
  select distinct m.person_id, t.ancestor_id as unit_id, m.since, m.until
  from membership m
  join grid_tree t on t.grid_id = m.grid_id
  join unit u on u.grid_id = t.ancestor_id
  where m.kind in ('work', 'study', 'contact') and m.person_id in (select person_id from stretch) -- a parent's: the school of the child
),
own_unit as (
  select b.person_id, b.unit_id, t.grid_id, coalesce(b.since, date '1900-01-01') as since, coalesce(b.until, date '9999-12-31') as until
  from belonging b
  join grid_tree t on t.ancestor_id = b.unit_id
),
-- a scan counts once, however many classes it falls into
scanned as (
  select distinct s.person_id, s.home_grid_id, c.grid_id, c.scanned_at
  from every_check_in c
  join stretch s on s.person_id = c.person_id
  where c.scanned_at >= cast($as_of as date) - $days + 1
    and c.scanned_at < cast($as_of as date) + interval 1 day
    and cast(c.scanned_at as date) between s.since and s.until
),
at_unit as (
  select s.person_id, s.home_grid_id, s.grid_id, s.scanned_at, max(o.unit_id) as unit_id
  from scanned s
  join own_unit o on o.person_id = s.person_id and o.grid_id = s.grid_id
  where cast(s.scanned_at as date) between o.since and o.until
  group by s.person_id, s.home_grid_id, s.grid_id, s.scanned_at
),
lived as (
  select h.person_id, h.home_id, h.since, h.until
  from homes($home, (select list(distinct person_id) from scanned)) h
),
at_home as (
  select distinct s.person_id, s.grid_id, s.scanned_at
  from scanned s
  join lived h on h.person_id = s.person_id
  join grid_tree t on t.ancestor_id = h.home_id and t.grid_id = s.grid_id
  where cast(s.scanned_at as date) between h.since and h.until
)
