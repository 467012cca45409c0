-- needs: counted (span_alerts.sql).  grain: one row per detector
select detector, sum(opened) as opened, sum(before) as before, sum(closed) as closed, sum(open) as open, sum(open) filter (where severity = 'high') as severe
from counted
group by detector
having sum(opened) + sum(before) + sum(closed) + sum(open) > 0
order by sum(opened) desc, sum(open) desc, detector
