-- purpose: somebody was there: a note about the person, a visit that was ticked or entered on a phone.  grain: one row per note or visit.  parameters: $from, $at.  needs: act_waiting
select person_id, noted_at as at
from person_note
where noted_at between $from and $at and person_id in (select person_id from act_waiting)
union all
select person_id, done_at
from task
where kind = 'visit' and status = 'done' and done_how = 'tick' and done_at between $from and $at and person_id in (select person_id from act_waiting)
union all
select person_id, entered_at
from field_entry
where kind = 'visit' and entered_at between $from and $at and person_id in (select person_id from act_waiting)
