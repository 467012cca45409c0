-- purpose: people by a machine's own number, at its unit.  grain: one row per row of given_people without a document that one person alone has: no, person_id
-- parameters: none
select g.no, min(m.person_id) as person_id
from given_people g
join membership m on m.unit_no = g.unit_no
join grid_tree t on t.ancestor_id = g.grid_id and t.grid_id = m.grid_id
where g.document is null
group by g.no having count(distinct m.person_id) = 1
