// The tables' own download writes formulas as they are, and internal names as headers. Ours, below the lists, doesn't.
const style = document.createElement("style");
style.textContent = '[data-testid="stElementToolbar"] button[aria-label="Download as CSV"] { display: none !important; }';
document.head.append(style);
