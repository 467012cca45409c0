-- purpose: everybody; a head of people_matched.sql.  grain of subject: one row per person.  parameters: none
with subject as (
  select *, 0 as place from person
)
