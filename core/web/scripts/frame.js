// Where a page begins: beside the rail, on a phone between strip and tabs. Said before anything is drawn, so that nothing moves when the
// style sheet of the pages (pages/ui/shared/style.css) arrives with the first of them.
const style = document.createElement("style");
style.textContent = `
  .stApp .stMainBlockContainer { padding: .1rem 2rem 2.5rem 104px; max-width: 1760px; margin-inline: auto; }
  .stApp header.stAppHeader { background: transparent; pointer-events: none; height: 0; min-height: 0; }
  .stApp .st-key-chrome { position: absolute; width: 0; height: 0; gap: 0; overflow: visible; }
  @media (max-width: 768px) { .stApp .stMainBlockContainer { padding: 1.2rem 1rem 5.5rem; } }
`;
document.head.append(style);
