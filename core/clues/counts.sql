-- purpose: how many clues chosen.sql finds in each state.  grain: one row per state
-- parameters: those of chosen.sql
select state, count(*) as clues, count(*) filter (where late) as late from chosen group by state
