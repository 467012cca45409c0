-- purpose: tables whose rows are about a person and have a key of their own.  grain: one row per table.  parameters: none
select k.table_name, k.constraint_column_names[1] as key
from duckdb_constraints() k
join duckdb_columns() c on c.database_name = k.database_name and c.table_name = k.table_name and c.column_name = 'person_id'
where k.constraint_type = 'PRIMARY KEY' and len(k.constraint_column_names) = 1 and k.constraint_column_names[1] <> 'person_id'
  and k.database_name = current_database() and c.schema_name = k.schema_name
order by k.table_name
