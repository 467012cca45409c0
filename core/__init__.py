"""Everything but the pages: no streamlit, plotly or pydeck below this folder."""

import os

# Read when DuckDB loads: memory that is free goes back to the system after a tenth of a second, not after ten.
os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", "dirty_decay_ms:100,muzzy_decay_ms:0")
