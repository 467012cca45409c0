// Opened by a page's own address, the front end would look for its server below that address first.
window.__streamlit = { ...window.__streamlit, BACKEND_BASE_URL: window.location.origin + "/" };
