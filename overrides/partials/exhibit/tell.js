/*{# 这里不对: puts the text together that people copy, mail, read out or print. Nothing is sent and nothing is kept. The page
that they mean stands behind the question mark; what else may stand there is no address of ours and is left. #}*/
var desk = d.getElementById('tell');
function id(it) { return d.getElementById(it); }
var site = desk.getAttribute('data-site');
var base = d.querySelector('.ex-brand').href.replace(/index\.html$/, '');
function clean(path) { return /^[\w.\/-]{1,120}$/.test(path) && path.indexOf('//') < 0; }
var from = w.location.search.slice(1).split('&')[0];
var known = clean(from);
if (!known && d.referrer.indexOf(base) == 0) {
  from = d.referrer.slice(base.length).replace(/[?#].*/, '');
  known = !from || clean(from);
}
if (known) id('where').value = site + from.replace(/^\.?\//, '').replace(/index\.html$/, '');
function chosen() { return desk.querySelector('[name=wrong]:checked'); }
function refresh() {
  var kind = chosen();
  var label = kind.parentNode.textContent.trim();
  var where = id('where').value.trim();
  var what = id('what').value.trim();
  var text = '【' + label + '】\n哪一页：' + (where || '（还没有写）') + '\n' + what;
  id('promise').textContent = kind.getAttribute('data-promise');
  id('hint').textContent = kind.getAttribute('data-hint');
  id('letter').value = text.trim();
  id('slip-where').textContent = where;
  id('slip-what').textContent = what;
  [].forEach.call(d.querySelectorAll('.ex-slip li'), function (li) {
    li.className = li.getAttribute('data-n') == kind.value ? 'is-on' : '';
  });
  if (id('mail')) id('mail').href = 'mailto:' + desk.getAttribute('data-mail') + '?subject=' + encodeURIComponent(desk.getAttribute('data-title') + '：' + label) + '&body=' + encodeURIComponent(text.replace(/\n/g, '\r\n'));
  if (id('issue')) id('issue').href = kind.getAttribute('data-issue');
}
desk.oninput = desk.onchange = refresh;
desk.onsubmit = function () { return false; };
id('copy').onclick = function () {
  var done = false;
  id('letter').select();
  try { done = d.execCommand('copy'); } catch (e) {}
  id('copy').textContent = done ? '复制好了' : '请长按上面的字，选“复制”';
};
id('print').onclick = function () { w.print(); };
refresh();
