// Comfort only: every page works without it. One tap is one tap, and what could not be sent is kept and sent later.
(function () {
  "use strict";
  var KEY = "grid_command_unsent", DAY = 86400000, note = null, main = document.querySelector("main");
  function read() {
    try {
      return JSON.parse(localStorage.getItem(KEY) || "[]").filter(function (each) { return Date.now() - each.at < DAY; });
    } catch (e) { return []; }
  }
  function write(list) {
    try { if (list.length) { localStorage.setItem(KEY, JSON.stringify(list)); } else { localStorage.removeItem(KEY); } return true; } catch (e) { return false; }
  }
  function say(words, wrong) {
    if (!note) { note = document.createElement("p"); note.setAttribute("role", "status"); main.insertBefore(note, main.firstChild); }
    note.className = wrong ? "wrong" : "note";
    note.textContent = words;
    window.scrollTo(0, 0);
  }
  function told(name) { return main.getAttribute("data-" + name); }
  function reason(page) { // the sentence of the page that was answered
    var found = new DOMParser().parseFromString(page, "text/html").querySelector("main .wrong, main p");
    return found ? found.textContent : "";
  }
  function send(each) {
    var ago = Math.max(0, Math.round((Date.now() - each.at) / 1000)); // not the time: this phone's clock may be wrong by a day
    return fetch(each.to, { method: "POST", body: each.body + "&ago=" + ago, credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded" } });
  }
  var sending = false; // two at once would take two away for one that was sent
  function resend() {
    var list = read();
    write(list);
    if (!list.length || sending) { return; }
    sending = true;
    send(list[0]).then(function (answer) {
      sending = false;
      if (answer.status >= 500 || answer.status === 429) { later(); return; }
      write(read().slice(1));
      if (answer.ok) { say(told("sent"), false); } else { answer.text().then(function (page) { say(told("lost") + " " + reason(page), true); }); }
      resend();
    }, function () { sending = false; later(); });
  }
  function later() { setTimeout(resend, 10000); }
  var pressed = null; // which of a form's buttons: old browsers tell it in no other way
  document.addEventListener("click", function (event) { if (event.target.type === "submit") { pressed = event.target; } }, true);
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") { return; }
    if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "1");
    if (!form.hasAttribute("data-kept") || !window.fetch) {
      setTimeout(function () { form.removeAttribute("data-sent"); }, 5000);
      return;
    }
    event.preventDefault();
    var body = [];
    for (var i = 0; i < form.elements.length; i++) {
      var each = form.elements[i];
      if (!each.name || each.type === "submit" || ((each.type === "checkbox" || each.type === "radio") && !each.checked)) { continue; }
      body.push(encodeURIComponent(each.name) + "=" + encodeURIComponent(each.value));
    }
    if (pressed && pressed.form === form && pressed.name) { body.push(encodeURIComponent(pressed.name) + "=" + encodeURIComponent(pressed.value)); }
    var one = { at: Date.now(), to: form.getAttribute("action"), body: body.join("&") };
    function keep() {
      var list = read();
      list.push(one);
      if (write(list)) { say(told("kept"), false); later(); } else { form.removeAttribute("data-sent"); form.submit(); }
    }
    if (navigator.onLine === false) { keep(); return; }
    send(one).then(function (answer) {
      if (answer.status >= 500) { keep(); return; }
      answer.text().then(function (page) { document.open(); document.write(page); document.close(); window.scrollTo(0, 0); });
    }, keep);
  });
  // Where the phone is, if its owner gives it: asked for by a tap alone, and only where the browser allows it.
  var where = document.getElementById("where");
  if (where && navigator.geolocation && window.isSecureContext !== false) {
    where.hidden = false;
    where.querySelector("button").onclick = function () {
      navigator.geolocation.getCurrentPosition(function (found) {
        var form = where.parentNode, hint = where.querySelector("small");
        form.elements.lat.value = found.coords.latitude;
        form.elements.lon.value = found.coords.longitude;
        form.elements.accuracy.value = found.coords.accuracy;
        hint.textContent = hint.getAttribute("data-told");
      }, function () {}, { timeout: 10000, maximumAge: 60000 });
    };
  }
  if (main.hasAttribute("data-forgotten")) { write([]); }
  window.addEventListener("online", resend);
  resend();
})();
