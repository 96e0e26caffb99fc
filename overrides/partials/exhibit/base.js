(function (d, w) {
  var root = d.documentElement.classList;
  var all = function (what, act) { [].forEach.call(d.querySelectorAll(what), act); };
  var named = function (a) { a.lastChild.nodeValue = root.contains('da') ? '标准版' : '大字版'; };
  all('[data-elder]', function (a) {
    named(a);
    a.onclick = function () {
      var on = root.toggle('da');
      try { w.localStorage.da = on ? 1 : 0; } catch (e) {}
      if (!on && w.location.hash == '#da') w.history.replaceState(null, '', w.location.pathname + w.location.search);
      all('[data-elder]', named);
      return false;
    };
  });
  var show = function (n) {
    var s = d.createElement('i');
    s.innerHTML = n.textContent;
    n.parentNode.replaceChild(s.firstChild, n);
  };
  var later = 'span>noscript';
  if (w.IntersectionObserver) {
    var eye = new IntersectionObserver(function (seen) {
      seen.forEach(function (s) {
        var n = s.target.querySelector('noscript');
        if (s.isIntersecting && n) show(n);
      });
    }, { rootMargin: '300px' });
    all(later, function (n) { eye.observe(n.parentNode); });
    w.onbeforeprint = function () { all(later, show); };
  } else all(later, show);
  if (w.location.protocol == 'file:') {
    var s = d.createElement('script');
    s.src = d.querySelector('.ex-brand').getAttribute('href') + 'assets/exhibit/stick.js';
    d.body.appendChild(s);
  }
})(document, window);
