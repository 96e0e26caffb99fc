(function (c, on, w) {
  try { if (on) w.localStorage.da = 1; on = w.localStorage.da == 1; } catch (e) {}
  c.add('js');
  if (on) c.add('da');
})(document.documentElement.classList, location.hash == '#da', window);
