// Fetches the next minute's code; where the line is down the old one goes, for it would be refused anyway.
(function () {
  var main = document.querySelector('main'), lost = document.getElementById('lost'), until = Date.now() + 110000;
  function next() {
    var left = Number(document.querySelector('[data-left]').getAttribute('data-left'));
    setTimeout(ask, Math.max(1, left) * 1000 + 300);
  }
  function ask() {
    var request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.timeout = 8000;
    request.onload = function () {
      if (request.status === 404) { location.reload(); return; }
      if (request.status !== 200) { failed(); return; }
      var told = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('main');
      main.innerHTML = told.innerHTML;
      until = Date.now() + 110000;
      lost.hidden = true; main.hidden = false;
      next();
    };
    request.onerror = request.ontimeout = failed;
    request.send();
  }
  function failed() {
    if (Date.now() > until) { main.hidden = true; lost.hidden = false; }
    setTimeout(ask, 5000);
  }
  next();
})();
