// What the front end calls and Chromium 94 to 120 lacks: Chrome ends at 109 on Windows 7, and many office browsers stay behind.
// Each as the standard says, for the ways in which it is called; where the browser has it, the browser's own stays.
const add = (target, functions) => {
  for (const name of Object.keys(functions)) {
    if (!(name in target)) Object.defineProperty(target, name, { value: functions[name], writable: true, configurable: true });
  }
};
const place = (list, index) => {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? list.length + whole : whole;
};
const inside = (list, index) => {
  const at = place(list, index);
  if (at < 0 || at >= list.length) throw new RangeError("Invalid index : " + index);
  return at;
};
const lastIndex = (list, test, self) => {
  for (let i = list.length - 1; i >= 0; i--) if (test.call(self, list[i], i, list)) return i;
  return -1;
};
const reading = {
  at(index) { return this[place(this, index)]; },
  findLast(test, self) { return this[lastIndex(this, test, self)]; },
  findLastIndex(test, self) { return lastIndex(this, test, self); },
};
const copied = (copy) => ({
  toReversed() { return copy(this).reverse(); },
  toSorted(order) { return copy(this).sort(order); },
  with(index, value) { const made = copy(this); made[inside(this, index)] = value; return made; },
});
add(Array.prototype, {
  ...reading,
  ...copied((list) => Array.from(list)),
  toSpliced(...change) { const made = Array.from(this); made.splice(...change); return made; },
});
add(Object.getPrototypeOf(Uint8Array.prototype), { ...reading, ...copied((list) => list.slice()) });

add(Array, {
  async fromAsync(source, change, self) {
    const made = [];
    const walk = source[Symbol.asyncIterator] || source[Symbol.iterator] ? source : Array.from(source);
    for await (const item of walk) made.push(change ? await change.call(self, item, made.length) : item);
    return made;
  },
});
const grouped = (items, key, groups, put) => {
  let index = 0;
  for (const item of items) put(groups, key(item, index++), item);
  return groups;
};
add(Object, {
  hasOwn: (thing, name) => Object.prototype.hasOwnProperty.call(thing, name),
  groupBy: (items, key) => grouped(items, key, Object.create(null), (groups, name, item) => (groups[name] = groups[name] || []).push(item)),
});
add(Map, {
  groupBy: (items, key) => grouped(items, key, new Map(), (groups, name, item) => {
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }),
});
const names = (other) => ({ [Symbol.iterator]: () => other.keys() });
const without = (from, gone) => new Set([...from].filter((item) => !gone.has(item)));
add(Set.prototype, {
  union(other) { return new Set([...this, ...names(other)]); },
  intersection(other) { return new Set([...this].filter((item) => other.has(item))); },
  difference(other) { return without(this, other); },
  symmetricDifference(other) { return new Set([...without(this, other), ...without(names(other), this)]); },
  isSubsetOf(other) { return [...this].every((item) => other.has(item)); },
  isSupersetOf(other) { return [...names(other)].every((item) => this.has(item)); },
  isDisjointFrom(other) { return ![...this].some((item) => other.has(item)); },
});

const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const fitting = (text) => Array.from(text, (sign) => (/^[\uD800-\uDFFF]$/.test(sign) ? "\uFFFD" : sign)).join("");
add(String.prototype, {
  at(index) { const sign = this.charAt(place(this, index)); return sign === "" ? undefined : sign; },
  isWellFormed() { return !lone.test(this); },
  toWellFormed() { return fitting(this); },
  replaceAll(wanted, by) {
    if (wanted instanceof RegExp) {
      if (!wanted.flags.includes("g")) throw new TypeError("replaceAll must be called with a global RegExp");
      return this.replace(wanted, by);
    }
    return this.replace(new RegExp(String(wanted).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "g"), by);
  },
});

add(Promise, {
  withResolvers() {
    const made = {};
    made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  },
});
const parsed = (address, base) => {
  try {
    return new URL(address, base);
  } catch (_) {
    return null;
  }
};
add(URL, { canParse: (address, base) => parsed(address, base) !== null, parse: parsed });

// A signal of an old browser has no reason: the error that is awaited is made by whoever reads it.
const why = (signal) => signal.reason || new DOMException("signal is aborted without reason", "AbortError");
const aborted = (controller, reason) => {
  if (controller.signal.aborted) return;
  if (!("reason" in controller.signal)) Object.defineProperty(controller.signal, "reason", { value: reason, configurable: true });
  controller.abort(reason);
};
add(AbortSignal, {
  timeout(time) {
    const controller = new AbortController();
    setTimeout(() => aborted(controller, new DOMException("signal timed out", "TimeoutError")), time);
    return controller.signal;
  },
  any(signals) {
    const controller = new AbortController();
    const all = [...signals];
    const first = all.find((signal) => signal.aborted);
    if (first) aborted(controller, why(first));
    else all.forEach((signal) => signal.addEventListener("abort", () => aborted(controller, why(signal)), { once: true }));
    return controller.signal;
  },
});
add(AbortSignal.prototype, { throwIfAborted() { if (this.aborted) throw why(this); } });

// What state is made of: plain objects, lists, maps, sets, dates, bytes; also in circles.
const cloned = (thing, known) => {
  if (typeof thing === "function" || typeof thing === "symbol") throw new DOMException("could not be cloned", "DataCloneError");
  if (typeof thing !== "object" || thing === null) return thing;
  if (known.has(thing)) return known.get(thing);
  const keep = (made) => { known.set(thing, made); return made; };
  const fill = (made) => { for (const key of Object.keys(thing)) made[key] = cloned(thing[key], known); return made; };
  if (Array.isArray(thing)) return fill(keep(new Array(thing.length)));
  if (thing instanceof Map) { const made = keep(new Map()); thing.forEach((v, k) => made.set(cloned(k, known), cloned(v, known))); return made; }
  if (thing instanceof Set) { const made = keep(new Set()); thing.forEach((v) => made.add(cloned(v, known))); return made; }
  if (thing instanceof ArrayBuffer) return keep(thing.slice(0));
  if (thing instanceof DataView) return keep(new DataView(cloned(thing.buffer, known), thing.byteOffset, thing.byteLength));
  if (ArrayBuffer.isView(thing)) return keep(new thing.constructor(cloned(thing.buffer, known), thing.byteOffset, thing.length));
  if (thing instanceof Date) return keep(new Date(thing));
  if (thing instanceof RegExp) return keep(new RegExp(thing.source, thing.flags));
  if (thing instanceof Blob || thing instanceof ImageData) return keep(thing); // never changed by who holds it
  if (thing instanceof Error) return keep(Object.assign(new thing.constructor(thing.message), { stack: thing.stack }));
  if (thing instanceof Node) throw new DOMException("could not be cloned", "DataCloneError");
  if (thing instanceof Boolean || thing instanceof Number || thing instanceof String) return keep(Object(thing.valueOf()));
  return fill(keep({}));
};
add(globalThis, { structuredClone: (thing) => cloned(thing, new Map()) });

if (window.crypto) {
  add(window.crypto, { // on an intranet without TLS every browser lacks it
    randomUUID() {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    },
  });
}
