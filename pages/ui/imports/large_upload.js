// Shows how far large uploads are, which the uploader itself does not tell; asks the server only while there are any.
export default function ({ parentElement, data }) {
  const box = document.createElement("div");
  box.setAttribute("role", "status");
  box.style.cssText = "font-size:.875rem; line-height:1.5";
  parentElement.replaceChildren(box);
  let timer = null, idle = 0;

  const fill = (text, fields) => text.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
  const line = (upload) => {
    const row = document.createElement("div");
    if (upload.failed) {
      row.textContent = fill(data.failed[upload.failed] || data.failed.upload_broken, { file: upload.name || "–" });
      row.style.color = "var(--st-red-text-color, currentColor)";
      return row;
    }
    const share = upload.size ? Math.min(upload.received / upload.size, 1) : 0;
    const left = share > 0.01 ? Math.max(1, Math.round((upload.seconds * (1 - share)) / share)) : null;
    const time = left === null ? "" : left < 90 ? fill(data.seconds, { n: left }) : fill(data.minutes, { n: Math.round(left / 60) });
    row.textContent = fill(data.going, { file: upload.name, percent: Math.floor(share * 100) }) + (time && " · " + time);
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = share;
    bar.style.cssText = "display:block; width:100%; height:.5rem; accent-color:var(--st-primary-color)";
    bar.setAttribute("aria-label", row.textContent);
    row.append(bar);
    return row;
  };
  const look = async () => {
    let uploads = [];
    try {
      const answer = await fetch("/uploads", { credentials: "same-origin" });
      uploads = answer.ok ? await answer.json() : [];
    } catch (_) { /* the server is away: the page says so itself */ }
    box.replaceChildren(...uploads.map(line));
    idle = uploads.some((u) => !u.failed) ? 0 : idle + 1;
    timer = idle < 6 ? setTimeout(look, 700) : null;
  };
  const begin = (files) => {
    if (![...(files || [])].some((f) => f.size > data.large)) return;
    idle = 0;
    if (timer === null) timer = setTimeout(look, 300);
  };
  const chosen = (event) => { if (event.target?.type === "file") begin(event.target.files); };
  const dropped = (event) => begin(event.dataTransfer?.files);
  document.addEventListener("change", chosen, true);
  document.addEventListener("drop", dropped, true);
  look();  // drawn anew in the midst of one
  return () => {
    clearTimeout(timer);
    document.removeEventListener("change", chosen, true);
    document.removeEventListener("drop", dropped, true);
  };
}
