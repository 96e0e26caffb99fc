[].forEach.call(document.querySelectorAll('[data-slide]'), function (pair) {
  var range = pair.querySelector('input');
  if (!window.CSS || !CSS.supports('clip-path', 'inset(0)')) return;
  pair.classList.add('is-slide');
  range.hidden = false;
  range.oninput = function () { pair.style.setProperty('--at', range.value + '%'); };
});
