-- purpose: all those whom concerned.sql (its head) names, by home.  grain: one row per person.  parameters: those of its head
select k.person_id from kept k left join grid g on g.grid_id = k.grid_id order by not k.sure, g.code, k.person_id
