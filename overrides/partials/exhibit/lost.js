/*{# Puts what was asked for into the search, and finds the root of the site where it is not the one in the links. #}*/
(function (d, w) {
  var first = d.querySelector('.ex-brand').getAttribute('href');
  var path = w.location.pathname, parts = path.split('/').slice(1), known, roots = [], i;
  var own = /^(units|streets|themes|stars|clusters|walls|search|about|guide|help|assets|\d{5})$/;
  var move = function (root) {
    if (root == first) return;
    ['href', 'src', 'action'].forEach(function (name) {
      [].forEach.call(d.querySelectorAll('[' + name + '^="' + first + '"]'), function (e) {
        e.setAttribute(name, root + e.getAttribute(name).slice(first.length));
      });
    });
  };
  var probe = function () {
    var root = roots.shift(), sign = new Image();
    if (!root) return;
    sign.onload = function () { move(root); };
    sign.onerror = probe;
    sign.src = root + 'assets/favicon.svg';
  };
  for (i = 0; i < parts.length && known === undefined; i++) if (own.test(parts[i])) known = i;
  if (known !== undefined) move('/' + parts.slice(0, known).concat('').join('/'));
  else {
    roots.push(first);
    for (i = 0; i < parts.length; i++) roots.push('/' + parts.slice(0, i).concat('').join('/'));
    probe();
  }
  var asked = parts.filter(function (part) { return part && !/^(index|404)\.html$/.test(part); }).pop() || '';
  try { asked = decodeURIComponent(asked); } catch (e) {}
  var number = /\d{3,6}/.exec(asked), input = d.getElementById('q');
  input.value = number ? number[0] : /[^ -~]/.test(asked) ? asked.replace(/[-_.]+/g, ' ') : '';
})(document, window);
