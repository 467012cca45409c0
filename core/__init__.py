"""Everything but the pages: no streamlit, plotly or pydeck below this folder."""
