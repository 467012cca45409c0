"""Sheets → tables whose columns are understood: where the table is, which rows are records, what each column means."""
