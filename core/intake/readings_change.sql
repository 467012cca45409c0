-- purpose: values that were sent anew with another one.  grain: one row per reading.  parameters: none
update reading r set value = j.value from judged_readings j
where r.reading_id = j.reading_id and j.reason is null and j.times = 1 and j.value <> j.was
