/*{# Pictures come when they are near: each waits in the noscript of a span, which shows its colour until then. #}*/
function all(what, act) { [].forEach.call(d.querySelectorAll(what), act); }
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
all('[data-c]', function (s) { s.style.backgroundColor = s.getAttribute('data-c'); });
all('span>noscript', function (n) { eye ? eye.observe(n.parentNode) : show(n); });
function every() { all('span>noscript', show); }
w.onbeforeprint = every;
/*{# Paper is printed at once, without waiting for pictures. Where people print there is room for all of them. #}*/
if (w.innerWidth > 899) w.addEventListener('load', function () { setTimeout(every, 1500); });
