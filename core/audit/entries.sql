-- purpose: entries of the audit log, the newest first, by when, who, what, about what and where
-- grain: one row per entry; `found`: how many there are in all.  parameters: $since, $until (moments), $actor (part of a login, a name; null: all), $event (an event, or its first word and a
-- dot; null: all), $object and $number (a field and the number in it; null: all), $grid (who answers there or below, and what names it; null: everywhere), $limit
with within as (
  select grid_id from grid_tree where ancestor_id = $grid
),
-- whose every grid lies in it
local as (
  select a.account_id, a.login
  from account a
  join account_scope s on s.account_id = a.account_id
  group by a.account_id, a.login
  having bool_and(s.grid_id in (from within))
),
entry as (
  select e.entry_id, e.happened_at, e.actor, coalesce(a.name, b.name) as name, coalesce(a.login, b.login) as login, e.event, e.fields, cast(e.fields as json) as said
  from audit_entry e
  left join account a on a.login = e.actor
  left join account b on cast(b.account_id as text) = e.actor
  where e.happened_at >= $since and e.happened_at < $until
    and ($event is null or e.event = $event or starts_with(e.event, $event) and ends_with($event, '.'))
),
numbered as (
  select entry_id, try_cast(said ->> $object as bigint) as one, try_cast(said -> ($object || 's') as bigint[]) as several,
    try_cast(said ->> 'grid' as bigint) as grid, try_cast(said -> 'grids' as bigint[]) as grids
  from entry
),
placed as (
  select entry_id from numbered where grid in (from within)
  union
  select entry_id from (select entry_id, unnest(grids) as grid from numbered) where grid in (from within)
)
select e.entry_id, e.happened_at, e.actor, e.name, e.login, e.event, e.fields, count(*) over () as found
from entry e
join numbered n on n.entry_id = e.entry_id
where ($actor is null or contains(lower(e.actor), lower($actor)) or contains(lower(coalesce(e.name, '')), lower($actor)))
  and ($number is null or n.one = $number or list_contains(n.several, $number))
  and ($grid is null or e.actor in (select login from local) or e.actor in (select cast(account_id as text) from local) or e.entry_id in (from placed))
order by e.entry_id desc
limit $limit
