// On a phone the menu lies over the page: closed after a tap on one of its pages, and at every start, whatever was remembered.
const narrow = window.matchMedia("(max-width: 768px)"); // below it the front end itself begins with a closed menu
const forget = () => {
  try {
    Object.keys(window.localStorage).filter((key) => key.startsWith("stSidebarCollapsed-")).forEach((key) => window.localStorage.removeItem(key));
  } catch (_) {
    // Without a memory there is nothing to forget.
  }
};
const close = () => {
  document.querySelector('[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button')?.click();
  forget();
};
if (narrow.matches) forget();
document.addEventListener("click", (event) => {
  if (narrow.matches && event.target.closest?.('[data-testid="stSidebarNavLink"]')) setTimeout(close);
});
