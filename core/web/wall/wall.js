// Walks the places, lets the alerts take turns, asks for the board each minute and puts in place what changed. Nothing is added without
// the same being taken away, so that it may run for weeks.
(function () {
  var ASK = 60000, seconds = Number(document.body.getAttribute('data-seconds')), step = 0, paused = false, failed = 0;
  var begun = Date.now(), told, face = document.getElementById('clock'), second = Number(face.getAttribute('data-second'));
  var every = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  function show() {
    var steps = every('.step'), pages = every('.alerts ol'), at = steps.length ? ((step % steps.length) + steps.length) % steps.length : 0;
    steps.forEach(function (one, n) { one.hidden = n !== at; });
    pages.forEach(function (one, n) { one.hidden = pages.length > 0 && n !== ((step % pages.length) + pages.length) % pages.length; });
    var grid = steps.length ? steps[at].getAttribute('data-grid') : null;
    document.body.classList.toggle('on-map', Math.abs(step) % 2 === 1);
    every('.square, .map [data-grid]').forEach(function (one) { one.classList.toggle('walked', one.getAttribute('data-grid') === grid); });
    var page = document.querySelector('.turn');
    if (page) page.textContent = pages.length > 1 ? (((step % pages.length) + pages.length) % pages.length + 1) + ' / ' + pages.length : '';
    every('.step .bar span').forEach(function (one) { one.style.animationDuration = seconds + 's'; });
    document.body.classList.toggle('paused', paused);
  }
  function walk() { if (!paused) { step += 1; show(); } }
  function ask() {
    var request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.timeout = 20000;
    request.onload = function () {
      if (request.status === 404 || request.status === 401 || request.responseURL.indexOf('/login') > 0) { location.reload(); return; }
      if (request.status !== 200) { lost(); return; }
      var next = new DOMParser().parseFromString(request.responseText, 'text/html');
      if (next.body.getAttribute('data-version') !== document.body.getAttribute('data-version')) { location.reload(); return; }
      every('[data-part]').forEach(function (part) {
        var fresh = next.querySelector('[data-part="' + part.getAttribute('data-part') + '"]');
        if (!fresh) return;
        if (fresh.className !== part.className) part.className = fresh.className;
        if (fresh.innerHTML !== part.getAttribute('data-was')) { part.setAttribute('data-was', fresh.innerHTML); part.innerHTML = fresh.innerHTML; }
      });
      failed = 0;
      begun = Date.now(); second = Number(next.getElementById('clock').getAttribute('data-second')); told = hour();
      document.getElementById('lost').hidden = true;
      show();
    };
    request.onerror = request.ontimeout = lost;
    request.send();
  }
  function lost() {
    failed += 1;
    if (failed < 2) return;
    var box = document.getElementById('lost');
    box.hidden = false;
    box.querySelector('time').textContent = told;
  }
  document.addEventListener('keydown', function (event) {
    if (event.key === ' ') { paused = !paused; event.preventDefault(); show(); }
    if (event.key === 'ArrowRight') { step += 1; show(); }
    if (event.key === 'ArrowLeft') { step -= 1; show(); }
  });
  // The county's time: a wall's computer may keep another.
  function hour() {
    var minutes = Math.floor((second + (Date.now() - begun) / 1000) / 60) % 1440;
    return ('0' + Math.floor(minutes / 60)).slice(-2) + ':' + ('0' + minutes % 60).slice(-2);
  }
  function clock() { face.textContent = hour(); }
  every('[data-part]').forEach(function (part) { part.setAttribute('data-was', part.innerHTML); });
  told = hour();
  setInterval(walk, seconds * 1000);
  setInterval(ask, ASK);
  setInterval(clock, 1000);
  show();
})();
