-- needs: chosen.  grain: one row per paper, those that nobody signed for in time first, then the latest.  parameters: $see_name, $limit, $offset
select p.paper_id, p.kind, p.year, p.number, p.file_no, p.person_id, p.grid_id, case when $see_name then n.name else mask_name(n.name) end as name,
  placed(b.name, b.level, g.name) as place, p.class, p.since, p.until, p.language, p.issued_on, coalesce(a.name, p.made_by) as made_by, p.made_at, p.received_by, p.received_on, p.void_reason,
  case when c.state in ('open', 'late') then c.due_at end as due_at, c.last_day, c.state
from chosen c
join paper p on p.paper_id = c.paper_id
left join person n on n.person_id = p.person_id
left join grid g on g.grid_id = p.grid_id
left join grid b on b.grid_id = g.parent_id
left join account a on a.login = p.made_by
order by c.state = 'late' desc, p.made_at desc, p.paper_id desc
limit $limit offset $offset
