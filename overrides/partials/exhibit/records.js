/*{# Narrows a list of records or entries, which may stand in several elements. The section says the values of all, so that all
counts are known at once; those of other pages of the list are fetched when they are to be shown. Without a server (file://) the
pages that hold them are linked. Facets have the names that the search knows, so the link into the search takes them along. #}*/
(function () {
  var part = d.querySelector('[data-sieve]'), lists = part ? listsOf(part) : [];
  if (!lists[0] || !part.children) return;
  var ask = JSON.parse(part.getAttribute('data-sieve')), box = part.querySelector('.ex-sieve'), said = part.querySelector('.ex-order');
  var turn = part.querySelector('.ex-pager'), whole = said.textContent, first = itemsOf(lists), pages = { 1: first };
  var door = part.querySelector('[data-door]'), link = door && door.getAttribute('href'), aside = part.querySelector('[data-aside]');
  var asked = {}, shown = ask.size, run = 0, foot, more;
  var facets = ask.facets.map(function (f) {
    return { name: f[0], values: f[1], of: f[2].split(',').map(function (v) { return v ? v.split('.') : []; }) };
  });
  function listsOf(box) { return [].slice.call(box.querySelectorAll('[data-list]')); }
  function itemsOf(lists) {
    var found = [];
    lists.forEach(function (list) { [].forEach.call(list.children, function (item) { found.push({ node: item, look: list.className }); }); });
    return found;
  }
  function make(name, look, text) {
    var e = d.createElement(name);
    if (look) e.className = look;
    if (text) e.textContent = text;
    return e;
  }
  /*{# Does a record have one of the chosen values of every facet but one? #}*/
  function fits(at, but) {
    return facets.every(function (f) {
      var want = asked[f.name];
      return f == but || !want || !want.length || f.of[at].some(function (v) { return want.indexOf(f.values[v][0]) >= 0; });
    });
  }
  function any() { return facets.some(function (f) { return asked[f.name] && asked[f.name].length; }); }
  function matches() {
    for (var all = [], at = 0; at < ask.total; at++) if (fits(at)) all.push(at);
    return all;
  }
  function count() {
    facets.forEach(function (f) {
      var sums = f.values.map(function () { return 0; });
      for (var at = 0; at < ask.total; at++) if (fits(at, f)) f.of[at].forEach(function (v) { sums[v]++; });
      f.buttons.forEach(function (b, v) {
        var on = (asked[f.name] || []).indexOf(f.values[v][0]) >= 0;
        b.lastChild.textContent = sums[v];
        b.setAttribute('aria-pressed', on);
        b.disabled = !sums[v] && !on;
      });
    });
  }
  /*{# A page without its styles, which are its own: this page's policy knows other hashes, and would report them. #}*/
  function unstyle(html) {
    var end = '</' + 'style>';
    return html.split('<' + 'style').map(function (text, n) { return n ? text.slice(text.indexOf(end) + end.length) : text; }).join('');
  }
  function path(number) { return number > 1 ? number + '/' : './'; }
  /*{# Comes with the items of a page of the list, or with nothing. #}*/
  function fetchPage(number, come) {
    if (pages[number]) return come(pages[number]);
    var x = new XMLHttpRequest();
    x.open('GET', path(number));
    x.onload = function () {
      var text = x.status < 400 ? unstyle(x.responseText) : '';
      var other = listsOf(new DOMParser().parseFromString(text, 'text/html'));
      if (!other[0]) return come();
      /*{# Addresses in the other page are relative to it. #}*/
      pages[number] = itemsOf(other).map(function (item) {
        var own = d.importNode(item.node, true);
        [].forEach.call(own.querySelectorAll('[href]'), function (e) { e.setAttribute('href', e.getAttribute('href').replace('../', '')); });
        /*{# In a page that is fetched the words of a noscript are elements. #}*/
        [].forEach.call(own.querySelectorAll('noscript'), function (e) { e.textContent = e.innerHTML.replace('src="../', 'src="'); });
        return { node: own, look: item.look };
      });
      come(pages[number]);
    };
    x.onerror = function () { come(); };
    try { x.send(); } catch (e) { come(); }
  }
  function place(chosen) {
    lists.forEach(function (list) { list.textContent = ''; });
    chosen.forEach(function (item) { listFor(item.look).appendChild(item.node); });
    lists.forEach(function (list) { list.hidden = !list.firstChild; });
    all('[data-list] [data-c]', function (s) { s.style.backgroundColor = s.getAttribute('data-c'); });
    all('[data-list] span>noscript', function (n) { eye ? eye.observe(n.parentNode) : show(n); });
  }
  function listFor(look) {
    var same = lists.filter(function (list) { return list.className == look; })[0], last = lists[lists.length - 1];
    if (same) return same;
    same = make(last.nodeName, look);
    same.setAttribute('data-list', '');
    lists.push(last.parentNode.insertBefore(same, last.nextSibling));
    return same;
  }
  function tell(found, left) {
    said.textContent = '找到' + found.length + ask.unit + '，共' + ask.total + ask.unit + '。';
    foot.textContent = '';
    if (left.length) {
      foot.appendChild(make('span', '', '还有的在：'));
      left.forEach(function (number) {
        var a = make('a', 'ex-tag', '第' + number + '页');
        a.href = path(number);
        foot.appendChild(a);
      });
    }
    more.hidden = found.length <= shown || left.length > 0;
    more.textContent = '再看' + Math.min(ask.size, found.length - shown) + ask.unit;
  }
  function look() {
    var mine = ++run, found, wanted, items = [], left = [];
    count();
    if (turn) turn.hidden = any();
    if (aside) aside.hidden = any();
    if (!any()) {
      place(first);
      said.textContent = whole;
      foot.textContent = '';
      more.hidden = true;
      return;
    }
    found = matches();
    wanted = found.slice(0, shown);
    (function next(at) {
      if (mine != run) return;
      if (at == wanted.length) {
        place(items);
        tell(found, left);
        return;
      }
      var number = Math.floor(wanted[at] / ask.size) + 1;
      fetchPage(number, function (page) {
        var item = page && page[wanted[at] % ask.size];
        if (item) items.push(item);
        else if (left.indexOf(number) < 0) left.push(number);
        next(at + 1);
      });
    })(0);
  }
  function write() {
    var parts = facets.filter(function (f) { return asked[f.name] && asked[f.name].length; }).map(function (f) {
      return f.name + '=' + asked[f.name].map(encodeURIComponent).join(',');
    });
    if (door) door.setAttribute('href', link + (parts.length ? (link.indexOf('?') < 0 ? '?' : '&') + parts.join('&') : ''));
    try { w.history.replaceState(null, '', w.location.pathname + (parts.length ? '?' + parts.join('&') : '')); } catch (e) {}
  }
  function read() {
    w.location.search.slice(1).split('&').forEach(function (pair) {
      var at = pair.indexOf('=');
      facets.forEach(function (f) {
        if (f.name != pair.slice(0, at)) return;
        try {
          asked[f.name] = decodeURIComponent(pair.slice(at + 1)).split(',').filter(function (one) {
            return f.values.some(function (v) { return v[0] == one; });
          });
        } catch (e) {}
      });
    });
  }
  facets.forEach(function (f, rank) {
    var row = box.querySelectorAll('.ex-row')[rank];
    row.textContent = '';
    f.buttons = f.values.map(function (value) {
      var b = make('button', 'ex-tag', value[1]);
      b.type = 'button';
      b.appendChild(make('small'));
      b.onclick = function () {
        var want = asked[f.name] || [], at = want.indexOf(value[0]);
        asked[f.name] = at < 0 ? want.concat([value[0]]) : want.filter(function (one) { return one != value[0]; });
        shown = ask.size;
        write();
        look();
      };
      row.appendChild(make('li')).appendChild(b);
      return b;
    });
  });
  foot = part.insertBefore(make('p', 'ex-row'), turn);
  more = part.insertBefore(make('button', 'ex-button'), turn);
  more.hidden = true;
  more.onclick = function () { shown += ask.size; look(); };
  read();
  if (any() || w.innerWidth > 899) box.open = true;
  if (any()) write();
  look();
})();
