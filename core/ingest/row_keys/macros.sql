-- purpose: expressions of the comparison with what was exported.  grain: macros
-- which import changed it, as the fields of an issue; null where none did
create macro plan.since_of(batch, moment) as case when batch is not null then json_object('batch', batch, 'day', strftime(moment, '%Y-%m-%d')) end
