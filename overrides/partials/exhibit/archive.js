/*{# The buttons that print: the whole archive, or one sheet of it. Without script the browser's own menu does it. #}*/
all('[data-print]', function (b) {
  b.hidden = false;
  b.onclick = function () {
    var only = b.getAttribute('data-print');
    var form = d.getElementById('apply');
    var open = form && form.open;
    if (form) form.open = !!only;
    if (only) root.add(only);
    every();
    w.print();
    if (only) root.remove(only);
    if (form) form.open = open;
  };
});
