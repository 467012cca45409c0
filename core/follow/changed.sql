-- purpose: changes of data that the audit log tells of, after a certain entry.  parameters: $after (entry)
-- grain: one row per entry and kind of data: kind (of imports, or merge, or risk_areas, or decisions on classes, or places: somebody moved in or out, or alerts: closed, or that taken back, or exits: applications that were decided, or intake: scans that came in, intake_whole: now and then, visitors: whom they brought), batch, kept and gone (people of a merge), undone (taken back), area (a risk area that was typed or removed), after (the record after which scans came in)
with entry as (
  select entry_id, event, cast(fields as json) as said
  from audit_entry
  where entry_id > $after and event in ('import.committed', 'import.undone', 'person.merged', 'person.unmerged', 'alert.closed', 'alert.taken_back',
    'risk_area.added', 'risk_area.removed', 'class.decided', 'grid.changed', 'grid.change_undone', 'places.moved_in', 'places.moved_out',
    'exit.applied', 'exit.decided', 'phone.declared', 'intake.followed', 'intake.visitors', 'intake.readings')
),
imported as (
  select entry_id, event, cast(said ->> 'batch' as integer) as batch
  from entry
  where event = 'import.undone'
    or event = 'import.committed' and cast(said ->> 'new' as bigint) + cast(said ->> 'changed' as bigint) + coalesce(cast(said ->> 'closed' as bigint), 0) + coalesce(cast(said ->> 'nil' as bigint), 0) > 0
),
kinds as (
  select distinct batch_id, kind from import_sheet
)
select i.entry_id, k.kind, i.batch, cast(null as integer) as kept, cast(null as integer) as gone, i.event = 'import.undone' as undone, cast(null as integer) as area,
  cast(null as bigint) as after
from imported i
join kinds k on k.batch_id = i.batch
union all
select
  entry_id, 'merge', null, cast(said ->> 'kept' as integer), cast(said ->> 'gone' as integer), event = 'person.unmerged', null, null
from entry
where event in ('person.merged', 'person.unmerged')
union all
select entry_id, 'risk_areas', null, null, null, event = 'risk_area.removed', cast(said ->> 'area' as integer), null
from entry
where event in ('risk_area.added', 'risk_area.removed')
union all
select entry_id, 'grids', null, null, null, false, null, null
from entry
where event in ('grid.changed', 'grid.change_undone')
union all
select entry_id, 'decisions', null, null, null, false, null, null
from entry
where event = 'class.decided'
union all
select entry_id, 'alerts', null, null, null, false, null, null
from entry
where event in ('alert.closed', 'alert.taken_back')
union all
-- whoever is on a list of a flood is moved once they are in the shelter
select entry_id, 'places', null, null, null, false, null, null
from entry
where event in ('places.moved_in', 'places.moved_out') and cast(said ->> 'told' as bigint) > 0
union all
select entry_id, case event when 'exit.applied' then 'exit_applications' else 'exits' end, null, null, null, false, null, null
from entry
where event in ('exit.applied', 'exit.decided')
union all
select entry_id, 'intake', null, null, null, false, null, cast(said ->> 'after' as bigint)
from entry
where event = 'intake.followed'
union all
select entry_id, 'intake_whole', null, null, null, false, null, null
from entry
where event = 'intake.followed' and cast(said ->> 'whole' as boolean)
union all
select entry_id, 'visitors', cast(said ->> 'batch' as integer), null, null, false, null, null
from entry
where event = 'intake.visitors'
union all
select entry_id, 'readings', null, null, null, false, null, null
from entry
where event = 'intake.readings'
union all
-- what citizens told by phone is followed as a list of it would be
select entry_id, 'declarations', null, null, null, false, null, null
from entry
where event = 'phone.declared'
order by 1, 2
