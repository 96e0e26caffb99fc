/**
 * The search page: what was asked and chosen stands in its address, hits and counts follow from it. ES5.
 *
 * ?q=电梯&street=gaojing,dachang&theme=lift&stars=5&year=2021&kind=cluster&cluster=10007
 * Values of one facet widen (or), facets narrow (and). The count beside a value is what choosing it would show. Words of the
 * question that ask for a value (五星) set it as if it were chosen; to touch that facet turns the words into a choice.
 * Which facets there are, and what their values are called, the catalogue says.
 */
(function (w, d) {
  'use strict';
  var exhibit = w.exhibit, STEP = 20, WAIT_MS = 220, NEAR_BELOW = 10, BEFORE = 7, LONGEST = 60;
  var asked = '', chosen = {}, found = null, shown = STEP, turn = 0, timer = null, hall = null, place = null;
  function id(name) { return d.getElementById(name); }

  // ---- The address. ----

  function readAddress() {
    asked = '';
    chosen = {};
    w.location.search.slice(1).split('&').forEach(function (pair) {
      var at = pair.indexOf('='), key = pair.slice(0, at), value;
      try { value = decodeURIComponent(pair.slice(at + 1).replace(/\+/g, ' ')); } catch (e) { return; }
      if (key === 'q') asked = value;
      hall.facets.forEach(function (facet) {
        if (facet.key === key) value.split(',').forEach(function (one) { if (one) choose(key, one, true); });
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
    hall.facets.forEach(function (facet) {
      if (chosen[facet.key]) parts.push(facet.key + '=' + chosen[facet.key].map(encodeURIComponent).join(','));
    });
    return w.location.pathname + (parts.length ? '?' + parts.join('&') : '');
  }

  // What Back and a reload find again: a copy on a USB stick may forbid new addresses, never this.
  function kept() {
    return { asked: asked, chosen: chosen, shown: shown, open: id('facets').open, reloaded: (w.history.state || {}).reloaded };
  }

  function remember(how) {
    if (address() !== w.location.pathname + w.location.search) {
      try { w.history[how](kept(), '', address()); } catch (e) { place.keep(); return; }
    }
    place.keep();
  }

  // ---- Choosing. ----

  // The words of the question that set a facet.
  function meaning(key) {
    return found && found.meant ? found.meant.phrases.filter(function (phrase) { return phrase.key === key; }) : [];
  }

  function wanted(key) {
    var list = (chosen[key] || []).slice();
    meaning(key).forEach(function (phrase) {
      phrase.values.forEach(function (value) { if (list.indexOf(value) < 0) list.push(value); });
    });
    return list;
  }

  // What is asked of each facet, as lists of slugs of which an entry must have one: worked out once a look.
  function demands() {
    var found = [];
    hall.facets.forEach(function (facet) {
      var list = facet.many ? chosen[facet.key] || [] : wanted(facet.key);
      if (list.length) found.push([facet, list]);
      if (facet.many) meaning(facet.key).forEach(function (phrase) { found.push([facet, phrase.values]); });
    });
    return found;
  }

  function fits(entry, but, asks) {
    for (var i = 0; i < asks.length; i++) if (asks[i][0] !== but && !hasOne(entry, asks[i])) return false;
    return true;
  }

  function hasOne(entry, ask) {
    return ask[1].some(function (slug) { return exhibit.holders(ask[0], slug)[entry.number]; });
  }

  function fitsChosen(entry) {
    return hall.facets.every(function (facet) { return !chosen[facet.key] || hasOne(entry, [facet, chosen[facet.key]]); });
  }

  function whole() { return found.meant ? found.meant.base : found.full.length ? found.full : found.near; }

  function chosenOnes(hits) {
    var asks = demands(), kept = hits.filter(function (hit) { return fits(hit.entry, null, asks); });
    kept.begins = exhibit.firstPart(asks);
    return kept;
  }

  // Takes the words that set a facet out of the question and chooses their values instead.
  function settle(key) {
    var words = meaning(key), list = wanted(key);
    if (!words.length) return;
    asked = without(asked, words);
    id('q').value = asked;
    if (list.length) chosen[key] = list; else delete chosen[key];
  }

  // The words may stand in the question in another form (★★★★★, wuxing): then what is left is said as it was understood.
  function without(text, words) {
    var left = text, all = words.every(function (phrase) {
      var ranges = exhibit.marks(left, [phrase.word]);
      if (ranges.length) left = left.slice(0, ranges[0][0]) + ' ' + left.slice(ranges[0][1]);
      return ranges.length;
    });
    if (!all) {
      left = found.meant.text;
      words.forEach(function (phrase) { left = left.replace(phrase.word, ' '); });
    }
    return left.replace(/\s+/g, ' ').replace(/^ | $/g, '');
  }

  function counted(facet) {
    var list = [], asks = demands(), hits = whole().filter(function (hit) { return fits(hit.entry, facet, asks); }), real = anyTrue(), seen = {};
    facet.values.forEach(function (value) {
      var held = exhibit.holders(facet, value[0]), item = { slug: value[0], count: 0, apart: 0 };
      hits.forEach(function (hit) { if (held[hit.entry.number]) { if (hit.entry.example && real) item.apart++; else item.count++; } });
      if (item.count || item.apart) { list.push(item); seen[item.slug] = true; }
    });
    // A chosen value that no hit has is still shown, so that it can be taken back.
    wanted(facet.key).forEach(function (slug) {
      if (!seen.hasOwnProperty(slug) && facet.names.hasOwnProperty(slug)) list.push({ slug: slug, count: 0 });
    });
    list.forEach(function (item) { item.name = facet.names[item.slug].name; item.place = facet.names[item.slug].place; });
    list.sort(function (a, b) { return facet.most < 99 ? b.count - a.count || a.place - b.place : a.place - b.place; });
    return list.filter(function (item, rank) { return rank < facet.most || isChosen(facet, item.slug); });
  }

  function isChosen(facet, value) { return wanted(facet.key).indexOf(value) >= 0; }

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

  // What is folded away on a phone is fetched and counted when somebody opens it (the fold is about to open: `opens`).
  function showFacets(opens) {
    var total = 0, mine = turn;
    hall.facets.forEach(function (facet) { total += wanted(facet.key).length; });
    id('chosen').textContent = total ? '（已选 ' + total + ' 项）' : '';
    if (!opens && !id('facets').open) { id('choices').textContent = ''; return; }
    fetchValues(hall.facets.map(function (facet) { return [facet, null]; }), function () { if (mine === turn) fillFacets(); });
  }

  // What stands above the screen, as after Back, must not move what is seen when it grows.
  function fillFacets() {
    var box = id('choices'), focus = d.activeElement && d.activeElement.id;
    var above = box.getBoundingClientRect().bottom < 0, top = topOf('count');
    box.textContent = '';
    hall.facets.forEach(function (facet) {
      var list = counted(facet), chosenOnes = wanted(facet.key).length;
      if (list.length < 2 && !chosenOnes && !(list[0] && list[0].count && list[0].count < whole().length)) return;
      var set = make('fieldset', '');
      set.appendChild(make('legend', '', facet.label));
      list.forEach(function (item) { set.appendChild(boxOf(facet, item)); });
      box.appendChild(set);
    });
    if (focus && /^f-/.test(focus) && id(focus)) id(focus).focus();
    if (above) w.scrollBy(0, topOf('count') - top);
  }

  function topOf(name) { return id(name).getBoundingClientRect().top; }

  // Fetches who has some values of facets: [[facet, slugs or null for all], …].
  function fetchValues(asks, fn) {
    var left = 1;
    function done() { if (!--left) fn(); }
    asks.forEach(function (ask) { left++; exhibit.values(ask[0], ask[1], done); });
    done();
  }

  function boxOf(facet, item) {
    var label = make('label', item.count || item.apart ? '' : 'is-none'), input = make('input');
    input.type = 'checkbox';
    input.id = 'f-' + facet.key + '-' + item.slug;
    input.checked = isChosen(facet, item.slug);
    input.onchange = function () { change(facet.key, [item.slug], input.checked); };
    label.appendChild(input);
    label.appendChild(make('span', '', item.name));
    label.appendChild(make('b', '', item.count || !item.apart ? String(item.count) : '示例'));
    return label;
  }

  function change(key, values, on) {
    settle(key);
    values.forEach(function (value) { choose(key, value, on); });
    shown = STEP;
    seek();
    remember('pushState');
  }

  function showChips() {
    var box = id('chips');
    box.textContent = '';
    hall.facets.forEach(function (facet) {
      var said = {};
      meaning(facet.key).forEach(function (phrase) {
        phrase.values.forEach(function (value) { said[value] = true; });
        chip(box, facet, phrase.values.map(function (value) { return facet.names[value].name; }).join('、'), phrase.values);
      });
      (chosen[facet.key] || []).forEach(function (value) {
        if (said[value] !== true && facet.names.hasOwnProperty(value)) chip(box, facet, facet.names[value].name, [value]);
      });
    });
  }

  function chip(box, facet, words, values) {
    var row = make('li'), button = make('button', 'ex-tag', facet.label + '：' + words + ' ×');
    button.type = 'button';
    button.setAttribute('aria-label', '不再只看' + words);
    button.onclick = function () { change(facet.key, values, false); id('count').focus(); };
    row.appendChild(button);
    box.appendChild(row);
  }

  function placeOf(entry) {
    var street = entry.where;
    var home = entry.compound || entry.committee;
    var house = entry.name.indexOf(entry.building) === 0 ? '' : entry.building;
    return street + (home ? ' ' + home : '') + (house ? ' ' + house : '');
  }

  // The row of a hit, empty: what stands in it comes with the face, when it is seen.
  function card(list, at) {
    var row = make('li'), link = make('a', 'ex-hit'), pane = make('span', 'ex-glass'), told = make('span', 'ex-told');
    var name = told.appendChild(make('b', '', '\u00a0'));
    if (list[at].entry.example) name.appendChild(make('em', '', '示例'));
    told.appendChild(make('span', 'ex-place', '\u00a0'));
    told.appendChild(make('span', 'ex-kind', '\u00a0'));
    told.appendChild(make('span', 'ex-line')).appendChild(make('span', 'ex-words'));
    link.appendChild(pane);
    link.appendChild(told);
    row.appendChild(link);
    point(link, list[at].entry);
    later(row, function () {
      exhibit.arrange(list, at, at + 1, exhibit.alike, function () {
        // Rows that nobody has seen yet may have changed places.
        [].forEach.call(row.parentNode ? row.parentNode.children : [], function (other, place) { if (other.dress) point(other.firstChild, list[place].entry); });
        row.dress = null;
        dress(list[at], link, pane, told);
      });
    });
    return row;
  }

  // A link has a name before the entry's own is there.
  function point(link, entry) {
    link.href = exhibit.address(entry);
    link.setAttribute('aria-label', '编号' + entry.id);
  }

  // An entry whose face does not come is told by its address.
  function label(hit, link, pane, told) {
    var entry = hit.entry, name = marked(make('b'), entry.name || '编号' + entry.id, hit.needles), old = told.children;
    link.removeAttribute('aria-label');
    if (entry.lit) link.setAttribute('data-n', entry.lit);
    pane.style.setProperty('--n', entry.lit || 0);
    if (entry.example) name.appendChild(make('em', '', '示例'));
    told.replaceChild(name, old[0]);
    told.replaceChild(marked(make('span', 'ex-place'), placeOf(entry), hit.needles), old[1]);
    told.replaceChild(entry.lit === null ? make('span', 'ex-kind', entry.type + (entry.note ? ' · ' + entry.note : '')) : starsOf(entry), old[2]);
  }

  function starsOf(entry) {
    var stars = make('span', entry.lit ? 'ex-stars' : 'ex-stars is-unlit');
    stars.style.setProperty('--n', entry.lit);
    var asked = found.meant ? found.meant.phrases.map(function (phrase) { return phrase.word; }) : [];
    stars.appendChild(marked(make('strong'), entry.words, asked));
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

  function dress(hit, link, pane, told) {
    var line = told.lastChild.firstChild;
    exhibit.face(hit.entry, function (face) {
      label(hit, link, pane, told);
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
      if (!hit.about && exhibit.marks(face.tagline, hit.needles).length && covered(face.tagline, hit) >= 1) { marked(line, face.tagline, hit.needles); return; }
      exhibit.story(hit.entry, function (lines) {
        if (!lines) { line.textContent = face.tagline; return; }
        var place = best(lines.concat([face.tagline]), hit, lines.told), record = lines.told[place];
        if (record) link.href = exhibit.recordAt(hit.entry, record);
        quote(line, place < 0 ? '' : place < lines.length ? lines[place] : face.tagline, hit.needles, record ? record.label : '');
      });
    });
  }

  // How much of what was asked a line holds, 1 where all.
  function covered(line, hit) {
    var marks = exhibit.marks(line, hit.needles), length = 0;
    marks.forEach(function (range) { length += exhibit.fold(line.slice(range[0], range[1])).length; });
    return length / Math.max(1, hit.needles.join('').length);
  }

  // The place of the line that matches best, -1 where none does. Of an entry found for what its records are about, a record.
  function best(lines, hit, records) {
    var top = 0, chosenPlace = -1;
    lines.forEach(function (line, place) {
      var marks = exhibit.marks(line, hit.needles), longest = 0, score;
      marks.forEach(function (range) { longest = Math.max(longest, range[1] - range[0]); });
      score = longest + Math.min(1, covered(line, hit));
      if (longest && records[place] && hit.about && exhibit.marks(line, [hit.about]).length) score += LONGEST;
      if (score > top) { top = score; chosenPlace = place; }
    });
    return chosenPlace;
  }

  // The words around the longest mark of a line.
  function quote(node, line, needles, label) {
    var at = 0, to = 0;
    exhibit.marks(line, needles).forEach(function (range) { if (range[1] - range[0] > to - at) { at = range[0]; to = range[1]; } });
    var from = at > BEFORE + 2 ? at - BEFORE : 0, end = Math.min(line.length, Math.max(to, from + LONGEST));
    node.className += ' is-quote';
    if (label) node.appendChild(make('i', '', label));
    marked(node, (from ? '…' : '') + line.slice(from, end) + (end < line.length ? '…' : ''), needles);
  }

  // A page that answers by itself: its sentence, its first address; those near it follow.
  function reply(answer) {
    var row = make('li'), link = make('a', 'ex-answer'), image = make('img'), told = make('span', 'ex-told'), others = make('p', 'ex-row');
    link.href = exhibit.pageAt(answer.pages[0][1]);
    image.alt = '';
    image.width = image.height = 72;
    image.src = exhibit.root + 'assets/mascot/' + answer.pose + '.svg';
    told.appendChild(make('b', '', answer.pages[0][0]));
    told.appendChild(make('span', '', answer.note));
    told.appendChild(make('span', 'ex-kind', answer.pages[0][2]));
    link.appendChild(image);
    link.appendChild(told);
    row.appendChild(link);
    answer.pages.slice(1).forEach(function (page) {
      var other = make('a', 'ex-tag', page[2]);
      other.href = exhibit.pageAt(page[1]);
      others.appendChild(other);
    });
    if (others.firstChild) row.appendChild(others);
    return row;
  }

  function pagesFound() { return found.answers.concat(found.perhaps); }

  function showAnswers() {
    var old = id('answers'), list = old.cloneNode(false);
    pagesFound().forEach(function (answer) { list.appendChild(reply(answer)); });
    old.parentNode.removeChild(old);
    // Behind the hits where one of these is what was asked for by its name.
    id('hits').parentNode.insertBefore(list, found.behind ? id('nearby') : id('hits'));
  }

  // Examples stand behind a ruled line.
  function ruled(row, hit, before) {
    if (hit.entry.example && before && !before.entry.example) row.className = 'is-ruled';
    return row;
  }

  // A list is made anew: what stands in an old one would be seen to jump.
  function fill(name, hits, from, to) {
    var old = id(name), list = from ? old : old.cloneNode(false);
    hits.slice(from, to).forEach(function (hit, at) { list.appendChild(ruled(card(hits, from + at), hit, hits[from + at - 1])); });
    if (list !== old) old.parentNode.replaceChild(list, old);
  }

  // Examples count in no number, where there is anything true.
  function countTrue(hits) {
    var real = hits.filter(function (hit) { return !hit.entry.example; }).length;
    return real || !anyTrue() ? { number: real || hits.length, apart: real ? hits.length - real : 0 } : { number: 0, apart: hits.length };
  }

  function anyTrue() {
    if (hall.real === undefined) hall.real = hall.numbers.some(function (number) { return !hall.examples[number]; });
    return hall.real;
  }

  function said(hits) {
    var told = countTrue(hits), apart = told.apart ? told.apart + ' 个示例' : '';
    return told.number ? told.number + ' 个' + (apart ? '，另有 ' + apart : '') : apart || '0 个';
  }

  function words(list) {
    var answers = found.answers.length, many = list.full ? said(list.main) : '';
    if (!asked) return list.main.length ? '共 ' + said(list.main).replace(/ 个(?=，|$)/, ' 个' + (hasChoice() ? '符合所选' : exhibit.types().join('和'))) : '没有符合所选的';
    if (list.full) return '找到 ' + (answers && !found.meant && !countTrue(list.main).number ? answers + ' 页，另有 ' : '') + many + (found.how === 'sound' ? '（按拼音）' : '');
    if (answers && !found.behind) return '找到 ' + answers + ' 页';
    if (found.perhaps.length && !found.behind) return '没有正好回答的，这几页也许用得上';
    if (list.near && found.meant) return '没有全部符合的';
    if (list.near) return found.how === 'alike' ? '没有完全一样的，找到读音相近的 ' + list.near + ' 个' : '没有完全一样的，找到相近的 ' + list.near + ' 个';
    return found.cut ? '资料没有取全' : '没有找到';
  }

  // Words of the question that stand nowhere, where not all of it was found.
  // A name that was understood as another that sounds so, is told.
  function unfound(list) {
    var none = !list.full && found.missing || [], put = found.put;
    if (put) return '“' + put[1] + '”没有找到，按读音一样的“' + put[2] + '”找的。';
    return none.length ? '“' + none.join('”“') + '”没有找到' + (list.near ? '，下面只是相近的。' : '。') : '';
  }

  function hasChoice() { for (var key in chosen) if (chosen.hasOwnProperty(key)) return true; return false; }

  // The hits, and those below a heading of their own: near ones, or those whose story speaks of what the others are.
  function parted() {
    var main = chosenOnes(found.meant ? found.meant.base : found.full), ranks = {};
    var near = main.length ? chosenOnes(found.near) : found.near.filter(function (hit) { return fitsChosen(hit.entry); });
    if (!main.length && !found.meant) {
      // Beside a page that answers, what is near is said to be near.
      if (found.behind) return { main: near.slice(0, 1), full: 0, near: near.length, also: near.slice(1), words: '相近的，也许你在找' };
      if (pagesFound().length) return { main: [], full: 0, near: near.length, also: near, words: '相近的 ' + near.length + ' 个' };
      return { main: near, full: 0, near: near.length, also: [], words: '' };
    }
    if (found.meant) {
      main.forEach(function (hit) { ranks[hit.entry.number] = true; });
      var also = found.full.filter(function (hit) { return !ranks[hit.entry.number] && fitsChosen(hit.entry); });
      if (also.length) return { main: main, full: main.length, near: 0, also: also, words: '故事里也说到的 ' + also.length + ' 个' };
    }
    return { main: main, full: main.length, near: near.length, also: main.length < NEAR_BELOW ? near : [], words: main.length ? '相近的，也许你在找' : '只符合一部分的' };
  }

  function show() {
    var list = parted(), main = list.main, also = list.also;
    showAnswers();
    fill('hits', main, 0, shown);
    fill('near', also, 0, Math.max(0, shown - main.length));
    id('count').textContent = words(list);
    id('order').textContent = asked ? unfound(list) : '按街镇排，再按小区和楼号排。';
    id('also').textContent = list.words;
    id('nearby').hidden = !also.length || shown <= main.length;
    id('more').hidden = main.length + also.length <= shown;
    id('lost').hidden = main.length + also.length + pagesFound().length > 0 || found.cut;
    id('advice').textContent = hasChoice() ? '少选一项试试，或者换一个说法。' : '少写几个字试试：只写小区名，或者只写楼号。拼音也可以。';
    // Where nothing is found the ways in that everybody has lead on.
    id('browse').className = 'ex-browse' + (id('lost').hidden ? '' : ' is-open');
    id('found').removeAttribute('aria-busy');
    showFacets();
    showChips();
  }

  function seek(then) {
    var mine = ++turn;
    function came(result) {
      if (mine !== turn) return;
      found = result;
      if (!found.cut && id('broken').getAttribute('data-do') === 'again') id('broken').hidden = true;
      show();
      if (then) then();
    }
    id('found').setAttribute('aria-busy', 'true');
    // Who has what has been chosen, and then what was asked for.
    var asks = hall.facets.filter(function (facet) { return chosen[facet.key]; }).map(function (facet) { return [facet, chosen[facet.key]]; });
    fetchValues(asks, function () {
      if (mine !== turn) return;
      if (!exhibit.fold(exhibit.signed(asked)).replace(/ /g, '')) came({ full: everything(), near: [], how: 'words', cut: false, meant: null, answers: [], perhaps: [] });
      else exhibit.find(asked, came);
    });
  }

  // All entries; walking order decides.
  function everything() {
    hall.foremost.forEach(function (number) { exhibit.face(exhibit.entry(number), function () {}); });
    return hall.numbers.map(function (number) { return { entry: exhibit.entry(number), needles: [], story: false, walked: true }; });
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
    var from = shown, list = parted(), main = list.main, also = list.also, rows, first;
    shown += STEP;
    fill('hits', main, Math.min(from, main.length), shown);
    fill('near', also, Math.max(0, from - main.length), Math.max(0, shown - main.length));
    id('nearby').hidden = !also.length || shown <= main.length;
    id('more').hidden = main.length + also.length <= shown;
    rows = rowsOf();
    first = rows[from];
    if (first) first.firstChild.focus();
    place.keep();
  }

  function rowsOf() { return d.querySelectorAll('#hits > li, #near > li'); }

  function clear() {
    asked = id('q').value = '';
    chosen = {};
    shown = STEP;
    seek();
    remember('pushState');
    id('q').focus();
  }

  // What the entry of the history keeps, else what the address says.
  function restore(state) {
    readAddress();
    shown = STEP;
    if (state && state.shown) {
      asked = state.asked;
      chosen = state.chosen;
      shown = state.shown;
      if (!isWide()) id('facets').open = state.open;
    }
    id('q').value = asked;
    seek(function () { place.back(state); });
  }

  function isWide() { return !!w.matchMedia && w.matchMedia('(min-width: 900px)').matches; }

  // ---- Files that do not come: the site has been published anew, or the line is cut. ----

  var telling = false;
  exhibit.missed = function () {
    if (telling || !w.exWhy) return;
    telling = true;
    w.exWhy(function (words, what) {
      telling = false;
      place.keep();
      w.exBroken(words, what, function () { seek(); });
    });
  };

  // The page is older than what has been published: it finds what it knows, and offers the rest.
  exhibit.older = function () {
    var reloaded = (w.history.state || {}).reloaded;
    if (telling || !w.exBroken || !id('broken').hidden || new Date().getTime() - reloaded < 6e5) return;
    w.exBroken('展厅刚更新过，刷新一下能找到新的。', 'reload', function () { seek(); });
  };

  function open(data) {
    hall = data;
    id('count').tabIndex = -1;
    id('facets').open = isWide();
    id('facets').firstChild.addEventListener('click', function () { if (found) showFacets(true); });
    id('facets').addEventListener('toggle', function () { if (found && !id('choices').firstChild) showFacets(); });
    place = w.exPlace(rowsOf, kept);
    place.own();
    var composing = false, input = id('q');
    input.addEventListener('compositionstart', function () { composing = true; });
    input.addEventListener('compositionend', function () { composing = false; typed(false); });
    input.addEventListener('input', function () { if (!composing) typed(false); });
    input.form.addEventListener('submit', function (e) { e.preventDefault(); typed(true); input.blur(); });
    id('more').onclick = more;
    id('clear').onclick = clear;
    id('choices').onsubmit = function () { return false; };
    w.addEventListener('popstate', function (e) {
      if (e.state || address() !== w.location.pathname + w.location.search) restore(e.state);
    });
    restore(w.history.state);
  }

  if (id('found')) exhibit.ready(open);
})(window, document);
