// Keeps the day's pages for when there is no signal: the network first, the kept page otherwise; after 24 h it is forgotten.
"use strict";
var NAME = "officer-1", DAY = 86400000, FRESH = 1800000, STAMP = "x-kept-at", shut = false; // shut: logged out, nothing is kept
self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
function kept(request, answer) {
  if (shut || !answer.ok || answer.redirected) { return Promise.resolve(); }
  return answer.blob().then(function (body) {
    if (shut) { return; }
    var headers = new Headers(answer.headers);
    headers.set(STAMP, String(Date.now()));
    return caches.open(NAME).then(function (cache) { return cache.put(request, new Response(body, { status: 200, headers: headers })); });
  });
}
function old() {
  return caches.open(NAME).then(function (cache) {
    return cache.keys().then(function (keys) {
      return Promise.all(keys.map(function (key) {
        return cache.match(key).then(function (answer) {
          if (answer && Date.now() - Number(answer.headers.get(STAMP)) > DAY) { return cache.delete(key); }
        });
      }));
    });
  });
}
function each(list, act) { // one after the other: a valley's signal is thin
  var said = [];
  return list.reduce(function (before, path) {
    return before.then(function () { return act(path).then(function (text) { said.push(text || ""); }); });
  }, Promise.resolve()).then(function () { return said; });
}
function fetched(path) {
  return fetch(path, { credentials: "same-origin" }).then(function (answer) {
    var copy = answer.clone();
    return kept(new Request(path), answer).then(function () { return copy.text(); });
  }, function () { return ""; });
}
function unlessFresh(path) { // each look at a card is written down, so it is not fetched at each look at the list
  return caches.open(NAME).then(function (cache) { return cache.match(path, { ignoreVary: true }); }).then(function (found) {
    return found && Date.now() - Number(found.headers.get(STAMP)) < FRESH ? found.text() : fetched(path);
  });
}
self.addEventListener("fetch", function (event) {
  var url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || url.pathname === "/officer/enter") { return; }
  event.respondWith(fetch(event.request).then(function (answer) {
    if (answer.status === 401) { caches.delete(NAME); } else { event.waitUntil(kept(event.request, answer.clone())); }
    return answer;
  }, function () {
    return old().then(function () { return caches.open(NAME); }).then(function (cache) {
      return cache.match(event.request, { ignoreVary: true }).then(function (found) {
        if (found) { return found; }
        return cache.match(url.pathname, { ignoreVary: true }).then(function (plain) { // as after a form: ?said=…
          return plain || cache.match(event.request, { ignoreSearch: true, ignoreVary: true });
        }).then(function (near) {
          return near || (event.request.mode === "navigate" && cache.match("/officer/none", { ignoreVary: true })) || Response.error();
        }).then(function (answer) { return answer || Response.error(); });
      });
    });
  }));
});
self.addEventListener("message", function (event) {
  shut = !!(event.data && event.data.forget);
  if (shut) { event.waitUntil(caches.delete(NAME)); return; }
  var told = event.data || {}, later = told.later || [], cards = told.cards || [];
  event.waitUntil(old().then(function () { return each(["/officer/officer.css", "/officer/officer.js", "/officer/none"].concat(told.keep || []), fetched); })
    .then(function () { return each(cards, unlessFresh); }) // the most urgent first
    .then(function () { return each(later, unlessFresh); })
    .then(function (texts) {
      var others = [];
      texts.join("").replace(/href="(\/officer\/home\/\d+)" data-keep/g, function (all, path) { if (others.indexOf(path) < 0) { others.push(path); } });
      return each(others, unlessFresh);
    }));
});
