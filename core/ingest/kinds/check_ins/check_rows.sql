-- purpose: rows of several scans are taken or refused as a whole.  needs: plan.again.  parameters: none
delete from plan.check_ins c where (c.sheet, c.row) in (select (sheet, row) from plan.refused);

delete from plan.symptom s where (s.sheet, s.row) in (select (sheet, row) from plan.refused);

-- a visitor of whom nothing is left
delete from plan.visitor where new_no not in (select -person_id from plan.check_ins where person_id < 0);

insert into plan.later_new
select distinct c.sheet, c.row from plan.check_ins c
where c.nth > 0 and not exists (select 1 from plan.again a where a.sheet = c.sheet and a.row = c.row and a.nth = c.nth)
