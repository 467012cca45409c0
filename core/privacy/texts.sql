-- purpose: columns of text of the store's tables.  grain: one row per column.  parameters: none
select c.table_name, c.column_name
from duckdb_columns() c
join duckdb_tables() t on t.database_name = c.database_name and t.schema_name = c.schema_name and t.table_name = c.table_name
where c.database_name = current_database() and c.schema_name = 'main' and c.data_type = 'VARCHAR' and not t.temporary
order by c.table_name, c.column_index
