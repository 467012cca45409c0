-- purpose: other numbers as soon as a class or an alert is another; the second part of everybody_stamp.  grain: one row.  parameters: none
select
  (select sum(cast(hash(person_id, class, rank, since) as hugeint)) from person_class) as held,
  (select sum(cast(hash(stretch_id, person_id, class, until, ended_by) as hugeint)) from class_history) as history,
  (select sum(cast(hash(alert_id, person_id, grid_id, severity, status) as hugeint)) from alert) as alerts
