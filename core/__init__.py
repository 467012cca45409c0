"""Everything but the pages: no streamlit, plotly or pydeck below this folder."""

import os

# Read when DuckDB loads: memory that is free goes back to the system after a tenth of a second, not after ten; and a thread keeps some five hundred
# blocks of a size at hand, not twenty, for each statement sets up a block of 32 KB for each column of each of its steps (0024).
AT_HAND = "tcache_nslots_large:500,tcache_gc_incr_bytes:16777216"
os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", f"dirty_decay_ms:100,muzzy_decay_ms:0,{AT_HAND}")
