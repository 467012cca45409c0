-- purpose: who has looked at one person, the last first
-- grain: one row per entry of the audit log.  parameters: $person, $since (moment), $limit
select
  e.entry_id, e.happened_at, e.actor, a.name, e.event, cast(e.fields as json) ->> 'place' as place
from audit_entry e
left join account a on a.login = e.actor
where e.event in ('person.viewed', 'person.phone_shown')
  and e.happened_at >= $since
  and (e.fields like '%"person": ' || $person || ',%' or e.fields like '%"person": ' || $person || '}')
order by e.entry_id desc
limit $limit
