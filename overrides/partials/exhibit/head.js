(function (root, on) {
  try { if (on) localStorage.da = 1; on = +localStorage.da; } catch (e) {}
  root.add('js');
  if (on) root.add('da');
})(document.documentElement.classList, location.hash == '#da');
