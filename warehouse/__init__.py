"""The store: the home's folders, the event log, the archive, the one DuckDB file and the tables in it. No Dagster,
no rules."""
