-- needs: counted (span_alerts.sql).  grain: one row per day on which one began: day, alerts.
select first_day as day, count(*) as alerts from counted where first_day between $since and $until group by first_day order by first_day
