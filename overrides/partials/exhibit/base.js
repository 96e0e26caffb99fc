(function (d, w) {
  var root = d.documentElement;
  var each = function (what, act) { Array.prototype.forEach.call(d.querySelectorAll(what), act); };
  var press = function () { each('[data-elder]', function (b) { b.setAttribute('aria-pressed', / da\b/.test(root.className)); }); };
  each('[data-elder]', function (b) {
    b.onclick = function () {
      var on = !/ da\b/.test(root.className);
      root.className = root.className.replace(/ da\b/, '') + (on ? ' da' : '');
      try { w.localStorage.setItem('da', on ? '1' : '0'); } catch (e) {}
      if (!on && w.location.hash === '#da' && w.history.replaceState) w.history.replaceState(null, '', w.location.pathname + w.location.search);
      press();
      return false;
    };
    b.onkeydown = function (e) { if (e.key === ' ') { e.preventDefault(); b.click(); } };
  });
  press();
  var later = d.querySelectorAll('noscript[data-later]');
  var show = function (n) { if (n.parentNode) { var s = d.createElement('span'); s.innerHTML = n.textContent; n.parentNode.replaceChild(s.firstChild, n); } };
  if (w.IntersectionObserver) {
    var eye = new w.IntersectionObserver(function (seen) {
      seen.forEach(function (s) { if (s.isIntersecting) { eye.unobserve(s.target); show(s.target.querySelector('noscript')); } });
    }, { rootMargin: '300px' });
    Array.prototype.forEach.call(later, function (n) { eye.observe(n.parentNode); });
    w.addEventListener('beforeprint', function () { each('noscript[data-later]', show); });
  } else Array.prototype.forEach.call(later, show);
  if (w.location.protocol === 'file:') {
    var whole = function (a) { return a.replace(/^([^?#:]*\/)(?=[?#]|$)/, '$1index.html').replace(/^(\.\.?)$/, '$1/index.html'); };
    d.addEventListener('click', function (e) {
      var a = e.target; while (a && a.nodeName !== 'A') a = a.parentNode;
      if (a && a.getAttribute('href')) a.setAttribute('href', whole(a.getAttribute('href')));
    }, true);
    each('form[action]', function (f) { f.setAttribute('action', whole(f.getAttribute('action'))); });
  }
})(document, window);
