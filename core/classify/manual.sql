-- purpose: what was decided on people's classes, laid over what the rules found: a release cuts out its days, a class given or extended
-- is one more stretch, the later decision takes precedence.  grain: table candidate
-- parameters: $classes, $ranks, $chains (of the policy, class by class; chains: JSON of last days, places and days of testing counted
-- from the first), $since, $until (days classified).  needs: decision (rows of manual_class that matter), latest (of visitors)
insert into candidate by name
with known as (
  select
    unnest(cast($classes as text[])) as class, unnest(cast($ranks as integer[])) as rank,
    unnest(list_transform(cast($chains as text[]), lambda c: from_json(c, '{"ends":["INTEGER"],"places":["VARCHAR"],"tests":["INTEGER"]}'))) as chain
)
select
  d.person_id, coalesce(p.home_grid_id, l.grid_id) as grid_id, d.since, d.until, d.class, k.rank,
  'class_manual_' || d.act as reason, cast(json_object('decision', d.reason, 'until', d.until) as text) as fields,
  'over' as ends_by, false as released, d.manual_id,
  case when len(k.chain.ends) > 0 then cast(to_json({
    'ends': list_transform(k.chain.ends, lambda n: cast(d.since + n as date)), 'places': k.chain.places,
    'tests': list_transform(k.chain.tests, lambda n: cast(d.since + n as date))
  }) as text) end as chain
from decision d
join known k on k.class = d.class
join person p on p.person_id = d.person_id
left join latest l on l.person_id = d.person_id
where d.act <> 'release' and coalesce(p.home_grid_id, l.grid_id) is not null;

create temp table cut as
select c.rowid as candidate_id, c.since, c.until, d.since as cut_from, d.until as cut_until
from candidate c
join decision d on d.person_id = c.person_id and d.class = c.class
where d.act = 'release' and c.since <= d.since and c.until >= d.since and coalesce(c.manual_id, 0) < d.manual_id;

create temp table piece as
with starts as (
  select distinct candidate_id, since as starts_on, until from cut
  union
  select candidate_id, cast(cut_until + 1 as date), until from cut where cut_until < until
)
select s.candidate_id, s.starts_on, least(s.until, coalesce(cast(min(c.cut_from) filter (where c.cut_from > s.starts_on) - 1 as date), s.until)) as until
from starts s
join cut c on c.candidate_id = s.candidate_id
group by s.candidate_id, s.starts_on, s.until
having not bool_or(s.starts_on between c.cut_from and c.cut_until);

create temp table left_over as
select c.* replace (p.starts_on as since, p.until as until) from candidate c join piece p on p.candidate_id = c.rowid;
delete from candidate where rowid in (select candidate_id from cut);
insert into candidate select * from left_over where until >= $since and since <= $until;
drop table cut;
drop table piece;
drop table left_over
