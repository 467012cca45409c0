"""Parts of a department's page of tasks."""
