/*{# Runs on every page, inside a function of d (document) and w (window); pages may use all and load. #}*/
var root = d.documentElement.classList;
function all(what, act) { [].forEach.call(d.querySelectorAll(what), act); }
function load(name) {
  var s = d.createElement('script');
  s.src = d.querySelector('.ex-brand').getAttribute('href') + 'assets/exhibit/' + name;
  d.body.appendChild(s);
}
function name(a) { a.lastChild.nodeValue = root.contains('da') ? '标准版' : '大字版'; }
all('[data-elder]', function (a) {
  name(a);
  a.onclick = function () {
    var on = root.toggle('da');
    try { w.localStorage.da = +on; } catch (e) {}
    if (w.location.hash == '#da') w.history.replaceState(null, '', w.location.href.split('#')[0]);
    all('[data-elder]', name);
    return false;
  };
});
function show(n) {
  var s = d.createElement('i');
  s.innerHTML = n.textContent;
  n.parentNode.replaceChild(s.firstChild, n);
}
var eye = w.IntersectionObserver && new IntersectionObserver(function (seen) {
  seen.forEach(function (s) {
    var n = s.target.querySelector('noscript');
    if (s.isIntersecting && n) show(n);
  });
}, { rootMargin: '300px' });
all('span>noscript', function (n) { eye ? eye.observe(n.parentNode) : show(n); });
w.onbeforeprint = function () { all('span>noscript', show); };
if (w.location.protocol == 'file:') load('stick.js');
