-- purpose: the chains of those who answer for plan.wanted (id), with a number for each of their titles, in the order of the chains
-- grain: plan.stored_link one row per grid and title; the answer: number and title.  parameters: none
create or replace table plan.stored_link as
with told as (
  select grid_id as id, role as title, name, position, phone, coalesce(rank, 99) as rank from duty
  where role not in ('responsible', 'deputy') and name is not null and grid_id in (select id from plan.wanted)
),
titles as (
  select title, row_number() over (order by avg(rank), title) as no from told group by title
)
select t.id, n.no, t.title, t.name, t.position, t.phone from told t join titles n on n.title = t.title;

select distinct no, title from plan.stored_link order by no
