-- purpose: how many people_matched.sql (its head) finds.  grain: one row.  parameters: those of people_matched.sql
select count(*) from matched
