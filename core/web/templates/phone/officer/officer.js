// Without signal: what is entered is kept in this phone's own database, shown as not sent, sent when there is signal, and forgotten after 24 h
// and at log-out. Nothing is doubled: each entry has a number of its own, by which the server knows it. Without a script the forms go by themselves.
(function () {
  "use strict";
  var DAY = 86400000, sending = false, box = document.getElementById("queue");
  function base(act) {
    return new Promise(function (resolve, reject) {
      var open = indexedDB.open("grid_command_officer", 1);
      open.onupgradeneeded = function () { open.result.createObjectStore("entry", { keyPath: "id" }); };
      open.onerror = function () { reject(open.error); };
      open.onsuccess = function () {
        var db = open.result, made = db.transaction("entry", "readwrite"), store = made.objectStore("entry"), asked = act(store);
        made.oncomplete = function () { db.close(); resolve(asked && asked.result); };
        made.onerror = made.onabort = function () { db.close(); reject(made.error); };
      };
    });
  }
  function put(entry) { return base(function (s) { return s.put(entry); }); }
  function drop(id) { return base(function (s) { return s.delete(id); }); }
  function all() { return base(function (s) { return s.getAll(); }).then(function (list) { return (list || []).sort(function (a, b) { return a.made - b.made; }); }); }
  function number() {
    var bytes = crypto.getRandomValues(new Uint8Array(16)), text = "";
    for (var i = 0; i < bytes.length; i++) { text += (bytes[i] + 256).toString(16).slice(1); }
    return text;
  }
  function clean(list) {
    var old = list.filter(function (e) { return Date.now() - e.made > DAY; });
    return Promise.all(old.map(function (e) { return drop(e.id); })).then(function () { return list.filter(function (e) { return Date.now() - e.made <= DAY; }); });
  }
  function show() {
    return all().then(function (list) {
      list.forEach(function (e) { if (e.fields.person) { mark(e.fields.person, e.label); } });
      if (!box) { return; }
      box.hidden = !list.length && !box.getAttribute("data-was");
      box.textContent = list.length ? box.getAttribute("data-kept").replace("{count}", list.length) : box.getAttribute("data-none");
      if (list.length) { box.setAttribute("data-was", "1"); }
      list.filter(function (e) { return e.why; }).forEach(function (e) {
        var line = document.createElement("p"), button = document.createElement("button");
        line.textContent = box.getAttribute("data-refused") + " " + e.label + (e.fields.name ? " " + e.fields.name : "") + " — " + e.why;
        button.className = "plain"; button.textContent = box.getAttribute("data-drop");
        button.onclick = function () { drop(e.id).then(show); };
        line.appendChild(button); box.appendChild(line);
      });
    });
  }
  function mark(person, label) {
    var here = document.querySelector("[data-person='" + person + "'] .did");
    if (here && here.textContent.indexOf(label) < 0) { here.textContent += " ✓ " + label; }
  }
  function send() {
    if (sending || navigator.onLine === false) { return Promise.resolve(); }
    sending = true;
    return all().then(clean).then(function (list) {
      list = list.filter(function (e) { return !e.why; }).slice(0, 100);
      if (!list.length) { return; }
      var body = JSON.stringify({ entries: list.map(function (e) {
        var row = { id: e.id, ago: Math.max(0, Math.round((Date.now() - e.made) / 1000)) };
        Object.keys(e.fields).forEach(function (k) { row[k] = e.fields[k]; });
        return row;
      }) });
      return fetch("/officer/entries", { method: "POST", body: body, credentials: "same-origin", headers: { "Content-Type": "application/json" } })
        .then(function (answer) { if (!answer.ok) { throw answer.status; } return answer.json(); })
        .then(function (told) {
          return Promise.all(told.answers.map(function (a) {
            var entry = list.filter(function (e) { return e.id === a.id; })[0];
            if (!entry) { return null; }
            if (a.state === "refused") { entry.why = a.text; return put(entry); }
            return drop(a.id);
          }));
        });
    }).catch(function () {}).then(function () { sending = false; return show(); });
  }
  if (!window.indexedDB || !window.fetch || !window.Promise) { return; }
  if (document.getElementById("left")) { forget(); return; }
  function forget() {
    indexedDB.deleteDatabase("grid_command_officer");
    if (window.caches) { caches.keys().then(function (names) { names.forEach(function (n) { caches.delete(n); }); }); }
    if (navigator.serviceWorker && navigator.serviceWorker.controller) { navigator.serviceWorker.controller.postMessage({ forget: true }); }
    if (navigator.serviceWorker) { navigator.serviceWorker.getRegistrations().then(function (rs) { rs.forEach(function (r) { r.unregister(); }); }); }
  }
  var pressed = null;
  document.addEventListener("click", function (event) { pressed = event.target.closest ? event.target.closest("button") : null; }, true);
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.id === "leave") {
      if (box && !box.hidden && !form.getAttribute("data-asked") && box.textContent !== box.getAttribute("data-none")) {
        event.preventDefault(); event.stopImmediatePropagation(); form.setAttribute("data-asked", "1");
        form.querySelector("button").textContent = form.getAttribute("data-sure");
      }
      return;
    }
    if (!form.hasAttribute("data-queue")) { return; }
    event.preventDefault(); event.stopImmediatePropagation();
    if (form.getAttribute("data-busy")) { return; }
    var button = pressed && pressed.form === form ? pressed : form.querySelector("button"), fields = {}, i, each;
    for (i = 0; i < form.elements.length; i++) {
      each = form.elements[i];
      if (each.name && each.type !== "submit" && each.name !== "id" && each.value) { fields[each.name] = each.value; }
    }
    fields.kind = button.value;
    if (fields.kind === "temperature" && !fields.temperature) { form.querySelector("[name=temperature]").focus(); return; }
    if (fields.kind === "visit" || fields.kind === "absent") { delete fields.temperature; }
    form.setAttribute("data-busy", "1");
    setTimeout(function () { form.removeAttribute("data-busy"); }, 1500);
    put({ id: number(), made: Date.now(), fields: fields, label: button.textContent }).then(function () {
      form.reset();
      return show().then(function () { if (!fields.person && box) { box.scrollIntoView(); } }).then(send); // of a long form's end nobody sees it
    }, function () { HTMLFormElement.prototype.submit.call(form); });
  }, true);
  window.addEventListener("online", send);
  setInterval(send, 15000);
  if (navigator.serviceWorker) {
    navigator.serviceWorker.register("/officer/worker.js", { scope: "/officer/" }).then(function () { return navigator.serviceWorker.ready; }).then(function (ready) {
      var cards = [].map.call(document.querySelectorAll("a[data-keep]"), function (a) { return a.getAttribute("href"); });
      var later = [], told = document.getElementById("pages"), n;
      for (n = 2; told && n <= Number(told.getAttribute("data-pages")); n++) { later.push("/officer/?page=" + n); } // the whole day, not what is on the screen
      if (ready.active) { ready.active.postMessage({ keep: ["/officer/new", "/officer/"], cards: cards, later: later }); }
    });
  } else { var plain = document.getElementById("plain"); if (plain) { plain.hidden = false; } }
  all().then(clean).then(show).then(send, function () {});
})();
