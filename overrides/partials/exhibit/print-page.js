/*{# The button that prints the page; without script the browser's own menu does it. #}*/
all('[data-print]', function (b) {
  b.hidden = false;
  b.onclick = function () { w.print(); };
});
