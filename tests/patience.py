"""How long a test waits for what must come. It says nothing of speed: a busy machine takes as long as it takes, and the runner's own limit
(pyproject.toml) ends what hangs."""

PATIENCE = 280  # seconds
