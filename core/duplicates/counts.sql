-- purpose: how many pairs of each kind duplicates_open.sql (its head) finds.  grain: one row per band and rule.  parameters: of its head
select band, rule, count(*) as pairs from listed group by band, rule order by pairs desc, rule
