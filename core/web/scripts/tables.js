// The tables' own download writes formulas as they are, and internal names as headers. Ours, below the lists, doesn't. How a column is
// written is ours to say, and its statistics are of one page of a list.
const style = document.createElement("style");
style.textContent = '[data-testid="stElementToolbar"] button[aria-label="Download as CSV"],'
  + '[data-testid="stDataFrameColumnMenu"] [aria-haspopup] { display: none !important; }';
document.head.append(style);
// The menu of a column and the names of a table's buttons are English: the page hands over their words (pages/ui/shared/tables.py).
const PLACES = '[data-testid="stDataFrameColumnMenu"], [data-testid="stTooltipContent"]';
const put = (place, words) => {
  const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const said = words[texts.currentNode.nodeValue.trim()];
    if (said) texts.currentNode.nodeValue = said;
  }
  for (const named of place.querySelectorAll("[title], [aria-label]")) {
    for (const name of ["title", "aria-label"]) {
      const said = words[named.getAttribute(name)];
      if (said) named.setAttribute(name, said);
    }
  }
};
new MutationObserver((changes) => {
  const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.nodeType === Node.ELEMENT_NODE);
  const places = added.flatMap((node) => [...(node.closest(PLACES) ? [node] : []), ...node.querySelectorAll(PLACES)]);
  if (!places.length) return;
  const given = getComputedStyle(document.documentElement).getPropertyValue("--words-of-tables").trim();
  if (given) places.forEach((place) => put(place, JSON.parse(given)));
}).observe(document.documentElement, { childList: true, subtree: true });
