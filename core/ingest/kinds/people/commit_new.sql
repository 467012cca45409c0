-- purpose: store the new people of commit.sql's table `taken`, some at once.  parameters: $batch, $now, $since, $until (person ids)
insert into person (person_id, name, id_type, id_number, /*person.columns*/, home_grid_id, household_id, attention, attention_until,
                    pinyin, initials, registered, batch_id, updated_at)
select t.final_id, r.name, case when r.id_number is not null then r.id_type end, r.id_number, /*person.values*/, t.grid_id,
  t.final_household, r.attention, r.attention_until, y.pinyin, y.initials, r.stay_until is null, $batch, $now
from taken t join plan.typed r on r.sheet = t.sheet and r.row = t.row left join plan.pinyin y on y.name = r.name
where t.is_new and t.final_id > $since and t.final_id <= $until order by t.final_id
