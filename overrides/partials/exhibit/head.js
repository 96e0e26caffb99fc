(function (root, on) {
  try { if (on) localStorage.da = 1; on = +localStorage.da; } catch (e) {}
  root.className = on ? 'js da' : 'js';
})(document.documentElement, location.hash == '#da');
