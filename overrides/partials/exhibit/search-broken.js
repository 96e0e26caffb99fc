/*{# Says that the search lacks files, and opens the plain links where it lacks all. #}*/
var broken = d.getElementById('broken'), again;
w.exBroken = function (words, what, act) {
  again = act;
  broken.setAttribute('data-do', what);
  broken.firstChild.textContent = words;
  broken.lastChild.textContent = what == 'again' ? '再试一次' : '刷新';
  broken.lastChild.hidden = !what;
  broken.hidden = false;
};
broken.lastChild.onclick = function () {
  if (again && broken.getAttribute('data-do') == 'again') again();
  else w.exReload();
};
w.addEventListener('error', function (e) {
  var script = e.target.nodeName == 'SCRIPT';
  if (w.exhibit && w.exhibit.hall || !script && e.target != w) return;
  d.getElementById('found').hidden = true;
  d.getElementById('browse').className += ' is-open';
  if (script) w.exWhy(w.exBroken);
}, true);
