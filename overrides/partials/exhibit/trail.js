/*{# The answers of 社区小先生. `plain` and `hash` do what text/answers.py does, and the same test vectors run here. A hash of at most
six characters hides an answer from a glance, and from nobody who tries. #}*/
var digits = '零〇一壹二两贰三叁四肆五伍六陆七柒八捌九玖';
var values = '001122233445566778899';
var counters = /^0*([1-9][0-9]*|0)[个只盏层户位棵盆扇张把块条级次人家件朵年步楼号间座面根颗种]?$/;
function plain(text) {
  var t = text.replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 65248); });
  t = t.replace(/[A-Z]/g, function (c) { return c.toLowerCase(); }).replace(/[^0-9a-z\u3007\u3400-\u9fff]+/g, '');
  t = t.replace(/[零〇一壹二两贰三叁四肆五伍六陆七柒八捌九玖十百]+/g, function (n) {
    var sum = 0, one = 0, all = '', i, v;
    for (i = 0; i < n.length; i++) {
      v = values[digits.indexOf(n[i])];
      all += v;
      if (v) one = +v;
      else { sum += (one || 1) * (n[i] == '十' ? 10 : 100); one = 0; }
    }
    return /[十百]/.test(n) ? sum + one : all;
  });
  return t.replace(counters, '$1').replace(/^(.+?)色?的?$/, '$1');
}
function hash(text) {
  var bytes = unescape(encodeURIComponent(text)), h = 0x811c9dc5, i;
  for (i = 0; i < bytes.length; i++) {
    h ^= bytes.charCodeAt(i);
    h = (h + (h << 1) + (h << 4) + (h << 7) + (h << 8) + (h << 24)) >>> 0;
  }
  return ('0000000' + h.toString(16)).slice(-8);
}
function find(what, within) { return (within || d).querySelector(what); }
var key = 'trail-' + find('[data-trail]').getAttribute('data-trail');
var kept = {};
var done = find('#done');
var clear = find('[data-clear]');
var count = 0;
try { (w.localStorage[key] || '').split(' ').forEach(function (one) { kept[one] = 1; }); } catch (e) {}
function save() {
  try { w.localStorage[key] = Object.keys(kept).join(' '); }
  catch (e) { find('[data-kept]').textContent = '这部手机不让网页记东西：章先放在这里，关掉这一页就没有了。'; }
}
function draw(img) { img.src = img.getAttribute('data-src'); img.hidden = false; }
function mark() {
  count = 0;
  all('[data-stamp]', function (s) {
    var on = kept[s.getAttribute('data-stamp')];
    s.className = on ? 'is-on' : '';
    if (on) { count++; draw(find('img', s)); } else find('img', s).hidden = true;
  });
  all('[data-check]', function (s) {
    var on = kept[s.getAttribute('data-check')];
    find('form', s).hidden = !!on;
    find('.ex-stamp', s).hidden = !on;
    if (on) draw(find('.ex-stamp img', s));
  });
  var total = d.querySelectorAll('[data-stamp]').length;
  find('.ex-said').textContent = '盖了 ' + count + ' 个章，一共 ' + total + ' 个';
  done.hidden = count < total;
  clear.hidden = !count;
  if (count == total) all('#done [data-src]', draw);
}
all('[data-check]', function (s) {
  var parts = s.getAttribute('data-check').split('.'), tries = 0;
  var hint = find('.ex-hint', s), word = find('.ex-word', s), input = find('input', s);
  if (hint) hint.hidden = true;
  find('form', s).onsubmit = function () {
    if (!plain(input.value)) {
      word.textContent = '先到墙上看一看，再把答案写在格子里。';
      input.focus();
    } else if (hash(parts[0] + plain(input.value)) == parts[1]) {
      kept[parts.join('.')] = 1;
      mark();
      save();
      word.textContent = '对了！盖一个章。';
      if (hint) hint.hidden = true;
      if (done.hidden) find('.is-next', s).focus();
      else {
        done.scrollIntoView();
        done.focus();
      }
    } else {
      tries++;
      word.textContent = tries < 3 ? '还不是。再到墙上看一看，慢慢来。' : '这一题有点难。请身边的大人一起看，或者先做下一题。';
      if (hint) { hint.hidden = false; hint.open = true; }
      input.focus();
      input.select();
    }
    return false;
  };
});
clear.onclick = function () {
  if (clear.getAttribute('data-clear')) {
    kept = {};
    try { w.localStorage.removeItem(key); } catch (e) {}
    clear.setAttribute('data-clear', '');
    clear.textContent = '把章都擦掉';
    all('.ex-word', function (p) { p.textContent = ''; });
    mark();
    find('#stamps').scrollIntoView();
  } else {
    clear.setAttribute('data-clear', '1');
    clear.textContent = '真的擦掉？再按一次';
  }
};
mark();
