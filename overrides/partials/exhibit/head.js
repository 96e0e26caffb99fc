(function (d, w) {
  var c = ' js';
  try { if (w.location.hash === '#da') w.localStorage.setItem('da', '1'); if (w.localStorage.getItem('da') === '1') c += ' da'; } catch (e) { if (w.location.hash === '#da') c += ' da'; }
  d.className += c;
})(document.documentElement, window);
