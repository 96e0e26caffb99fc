/*{# FOLDERS stands for the folders of galleries to which no link of this page leads (404.html). Finds the root of the site where it is not the one in the links, and what was asked for: the page itself, or the
nearest numbers, names and rooms of the catalogue. It leads nowhere by itself: who mistypes should see what happens. #}*/
(function (d, w) {
  var first = d.querySelector('.ex-brand').getAttribute('href'), box = d.getElementById('meant'), sections = {}, roots = [];
  var path = w.location.pathname.replace(/\/+/g, '/'), parts = path.split('/').slice(1), i;
  var file = w.location.protocol == 'file:' ? 'index.html' : '';
  var plain = function (text) {
    try { text = decodeURIComponent(text); } catch (e) {}
    text = text.replace(/[\uff01-\uff5e]/g, function (sign) { return String.fromCharCode(sign.charCodeAt(0) - 65248); });
    return text.replace(/\.html?$|^(index|404)$/i, '').replace(/^[^\w\u3400-\u9fff]+|[^\w\u3400-\u9fff]+$/g, '');
  };
  var each = function (selector, act) { [].forEach.call(d.querySelectorAll(selector), act); };
  each('a[href^="' + first + '"]', function (a) {
    var slug = a.getAttribute('href').slice(first.length).replace(/\/$/, '');
    if (/^[a-z]+$/.test(slug)) sections[slug] = a.textContent;
  });
  var own = function (part) { return sections[part] || /^(FOLDERS|help|assets|\d{5})$/.test(part); };
  var move = function (root) {
    if (root != first) ['href', 'src', 'action'].forEach(function (name) {
      each('[' + name + '^="' + first + '"]', function (e) {
        e.setAttribute(name, root + e.getAttribute(name).slice(first.length));
      });
    });
    look(root);
  };
  var list = function (root) {
    return path.slice(root.length).split('/').map(plain).filter(function (part) { return part; });
  };
  /* A number whose page is there is known by its code: then nothing of the catalogue is needed. */
  var look = function (root) {
    var asked = list(root), number = (asked.join(' ').match(/\d{3,7}/g) || []).pop(), sign = new Image();
    var rest = function () { fetch(root, box.getAttribute('data-script')); };
    if (!/^\d{5}$/.test(number) || root + number + '/' == path) return asked[0] && rest();
    sign.onload = function () { show([[root + number + '/' + file, '打开编号 ' + number + ' 的那一页', '']], '您要找的是不是：'); };
    sign.onerror = rest;
    sign.src = root + number + '/code.png';
  };
  var probe = function () {
    var root = roots.shift(), sign = new Image();
    if (!root) return;
    sign.onload = function () { move(root); };
    sign.onerror = probe;
    sign.src = root + 'assets/favicon.svg';
  };
  var fetch = function (root, file) {
    var s = d.createElement('script');
    if (!file) return;
    s.src = root + file;
    s.onload = function () {
      w.exhibit.open(function () {});
      /* Facets whose values are entries tell these when they are asked. */
      w.exhibit.ready(function (hall) {
        var left = 1;
        var done = function () { if (!--left) guess(root, hall); };
        hall.facets.forEach(function (facet) {
          if (!facet.later) return;
          left++;
          w.exhibit.values(facet, null, done);
        });
        done();
      });
    };
    d.head.appendChild(s);
  };
  /* Steps from one word to another: a letter more, less or another, or two that have changed places. */
  var steps = function (a, b) {
    var rows = [], x, y;
    for (x = 0; x <= a.length; x++) for (rows[x] = [x], y = 1; y <= b.length; y++) {
      rows[x][y] = x ? Math.min(rows[x - 1][y] + 1, rows[x][y - 1] + 1, rows[x - 1][y - 1] + (a[x - 1] != b[y - 1])) : y;
      if (x > 1 && y > 1 && a[x - 1] == b[y - 2] && a[x - 2] == b[y - 1]) rows[x][y] = Math.min(rows[x][y], rows[x - 2][y - 2] + 0.5);
    }
    return rows[a.length][b.length];
  };
  var swapped = function (a, b) {
    var wrong = [], k;
    for (k = 0; k < a.length; k++) if (a[k] != b[k]) wrong.push(k);
    return a.length == b.length && wrong.length == 2 && a[wrong[0]] == b[wrong[1]] && a[wrong[1]] == b[wrong[0]];
  };
  var nearest = function (list, word, key, most, far) {
    return list.map(function (item) {
      var other = key(item);
      return { item: item, far: swapped(word, other) ? 0.6 : steps(word, other), by: Math.abs(+word - +other) || 0 };
    }).filter(function (one) { return one.far <= far; }).sort(function (a, b) { return a.far - b.far || a.by - b.by; }).slice(0, most).map(function (one) { return one.item; });
  };
  var guess = function (root, hall) {
    var asked = list(root);
    var last = asked[asked.length - 1] || '', found = [], named = [], seen = {}, all = hall.numbers.map(w.exhibit.entry), numbers = asked.join(' ').match(/\d{3,7}/g) || [];
    var add = function (link, name, note) {
      if (!seen[link] && root + link != path) found.push([root + link + file, name, note]);
      seen[link] = 1;
    };
    /* An entry has its name when its face has come. */
    var entry = function (e) {
      var link = e.id + '/', row = [root + link + file, '编号' + e.id, ''];
      if (!seen[link] && root + link != path) found.push(row);
      seen[link] = 1;
      named.push([e, row]);
    };
    var told = function (links, words) {
      var left = 1;
      var done = function () { if (!--left) show(links, words); };
      named.forEach(function (one) {
        if (links.indexOf(one[1]) < 0) return;
        left++;
        w.exhibit.face(one[0], function () {
          var e = one[0];
          if (e.name) one[1].splice(1, 2, e.name, (e.where ? e.where + ' ' : '') + (e.compound || e.committee) + ' · ' + e.id);
          done();
        });
      });
      done();
    };
    var sure = function () { told(found.slice(0, 1), '您要找的是不是：'); };
    numbers.reverse().forEach(function (number) {
      all.forEach(function (e) { if (e.id == number) entry(e); });
      if (hall.gone[number]) add(number + '/', '编号' + number, '');
    });
    if (found.length) return sure();
    hall.facets.forEach(function (facet) {
      if (facet.folder) facet.values.forEach(function (value) {
        var named = value[1] == last || value[0] == last.toLowerCase();
        if (named && (isNaN(last) || steps(asked[0], facet.folder.slice(0, -1)) < 2)) add(facet.folder + value[0] + '/', value[1], '');
      });
    });
    if (asked.length == 1 && sections[last.toLowerCase()]) add(last.toLowerCase() + '/', sections[last.toLowerCase()], '');
    if (found.length) return sure();
    numbers.forEach(function (number) {
      nearest(all, number, function (e) { return e.id; }, 6, 1).forEach(entry);
      if (!found.length) nearest(all, number, function (e) { return e.id; }, 4, 2).forEach(entry);
    });
    if (isNaN(last)) {
      hall.facets.forEach(function (facet) {
        if (facet.folder && isNaN(facet.values[0] && facet.values[0][0])) nearest(facet.values, last.toLowerCase(), function (v) { return v[0]; }, 1, last.length > 5 ? 2 : 1).forEach(function (value) {
          add(facet.folder + value[0] + '/', value[1], '');
        });
      });
      nearest(Object.keys(sections), last.toLowerCase(), String, 1, last.length > 4 ? 2 : 1).forEach(function (slug) { add(slug + '/', sections[slug], ''); });
    }
    if (numbers.length && !found.length) return show([], '展厅里没有编号' + numbers[0] + '。');
    if (numbers.length || !/[\u3400-\u9fff]|[a-z]{4}/i.test(last)) return told(found.slice(0, 6), '也许您要找的是：');
    w.exhibit.find(last.replace(/[-_.]+/g, ' '), function (result) {
      var hits = result.full.concat(result.near);
      if (result.full[0] && result.full[0].score >= 850 && !(hits[1] && hits[1].score >= 800)) {
        if (found.length) return told(found.slice(0, 6), '也许您要找的是：');
        entry(hits[0].entry);
        return sure();
      }
      hits.slice(0, 6).forEach(function (hit) { entry(hit.entry); });
      told(found.slice(0, 6), '也许您要找的是：');
    });
  };
  var show = function (links, words) {
    box.firstChild.textContent = words;
    links.slice(0, 6).forEach(function (link) {
      var a = box.lastChild.appendChild(d.createElement('li')).appendChild(d.createElement('a'));
      a.href = link[0];
      a.appendChild(d.createElement('b')).textContent = link[1];
      if (link[2]) a.appendChild(d.createElement('span')).textContent = link[2];
    });
    box.hidden = !links.length && !/\d/.test(words);
  };
  for (i = 0; i < parts.length && !roots[0]; i++) if (own(plain(parts[i]))) roots.push('/' + parts.slice(0, i).concat('').join('/'));
  roots.push(first);
  for (i = 0; i < parts.length; i++) roots.push('/' + parts.slice(0, i).concat('').join('/'));
  probe();
  var asked = parts.map(plain).filter(function (part) { return part; }).pop() || '';
  var number = /\d{3,6}/.exec(asked), input = d.getElementById('q');
  input.value = number ? number[0] : /[^ -~]/.test(asked) ? asked.replace(/[-_.]+/g, ' ') : '';
})(document, window);
