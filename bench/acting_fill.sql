-- purpose: as many more people on lists as are wanted.  grain: one row per person.  parameters: $more (people), $day
update person
set attention = 'home_quarantine', attention_until = $day + 7
where person_id in (
  select person_id from person
  where home_grid_id is not null and attention is null and registered and person_id not in (select person_id from person_class)
  order by hash(person_id) limit $more
)
