// A chart as it stands on the page, with what it says above it and where it is from below it, as one picture: PNG, SVG, or for pasting.
export default function ({ parentElement, data }) {
  const FONT = data.font;
  const SCREEN = 2400; // pixels that a PNG is wide at least
  const PAD = 24;
  const pen = document.createElement("canvas").getContext("2d");

  const wrap = (text, font, width) => {
    pen.font = font;
    const lines = [""];
    // Chinese breaks anywhere, other writing between words.
    for (const part of text.match(/[^\s\u2e80-\uffff]+\s*|\s+|[\u2e80-\uffff]/g) || []) {
      if (lines[lines.length - 1] && pen.measureText(lines[lines.length - 1] + part.trimEnd()).width > width) lines.push("");
      lines[lines.length - 1] += part;
    }
    return lines;
  };
  const element = (name, fields, children = []) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(fields)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const compose = () => {
    const layers = [...document.querySelectorAll(`.st-key-${data.chart} .js-plotly-plot .main-svg`)];
    const [inner, chart] = ["width", "height"].map((side) => Number(layers[0].getAttribute(side)));
    const width = inner + 2 * PAD;
    let y = PAD;
    const block = (text, size, weight, colour, gap) => wrap(text, `${weight} ${size}px ${FONT}`, inner).map((words) => {
      y += Math.round(size * 1.4);
      return element("text", { x: PAD, y: y - Math.round(size * 0.35), fill: colour, "font-size": size, "font-weight": weight }, [words]);
    }).concat((y += gap, []));
    const above = [...block(data.title, 19, 600, data.ink, 2), ...block(data.note, 13, 400, data.muted, 8)];
    const plots = layers.map((layer) => {
      const copy = layer.cloneNode(true);
      copy.querySelectorAll(".draglayer, .hoverlayer, .zoomlayer, .menulayer").forEach((part) => part.remove());
      // Lines on the page keep their width whatever the scale; in the picture they grow with it.
      copy.querySelectorAll("[style*=vector-effect], [vector-effect]").forEach((part) => {
        part.style.removeProperty("vector-effect");
        part.removeAttribute("vector-effect");
      });
      for (const [key, value] of Object.entries({ x: PAD, y, width: inner, height: chart, viewBox: `0 0 ${inner} ${chart}` })) copy.setAttribute(key, value);
      copy.removeAttribute("style");
      return copy;
    });
    y += chart + 8;
    const below = block(data.source, 12, 400, data.muted, PAD - 8);
    const ground = element("rect", { width, height: y, fill: data.ground });
    const name = element("title", {}, [data.title]);
    const picture = element("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: y, viewBox: `0 0 ${width} ${y}`, "font-family": FONT },
      [name, ground, ...above, ...plots, ...below]);
    return { text: new XMLSerializer().serializeToString(picture), width, height: y };
  };
  const raster = async () => {
    const { text, width, height } = compose();
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    await image.decode();
    const scale = Math.max(2, SCREEN / width);
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };
  const save = (blob, ending) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${data.name}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const ways = {
    png: async () => save(await raster(), "png"),
    svg: async () => save(new Blob([compose().text], { type: "image/svg+xml" }), "svg"),
    copy: async (button) => {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": await raster() })]);
      button.textContent = data.words.copied;
      setTimeout(() => { button.textContent = data.words.copy; }, 2500);
    },
  };
  // Only over a protected connection does a browser let a page fill the clipboard with a picture.
  if (!window.ClipboardItem || !navigator.clipboard?.write) delete ways.copy;
  const row = document.createElement("div");
  row.style.cssText = "display:flex; flex-wrap:wrap; gap:.5rem";
  for (const [way, act] of Object.entries(ways)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = data.words[way];
    button.style.cssText = "min-height:2.5rem; padding:.25rem .75rem; font:inherit; font-size:.93em; cursor:pointer; color:var(--st-text-color); "
      + "background:var(--st-background-color); border:1px solid var(--st-border-color); border-radius:var(--st-button-radius, 6px)";
    button.addEventListener("click", () => act(button).catch(() => { button.textContent = data.words.failed; }));
    row.append(button);
  }
  parentElement.replaceChildren(row);
}
