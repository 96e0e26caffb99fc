/**
 * Reads the catalogue of the exhibition and loads what belongs to it. ES5, no requests but <script>: works from file://.
 *
 * exhibit.open(fn)          fetches the catalogue, once; calls fn(true) when it has come, fn(false) when it does not come
 * exhibit.early             a catalogue that came before this script
 * exhibit.older             is called, where somebody has set it, when files tell of entries that the catalogue does not know
 * exhibit.ready(fn)         calls fn(hall) when the catalogue has been read: of thousands of entries a moment after it came
 * exhibit.came              has the catalogue come?
 * exhibit.hall.numbers      of all entries, rising: an address less 10000
 * exhibit.entry(number)     {number, id, listed, example}; when its face has come also name, compound, committee, building, where
 *                           (the place at which it is), type, words (of its lit panes, or ''), lit (their number, null where
 *                           it has none), note
 * exhibit.hall.foremost      the numbers of those that stand first in walking order
 * exhibit.hall.facets       [{key, label, values, most, folder, words, signs, …}]: search/catalogue.py says what is what
 * exhibit.hall.gone         {id: true} of addresses that have a page but no entry
 * exhibit.facet(key)        the facet of this key, null where there is none
 * exhibit.values(facet, slugs, fn)  fetches who has some values of a facet, of all where slugs is null; fn(false): it failed
 * exhibit.holders(facet, slug)      who has a value, when that has come: a list with true at their numbers
 * exhibit.valuesOf(entry, facet)    the slugs of its values, of those that have come
 * exhibit.arrange(list, from, to, alike, fn)  puts {entry} in walking order where they are alike, as far as that decides on the
 *                           places from … to; then fn(). None stands before the segments list.begins and, of each, one.begins
 * exhibit.firstPart(asks)   the segment in which the entries begin that have one of some values of each facet: [[facet, slugs]]
 * exhibit.face(entry, fn)   calls fn({tagline, thumb, colour, focus}); thumb is an address or ''; fn(null) when it failed
 * exhibit.story(entry, fn)  calls fn([lines of its story]); fn(null) when it failed. Of the lines that are records,
 *                           lines.told[place] is {page, anchor, label}: where it stands below its entry, what it is
 * exhibit.missed(file)      is called, where somebody has set it, for each file that does not come
 * exhibit.address(entry)    the address of its page
 * exhibit.pageAt(path)      the address of a page of ours; exhibit.recordAt(entry, record) that of one of its records
 * exhibit.types()           what types of content are called
 */
(function (w, d) {
  'use strict';
  var exhibit = w.exhibit = w.exhibit || {};
  // CLIENT is the name of the folder of the data that this very script reads (search/script_data.py).
  var LAST = 64, MORE = 26, FEW = 24, MOST_SEGMENTS = 3, SPARE = 1.5, DAY_MS = 864e5, FIRST_NUMBER = 10000, FOLDER = 'assets/search/' + 'CLIENT' + '/';
  var readers = [], loaded = {}, waiting = {};

  // Coded numbers: scripts/exhibition/search/script_data.py says how.
  function valueOf(code) { return code - (code > 92 ? 36 : 35); }

  function numbers(text) {
    var found = [], high = 0, i, value;
    for (i = 0; i < text.length; i++) {
      value = valueOf(text.charCodeAt(i));
      if (value < LAST) { found.push(high * LAST + value); high = 0; } else high = high * MORE + value - LAST + 1;
    }
    return found;
  }

  function fromSteps(text) {
    var found = numbers(text), last = 0, i;
    for (i = 0; i < found.length; i++) {
      last += found[i] % 2 ? -(found[i] + 1) / 2 : found[i] / 2;
      found[i] = last;
    }
    return found;
  }

  function fromRising(text) {
    var found = numbers(text), last = -1, i;
    for (i = 0; i < found.length; i++) found[i] = last += found[i] + 1;
    return found;
  }

  function fromBits(text) {
    var found = [], i, bit, value;
    for (i = 0; i < text.length; i++) {
      value = valueOf(text.charCodeAt(i));
      for (bit = 0; bit < 6; bit++) if (value >> bit & 1) found.push(i * 6 + bit);
    }
    return found;
  }

  function idOf(number) { return ('0000' + number).slice(-5); }

  // The entry of a number: what is shown of it comes with its face.
  function entryOf(number) {
    var hall = exhibit.hall, known = hall.entries, kind = hall.kinds[number];
    return known[number] || (known[number] = {
      number: number, id: idOf(number + FIRST_NUMBER), part: 0, rank: 0, listed: kind < 3, example: !!hall.examples[number],
      name: '', compound: '', committee: '', building: '', where: '', type: '', words: '', lit: null, note: ''
    });
  }

  function readFacet(facet) {
    facet.words = facet.words || [];
    facet.signs = facet.signs || {};
    facet.held = {};
    readValues(facet, facet.values || []);
  }

  function readValues(facet, values) {
    facet.values = values;
    facet.names = {};
    values.forEach(function (value, place) { facet.names[value[0]] = { name: value[1], place: place, count: value[2], apart: value[3], part: value[4] }; });
  }

  // Which numbers there are, and of what kinds: search/catalogue.py says which.
  function readMap(data) {
    data.kinds = numbers(data.map);
    data.numbers = [];
    data.entries = [];
    data.examples = [];
    data.kinds.forEach(function (kind, number) {
      if (kind) data.numbers.push(number);
      if (kind && kind % 2 === 0) data.examples[number] = true;
    });
    data.starts = fromSteps(data.partStarts);
    data.foremost = fromSteps(data.foremost).map(function (id) { return id - FIRST_NUMBER; });
    data.orders = {};
  }

  function marked(text) {
    var found = [];
    exhibit.postings(text).forEach(function (number) { found[number] = true; });
    return found;
  }

  // The file in which a value that is told later stands (search/catalogue.py counts the same way).
  function valueFile(facet, slug) {
    for (var i = 0, hash = 0; i < slug.length; i++) hash = (hash * 31 + slug.charCodeAt(i)) % 65521;
    return 'v' + facet.key + '.' + hash % facet.later;
  }

  // The files that tell of some values, of all where slugs is null.
  function valueFiles(facet, slugs) {
    var found = {}, rank;
    if (!facet.later) return ['v' + facet.key];
    if (slugs) slugs.forEach(function (slug) { found[valueFile(facet, slug)] = true; });
    else for (rank = 0; rank < facet.later; rank++) found['v' + facet.key + '.' + rank] = true;
    return Object.keys(found);
  }

  // Values that are told later stand in the order of their slugs.
  function learnValues(facet, values) {
    var fresh = values.filter(function (value) { return !facet.names.hasOwnProperty(value[0]); });
    if (fresh.length) readValues(facet, facet.values.concat(fresh).sort(function (a, b) { return a[0] < b[0] ? -1 : 1; }));
  }

  function valuesOf(facet, slugs, fn) {
    var left = 1, good = true, short = {};
    function done(there) {
      good = good && there;
      if (!--left) fn(good);
    }
    // What is known to stand in a file of its own comes at the same time, and so does the order of the entries that will be seen.
    (slugs || []).forEach(function (slug) {
      if (facet.names.hasOwnProperty(slug) && facet.names[slug].part) order(facet.names[slug].part, function () {});
    });
    (slugs || Object.keys(facet.names)).forEach(function (slug) {
      if (facet.names.hasOwnProperty(slug) && facet.names[slug].apart && !facet.held.hasOwnProperty(slug)) load('v' + facet.key + '-' + slug, function () {});
    });
    each(valueFiles(facet, slugs), function (file, next) {
      load(file, function (told) {
        good = good && !!told;
        if (told) {
          learnValues(facet, told[0]);
          for (var slug in told[1]) if (told[1].hasOwnProperty(slug)) short[slug] = told[1][slug];
        }
        next();
      });
    }, function () {
      (good ? slugs || facet.values.map(function (value) { return value[0]; }) : []).forEach(function (slug) {
        var value = facet.names.hasOwnProperty(slug) && facet.names[slug];
        if (!value || facet.held.hasOwnProperty(slug)) return;
        if (!value.apart) { facet.held[slug] = marked(short.hasOwnProperty(slug) ? short[slug] : ''); return; }
        left++;
        load('v' + facet.key + '-' + slug, function (text) {
          if (text !== null) facet.held[slug] = marked(text);
          done(text !== null);
        });
      });
      done(true);
    });
  }

  function facetWith(trait) { return exhibit.hall.facets.filter(function (facet) { return facet[trait]; })[0] || null; }

  function readGone(data) {
    data.gone = {};
    fromSteps(data.answering).forEach(function (id) { data.gone[idOf(id)] = true; });
  }

  // The root of the site, from the address of this very script.
  function rootOf() {
    var scripts = d.getElementsByTagName('script'), i, found;
    for (i = scripts.length - 1; i >= 0; i--) {
      found = /^(.*?)assets\/search\/[^\/]*$/.exec(scripts[i].src || '');
      if (found) return found[1];
    }
    return './';
  }
  var root = rootOf();

  function tell(name, value) {
    var list = waiting[name] || [], i;
    delete waiting[name];
    for (i = 0; i < list.length; i++) list[i](value);
  }

  // Addresses of files stay: caches that keep files whatever the server says keep them for a day, and not after a reload that
  // was asked for (partials/exhibit/renewed.js).
  function stamp() {
    var asked = /[?&]t=(\d+)/.exec(w.location.search);
    return w.location.protocol === 'file:' ? '' : '?' + (asked ? asked[1] : Math.floor(new Date().getTime() / DAY_MS));
  }

  // Fetches a script of the data once; fn gets what it put, or null when it does not come.
  function load(name, fn) {
    var file = name + '.js';
    if (loaded.hasOwnProperty(name)) { fn(loaded[name]); return; }
    if (waiting[name]) { waiting[name].push(fn); return; }
    waiting[name] = [fn];
    var script = d.createElement('script');
    script.charset = 'utf-8';
    script.async = true;
    script.onload = script.onerror = function () {
      script.onload = script.onerror = null;
      if (!loaded.hasOwnProperty(name) && exhibit.missed) exhibit.missed(file);
      tell(name, loaded.hasOwnProperty(name) ? loaded[name] : null);
    };
    script.src = root + FOLDER + file + stamp();
    d.getElementsByTagName('head')[0].appendChild(script);
  }

  // The lines of a story; behind a tab stands which record a line is: the rank of its list, its number.
  function linesOf(story) {
    var records = {}, lines = story.split('\n').map(function (line, place) {
      var parts = line.split('\t'), which = parts[1] && parts[1].split('-'), list = which && exhibit.hall.lists[which[0]];
      if (list) records[place] = { page: list[2] || 'record/', anchor: list[2] ? which[1] : list[0] + '-' + which[1], label: list[1] };
      return parts[0];
    });
    lines.told = records;
    return lines;
  }

  // ---- The walking order, segment by segment. ----

  // Fetches a segment: then its entries know their places in it.
  function order(part, fn) {
    var hall = exhibit.hall;
    if (hall.orders[part]) { fn(); return; }
    load('o' + hall.starts[part - 1], function (text) {
      if (text && !hall.orders[part]) {
        hall.orders[part] = true;
        fromSteps(text).forEach(function (id, place) {
          var entry = hall.kinds[id - FIRST_NUMBER] && entryOf(id - FIRST_NUMBER);
          if (entry) { entry.part = part; entry.rank = place + 1; }
        });
      }
      fn();
    });
  }

  // Calls fn when all of a list have been fetched.
  function each(list, get, fn) {
    var left = 1;
    function done() { if (!--left) fn(); }
    list.forEach(function (one) { left++; get(one, done); });
    done();
  }

  function isPlaced(one) { return one.entry.part; }

  // Fetches the segment of each entry: of a few with their faces, of more by files of thousands of numbers each.
  function fetchParts(run, fn) {
    var size = exhibit.hall.block, files = {};
    if (run.every(isPlaced)) { fn(); return; }
    if (run.length <= FEW) { each(run, function (one, done) { faceOf(one.entry, done); }, fn); return; }
    run.forEach(function (one) {
      var file = 'p' + Math.floor(one.entry.number / size);
      (files[file] = files[file] || []).push(one.entry);
    });
    each(Object.keys(files), function (file, done) {
      load(file, function (text) {
        var parts = numbers(text || '');
        files[file].forEach(function (entry) { entry.part = entry.part || parts[entry.number % size] || 0; });
        done();
      });
    }, fn);
  }

  function inOrder(a, b) { return a.entry.part - b.entry.part || a.entry.rank - b.entry.rank || a.entry.number - b.entry.number; }

  // Those that stand in the segments that have come, from the first one on without a gap.
  function come(run, first) {
    var end = first;
    while (exhibit.hall.orders[end]) end++;
    return run.filter(function (one) { return one.entry.rank && one.entry.part >= first && one.entry.part < end; });
  }

  // A run in walking order, as far as that is known: behind what is known all others stay as they are.
  function walked(run, first) {
    var found, known = {};
    if (run.every(isPlaced)) return run.sort(inOrder);
    found = come(run, first).sort(inOrder);
    found.forEach(function (one) { known[one.entry.number] = true; });
    return found.concat(run.filter(function (one) { return !known[one.entry.number]; }));
  }

  // Fetches what decides on the first places of a run: of many entries the first segments, else those of each.
  function fetchWalk(run, most, first, fn) {
    var all = exhibit.hall.starts.length, wanted = [], part;
    var end = Math.min(all + 1, first + Math.ceil(SPARE * most * all / run.length));
    function exactly() {
      fetchParts(run, function () {
        var parts = {};
        run.sort(inOrder).slice(0, most).forEach(function (one) { if (one.entry.part) parts[one.entry.part] = true; });
        each(Object.keys(parts), order, fn);
      });
    }
    if (end > first + MOST_SEGMENTS || run.every(isPlaced)) { exactly(); return; }
    for (part = first; part < end; part++) wanted.push(part);
    each(wanted, order, function () { if (come(run, first).length < most) exactly(); else fn(); });
  }

  function arrange(list, from, to, alike, fn) {
    var left = 1, at = from, end;
    function done() {
      if (--left) return;
      if (from <= (list.sure || 0)) list.sure = Math.max(to, list.sure || 0);
      fn();
    }
    function sort(start, end) {
      var first = beginOf(list, list.slice(start, end));
      left++;
      fetchWalk(list.slice(start, end), Math.min(to, end) - start, first, function () {
        walked(list.slice(start, end), first).forEach(function (one, place) { list[start + place] = one; });
        done();
      });
    }
    if (to <= list.sure) { fn(); return; }
    while (at && at < list.length && alike(list[at - 1], list[at])) at--;
    for (; at < Math.min(to, list.length); at = end) {
      for (end = at + 1; end < list.length && alike(list[at], list[end]);) end++;
      if (end > at + 1) sort(at, end);
    }
    done();
  }

  // Of several asks of one facet any may be the one that an entry answers.
  function firstPart(asks) {
    var least = {}, first = 1, key;
    asks.forEach(function (ask) {
      ask[1].forEach(function (slug) {
        var part = ask[0].names.hasOwnProperty(slug) && ask[0].names[slug].part || 1;
        least[ask[0].key] = Math.min(part, least[ask[0].key] || part);
      });
    });
    for (key in least) if (least.hasOwnProperty(key)) first = Math.max(first, least[key]);
    return first;
  }

  // The segment before which none of a run stands.
  function beginOf(list, run) {
    return Math.max(list.begins || 1, run.reduce(function (least, one) { return Math.min(least, one.begins || 1); }, run[0].begins || 1));
  }

  function faceOf(entry, fn) {
    var id = +entry.id;
    load('f' + Math.floor(id / exhibit.hall.faces) * exhibit.hall.faces, function (told) { fn(told && told[id] ? shown(entry, told[id]) : null); });
  }

  // A face: search/catalogue.py says what stands where.
  function shown(entry, face) {
    ['name', 'compound', 'committee', 'building', 'where', 'type', 'words'].forEach(function (name, place) { entry[name] = face[place]; });
    entry.lit = face[7] < 0 ? null : face[7];
    entry.note = entry.listed ? '' : face[8];
    entry.part = entry.part || exhibit.hall.starts.indexOf(face[10]) + 1;
    entry.stories = 't' + face[11];
    return { tagline: face[9], thumb: face[12] ? root + face[12] : '', colour: face[13] || '', focus: face[14] || '' };
  }

  // The numbers of postings. Of an entry that the catalogue does not know, more has been published since it came: then fn is
  // called.
  function known(numbers, fn) {
    var hall = exhibit.hall, more = false, found = numbers.filter(function (number) {
      if (!hall.kinds[number] && !hall.gone[idOf(number + FIRST_NUMBER)]) more = true;
      return hall.kinds[number];
    });
    if (more) fn();
    if (more && exhibit.older) exhibit.older();
    return found;
  }

  exhibit.root = root;
  exhibit.numbers = numbers;
  exhibit.fromSteps = fromSteps;
  exhibit.postings = function (text) { return text.charAt(0) === '~' ? fromBits(text.slice(1)) : fromRising(text); };
  exhibit.known = function (text, fn) { return known(exhibit.postings(text), fn); };
  exhibit.leaf = load;
  exhibit.lost = function (name) { if (exhibit.missed) exhibit.missed(name); };
  exhibit.put = function (name, value) { loaded[name] = value; };
  exhibit.pinyin = function (text) { loaded.pinyin = text; };
  exhibit.echoes = function (text) { loaded.echoes = text; };
  exhibit.forms = function (text) { loaded.forms = text; };
  exhibit.open = function (fn) { if (exhibit.came) fn(true); else load('catalogue', function (came) { fn(!!came); }); };
  exhibit.catalogue = function (data) {
    if (exhibit.came) return;
    exhibit.came = loaded.catalogue = true;
    // The page draws in between.
    w.setTimeout(function () {
      readMap(data);
      data.facets.forEach(readFacet);
      readGone(data);
      exhibit.hall = data;
      while (readers.length) readers.shift()(data);
    }, 0);
  };
  exhibit.ready = function (fn) { if (exhibit.hall) fn(exhibit.hall); else readers.push(fn); };
  exhibit.pageAt = function (path) { return root + (w.location.protocol === 'file:' ? path.replace(/(#.*)?$/, 'index.html$1') : path); };
  exhibit.address = function (entry) { return exhibit.pageAt(entry.id + '/'); };
  exhibit.recordAt = function (entry, record) { return exhibit.pageAt(entry.id + '/' + record.page) + '#' + record.anchor; };
  exhibit.facet = function (key) { return exhibit.hall.facets.filter(function (facet) { return facet.key === key; })[0] || null; };
  exhibit.entry = entryOf;
  exhibit.values = valuesOf;
  exhibit.arrange = arrange;
  exhibit.firstPart = firstPart;
  exhibit.holders = function (facet, slug) { return facet.held.hasOwnProperty(slug) ? facet.held[slug] : []; };
  exhibit.valuesOf = function (entry, facet) {
    return facet.values.map(function (value) { return value[0]; }).filter(function (slug) { return exhibit.holders(facet, slug)[entry.number]; });
  };
  exhibit.types = function () { return facetWith('types').values.map(function (value) { return value[1]; }); };
  exhibit.face = faceOf;
  exhibit.story = function (entry, fn) {
    faceOf(entry, function () {
      if (entry.stories) load(entry.stories, function (told) { fn(linesOf(told && told[+entry.id] || '')); }); else fn(linesOf(''));
    });
  };
  if (exhibit.early) exhibit.catalogue(exhibit.early);
})(window, document);
