/**
 * The search page: what was asked and chosen stands in its address, hits and counts follow from it. ES5.
 *
 * ?q=电梯&street=gaojing,dachang&theme=lift&stars=5&year=2021&kind=cluster&cluster=10007
 * Values of one facet widen (or), facets narrow (and). The count beside a value is what choosing it would show.
 */
(function (w, d) {
  'use strict';
  var exhibit = w.exhibit, STEP = 20, WAIT_MS = 220, NEAR_BELOW = 10, AROUND = 26;
  var asked = '', chosen = {}, found = null, shown = STEP, turn = 0, timer = null, hall = null;
  function id(name) { return d.getElementById(name); }

  // key, label, how many values are shown, and for an entry its values as [value, words, order].
  var FACETS = [
    ['street', '街镇', 99, function (e) { var s = hall.streets[e.street]; return s ? [[s[0], s[1], e.street]] : []; }],
    ['theme', '主题', 99, function (e) {
      return e.themes.map(function (t) { return [hall.themes[t][0], hall.themes[t][1], t]; });
    }],
    ['stars', '星级', 99, function (e) {
      return e.unit ? [[e.stars === null ? 'unknown' : String(e.stars), exhibit.starWords(e), e.stars === null ? 9 : 5 - e.stars]] : [];
    }],
    ['year', '建立年份', 99, function (e) { return e.year ? [[String(e.year), e.year + '年', -e.year]] : []; }],
    ['kind', '楼组还是楼群', 99, function (e) { return [e.unit ? ['unit', '楼组', 0] : ['cluster', '楼群', 1]]; }],
    ['cluster', '楼群', 8, function (e) {
      var c = e.unit ? e.cluster : e;
      return c ? [[c.id, c.name, c.rank]] : [];
    }]
  ];

  // ---- The address. ----

  function readAddress() {
    asked = '';
    chosen = {};
    w.location.search.slice(1).split('&').forEach(function (pair) {
      var at = pair.indexOf('='), key = pair.slice(0, at), value;
      try { value = decodeURIComponent(pair.slice(at + 1).replace(/\+/g, ' ')); } catch (e) { return; }
      if (key === 'q') asked = value;
      FACETS.forEach(function (facet) {
        if (facet[0] === key) value.split(',').forEach(function (one) { if (one) choose(key, one, true); });
      });
    });
  }

  function choose(key, value, on) {
    var list = (chosen[key] || []).filter(function (one) { return one !== value; });
    if (on) list.push(value);
    if (list.length) chosen[key] = list; else delete chosen[key];
  }

  function address() {
    var parts = asked ? ['q=' + encodeURIComponent(asked)] : [];
    FACETS.forEach(function (facet) {
      if (chosen[facet[0]]) parts.push(facet[0] + '=' + chosen[facet[0]].map(encodeURIComponent).join(','));
    });
    return w.location.pathname + (parts.length ? '?' + parts.join('&') : '');
  }

  // A copy on a USB stick may forbid this: then the page works on without an address of its own.
  function remember(how) {
    try {
      if (address() !== w.location.pathname + w.location.search) w.history[how]({ shown: shown }, '', address());
    } catch (e) { return; }
  }

  // ---- Choosing. ----

  function fits(entry, but) {
    return FACETS.every(function (facet) {
      var list = chosen[facet[0]];
      return !list || facet === but || facet[3](entry).some(function (value) { return list.indexOf(value[0]) >= 0; });
    });
  }

  function whole() { return found.full.length ? found.full : found.near; }

  function chosenOnes(hits) { return hits.filter(function (hit) { return fits(hit.entry, null); }); }

  function counted(facet) {
    var values = {}, list = [];
    whole().forEach(function (hit) {
      if (fits(hit.entry, facet)) facet[3](hit.entry).forEach(function (value) {
        if (!values.hasOwnProperty(value[0])) { values[value[0]] = { value: value, count: 0 }; list.push(values[value[0]]); }
        values[value[0]].count++;
      });
    });
    (chosen[facet[0]] || []).forEach(function (value) { if (!values.hasOwnProperty(value)) addAbsent(facet, value, list); });
    list.sort(function (a, b) { return facet[2] < 99 ? b.count - a.count || a.value[2] - b.value[2] : a.value[2] - b.value[2]; });
    return list.filter(function (item, place) { return place < facet[2] || isChosen(facet, item.value[0]); });
  }

  // A chosen value that no hit has is still shown, so that it can be taken back.
  function addAbsent(facet, value, list) {
    hall.entries.some(function (entry) {
      return facet[3](entry).some(function (one) { return one[0] === value && list.push({ value: one, count: 0 }); });
    });
  }

  function isChosen(facet, value) { return (chosen[facet[0]] || []).indexOf(value) >= 0; }

  // ---- Showing. ----

  function make(name, className, text) {
    var node = d.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function marked(node, text, needles) {
    var at = 0;
    exhibit.marks(text, needles).forEach(function (range) {
      node.appendChild(d.createTextNode(text.slice(at, range[0])));
      node.appendChild(make('mark', '', text.slice(range[0], range[1])));
      at = range[1];
    });
    node.appendChild(d.createTextNode(text.slice(at)));
    return node;
  }

  function showFacets() {
    var box = id('choices'), focus = d.activeElement && d.activeElement.id, total = 0;
    box.textContent = '';
    FACETS.forEach(function (facet) {
      var list = counted(facet);
      total += (chosen[facet[0]] || []).length;
      if (list.length < 2 && !chosen[facet[0]]) return;
      var set = make('fieldset', '');
      set.appendChild(make('legend', '', facet[1]));
      list.forEach(function (item) { set.appendChild(box_of(facet, item)); });
      box.appendChild(set);
    });
    id('chosen').textContent = total ? '（已选 ' + total + ' 项）' : '';
    if (focus && /^f-/.test(focus) && id(focus)) id(focus).focus();
  }

  function box_of(facet, item) {
    var label = make('label', item.count ? '' : 'is-none'), input = make('input');
    input.type = 'checkbox';
    input.id = 'f-' + facet[0] + '-' + item.value[0];
    input.checked = isChosen(facet, item.value[0]);
    input.onchange = function () { choose(facet[0], item.value[0], input.checked); shown = STEP; show(); remember('pushState'); };
    label.appendChild(input);
    label.appendChild(make('span', '', item.value[1]));
    label.appendChild(make('b', '', String(item.count)));
    return label;
  }

  function showChips() {
    var box = id('chips');
    box.textContent = '';
    FACETS.forEach(function (facet) {
      counted(facet).forEach(function (item) {
        if (!isChosen(facet, item.value[0])) return;
        var row = make('li'), button = make('button', 'ex-tag', item.value[1] + ' ×');
        button.type = 'button';
        button.setAttribute('aria-label', '不再只看' + item.value[1]);
        button.onclick = function () { choose(facet[0], item.value[0], false); show(); remember('pushState'); id('count').focus(); };
        row.appendChild(button);
        box.appendChild(row);
      });
    });
  }

  function placeOf(entry) {
    var street = entry.street < 0 ? '' : hall.streets[entry.street][1];
    var home = entry.compound || entry.committee;
    var house = entry.name.indexOf(entry.building) === 0 ? '' : entry.building;
    return street + (home ? ' ' + home : '') + (house ? ' ' + house : '');
  }

  function card(hit) {
    var entry = hit.entry, row = make('li'), link = make('a', 'ex-hit'), pane = make('span', 'ex-glass'), told = make('span', 'ex-told');
    link.href = exhibit.address(entry);
    if (entry.stars) link.setAttribute('data-n', entry.stars);
    pane.style.setProperty('--n', entry.stars || 0);
    var name = marked(make('b'), entry.name, hit.needles);
    if (entry.example) name.appendChild(make('em', '', '示例'));
    told.appendChild(name);
    told.appendChild(marked(make('span', 'ex-place'), placeOf(entry), hit.needles));
    told.appendChild(entry.unit ? starsOf(entry) : make('span', 'ex-kind', '楼群' + (entry.bond ? ' · ' + entry.bond : '')));
    var line = make('span', 'ex-line');
    told.appendChild(line);
    link.appendChild(pane);
    link.appendChild(told);
    row.appendChild(link);
    later(row, function () { dress(hit, pane, line); });
    return row;
  }

  function starsOf(entry) {
    var stars = make('span', 'ex-stars'), panes = make('i'), frame = make('span');
    panes.style.setProperty('--n', entry.stars || 0);
    frame.appendChild(panes);
    if (entry.stars) stars.appendChild(frame);
    stars.appendChild(d.createTextNode(exhibit.starWords(entry)));
    return stars;
  }

  // Pictures and lines are fetched when a third of their row is seen: each may cost a file.
  var eye = w.IntersectionObserver && new w.IntersectionObserver(function (seen) {
    seen.forEach(function (s) { if (s.isIntersecting) { eye.unobserve(s.target); s.target.dress(); } });
  }, { threshold: 0.3 });

  function later(row, fn) {
    row.dress = fn;
    if (eye) eye.observe(row); else fn();
  }

  function dress(hit, pane, line) {
    exhibit.face(hit.entry, function (face) {
      if (!face) return;
      if (face.thumb) {
        var image = make('img');
        image.alt = '';
        image.src = face.thumb;
        image.style.objectPosition = face.focus;
        pane.style.backgroundColor = face.colour;
        pane.appendChild(image);
      }
      if (!hit.story) { line.textContent = face.tagline; return; }
      if (exhibit.marks(face.tagline, hit.needles).length && covered(face.tagline, hit) >= 1) { marked(line, face.tagline, hit.needles); return; }
      exhibit.story(hit.entry, function (lines) { quote(line, best(lines.concat([face.tagline]), hit), hit.needles); });
    });
  }

  // How much of what was asked a line holds, 1 where all.
  function covered(line, hit) {
    var marks = exhibit.marks(line, hit.needles), length = 0;
    marks.forEach(function (range) { length += exhibit.fold(line.slice(range[0], range[1])).length; });
    return length / Math.max(1, hit.needles.join('').length);
  }

  function best(lines, hit) {
    var top = 0, chosenLine = '';
    lines.forEach(function (line) {
      var marks = exhibit.marks(line, hit.needles), longest = 0;
      marks.forEach(function (range) { longest = Math.max(longest, range[1] - range[0]); });
      if (longest + Math.min(1, covered(line, hit)) > top) { top = longest + Math.min(1, covered(line, hit)); chosenLine = line; }
    });
    return chosenLine;
  }

  // The words around the longest mark of a line.
  function quote(node, line, needles) {
    var at = 0, to = 0;
    exhibit.marks(line, needles).forEach(function (range) { if (range[1] - range[0] > to - at) { at = range[0]; to = range[1]; } });
    var from = at > AROUND ? at - AROUND / 2 : 0, end = Math.min(line.length, Math.max(to, from + 2 * AROUND));
    node.className += ' is-quote';
    marked(node, (from ? '…' : '') + line.slice(from, end) + (end < line.length ? '…' : ''), needles);
  }

  function fill(list, hits, from) {
    if (!from) list.textContent = '';
    hits.slice(from, shown).forEach(function (hit) { list.appendChild(card(hit)); });
  }

  function words(full, near) {
    if (!asked) return '共 ' + full + ' 个' + (hasChoice() ? '符合所选' : '楼组和楼群');
    if (full) return '找到 ' + full + ' 个' + (found.how === 'sound' ? '（按拼音）' : '');
    if (near) return found.how === 'alike' ? '没有完全一样的，找到读音相近的 ' + near + ' 个' : '没有完全一样的，找到相近的 ' + near + ' 个';
    return '没有找到';
  }

  function hasChoice() { for (var key in chosen) if (chosen.hasOwnProperty(key)) return true; return false; }

  function show() {
    var full = chosenOnes(found.full), near = chosenOnes(found.near), main = full.length ? full : near;
    fill(id('hits'), main, 0);
    id('count').textContent = words(full.length, near.length);
    id('order').textContent = asked ? '' : '按街镇排，再按小区和楼号排。';
    var also = full.length && full.length < NEAR_BELOW ? near : [];
    id('nearby').hidden = !also.length;
    fill(id('near'), also, 0);
    id('more').hidden = main.length <= shown;
    id('lost').hidden = main.length > 0;
    id('advice').textContent = hasChoice() ? '少选一项试试，或者换一个说法。' : '少写几个字试试：只写小区名，或者只写楼号。拼音也可以。';
    showFacets();
    showChips();
  }

  function seek() {
    var mine = ++turn;
    if (!exhibit.fold(asked).replace(/ /g, '')) {
      found = { full: hall.entries.map(function (entry) { return { entry: entry, needles: [], story: false }; }), near: [], how: 'words' };
      show();
      return;
    }
    id('found').setAttribute('aria-busy', 'true');
    exhibit.find(asked, function (result) {
      if (mine !== turn) return;
      id('found').removeAttribute('aria-busy');
      found = result;
      show();
    });
  }

  // ---- What visitors do. ----

  function typed(now) {
    w.clearTimeout(timer);
    timer = w.setTimeout(function () {
      if (id('q').value === asked && !now) return;
      asked = id('q').value;
      shown = STEP;
      seek();
      remember(now ? 'pushState' : 'replaceState');
    }, now ? 0 : WAIT_MS);
  }

  function more() {
    var from = shown, main = found.full.length ? chosenOnes(found.full) : chosenOnes(found.near);
    shown += STEP;
    fill(id('hits'), main, from);
    id('more').hidden = main.length <= shown;
    var first = id('hits').children[from];
    if (first) first.firstChild.focus();
  }

  function clear() {
    asked = id('q').value = '';
    chosen = {};
    shown = STEP;
    seek();
    remember('pushState');
    id('q').focus();
  }

  function restore() {
    readAddress();
    id('q').value = asked;
    shown = STEP;
    seek();
  }

  function open(data) {
    hall = data;
    id('browse').hidden = true;
    id('found').hidden = false;
    id('count').tabIndex = -1;
    id('facets').open = w.matchMedia && w.matchMedia('(min-width: 900px)').matches;
    var composing = false, input = id('q');
    input.addEventListener('compositionstart', function () { composing = true; });
    input.addEventListener('compositionend', function () { composing = false; typed(false); });
    input.addEventListener('input', function () { if (!composing) typed(false); });
    input.form.addEventListener('submit', function (e) { e.preventDefault(); typed(true); input.blur(); });
    id('more').onclick = more;
    id('clear').onclick = clear;
    id('choices').onsubmit = function () { return false; };
    w.addEventListener('popstate', restore);
    restore();
  }

  if (id('found')) exhibit.ready(open);
  exhibit.broken = function () { if (id('broken')) id('broken').hidden = false; };
  var source = d.querySelector('[data-catalogue]');
  if (source) source.onerror = exhibit.broken;
})(window, document);
