all('[data-slide]', function (pair) {
  var range = pair.querySelector('input');
  if (!w.CSS || !CSS.supports('clip-path', 'inset(0)')) return;
  pair.className += ' is-slide';
  range.hidden = false;
  range.oninput = function () { pair.style.setProperty('--at', range.value + '%'); };
});
