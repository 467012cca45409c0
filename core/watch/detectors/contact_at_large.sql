-- purpose: contacts of a case within the window whom no list has in quarantine.  grain: one row per person (the last contact)
-- parameters: $as_of, $days (after the last contact), $classes (that keep contacts in; empty under a policy that does not)
with contact as (
  select person_id, max(on_day) as last_contact, max(contact_from) as contact_from
  from contact_events('contact')
  where on_day <= $as_of and on_day > cast($as_of as date) - $days and coalesce(ends_on, date '9999-12-31') >= $as_of and (found_on is null or found_on <= $as_of)
  group by person_id
),
-- known to be kept in since then, by the list of contacts or that of the quarantined; or a case by now
kept as (
  select person_id from contact where contact_from is not null
  union
  select c.person_id from contact c join quarantine q on q.person_id = c.person_id
  where coalesce(q.until, date '9999-12-31') >= c.last_contact and coalesce(q.released_on, date '9999-12-31') >= $as_of
  union
  select c.person_id from contact c join disease_case d on d.person_id = c.person_id and d.outcome is distinct from 'excluded'
)
select c.person_id, p.home_grid_id as grid_id, c.last_contact, max(d.last_at) as seen_at, arg_max(g.name, d.last_at) as place
from contact c
join person p on p.person_id = c.person_id
left join person_day d on d.person_id = c.person_id and d.day > c.last_contact and d.day <= $as_of
left join grid g on g.grid_id = d.last_grid_id
where len(cast($classes as text[])) > 0 and c.person_id not in (select person_id from kept) and p.home_grid_id is not null and c.person_id not in (from gone_on($as_of))
group by c.person_id, p.home_grid_id, c.last_contact
order by c.person_id;
