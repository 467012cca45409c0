-- purpose: since when anything is known of what clusters are looked for in.  grain: one row; `since` null: nothing is known.  parameters: $of
select case $of
  when 'fever' then least((select min(day) from person_day where max_temperature is not null), (select min(cast(declared_at as date)) from declaration where temperature is not null))
  when 'symptoms' then (select min(cast(declared_at as date)) from declaration where symptom is not null)
  else least(
    (select min(day) from grid_day where check_ins > 0),
    (select min(coalesce(reported_on, confirmed_on, sampled_on, onset_on)) from disease_case)
  )
end as since
