/*{# The lightbox comes with the first tap, or when a page that had one open is loaded again. #}*/
var bigs = d.querySelectorAll('[data-big]'), kept = w.history.state && bigs[w.history.state.big];
function enlarge(a) {
  if (!w.big) load('lightbox', function () { w.location.href = w.big.href; });
  w.big = a;
  return false;
}
all('[data-big]', function (a) {
  a.onclick = function () { return enlarge(a); };
});
if (kept) enlarge(kept);
