-- purpose: how each class that somebody was in and is no more in has ended.  grain: temp table ended, one row per person and class
-- parameters: $as_of, $version, $known (classes of the policy).  needs: before_class, after_class, candidate, released (person, class), decision
create temp table ended as
select
  b.person_id, b.class,
  case
    when is_end(p.status) and p.status_on <= $as_of then 'gone'
    when b.until < $as_of then b.ends_by
    when exists (
      select 1 from decision d
      where d.person_id = b.person_id and d.class = b.class and d.act = 'release' and $as_of between d.since and d.until
    ) then 'manual'
    when exists (select 1 from released r where r.person_id = b.person_id and r.class = b.class) then 'released'
    when exists (
      select 1 from candidate c where c.person_id = b.person_id and c.class = b.class and $as_of between c.since and c.until
    ) then 'excluded'
    when b.policy_version <> $version then 'policy'
    when p.person_id is not null and b.ends_by = 'event' then 'event'
    else 'withdrawn'
  end as ended_by
from before_class b
left join person p on p.person_id = b.person_id
where (b.person_id, b.class) not in (select (person_id, class) from after_class)
