/**
 * Reads the catalogue of the exhibition and loads what belongs to it. ES5, no requests but <script>: works from file://.
 *
 * exhibit.open(fn)          fetches the catalogue, once; calls fn(true) when it has come, fn(false) when it does not come
 * exhibit.early             a catalogue that came before this script
 * exhibit.older             is called, where somebody has set it, when files tell of entries that the catalogue does not know
 * exhibit.ready(fn)         calls fn(hall) when the catalogue has been read: of thousands of entries a moment after it came
 * exhibit.came              has the catalogue come?
 * exhibit.hall.numbers      of all entries, rising: an address less 10000
 * exhibit.entry(number)     {number, id, part, listed, example}: part is its segment of the walking order, counted from 1; when
 *                           its face has come also rank (its place in the segment), name, compound, committee, building, where
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
 *                           places from … to; they must stand in the order of their parts; then fn()
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
  var LAST = 64, MORE = 26, DAY_MS = 864e5, FIRST_NUMBER = 10000, FOLDER = 'assets/search/' + 'CLIENT' + '/';
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
    var hall = exhibit.hall, known = hall.entries, part = hall.parts[number];
    return known[number] || (known[number] = {
      number: number, id: idOf(number + FIRST_NUMBER), part: part, rank: 0, listed: part <= hall.listed, example: !!hall.examples[number],
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

  // Which numbers there are, and in which parts.
  function readMap(data) {
    data.parts = numbers(data.map);
    data.numbers = [];
    data.entries = [];
    data.examples = [];
    for (var i = 0; i < data.parts.length; i++) if (data.parts[i]) data.numbers.push(i);
    fromRising(data.example).forEach(function (number) { data.examples[number] = true; });
    data.starts = fromSteps(data.partStarts);
    data.foremost = fromSteps(data.foremost).map(function (id) { return id - FIRST_NUMBER; });
    data.orders = {};
  }

  function marked(text) {
    var found = [];
    exhibit.postings(text).forEach(function (number) { found[number] = true; });
    return found;
  }

  function valuesOf(facet, slugs, fn) {
    var left = 1, good = true;
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
    load('v' + facet.key, function (told) {
      if (!told) { done(false); return; }
      if (told[0].length && !facet.values.length) readValues(facet, told[0]);
      (slugs || facet.values.map(function (value) { return value[0]; })).forEach(function (slug) {
        var value = facet.names.hasOwnProperty(slug) && facet.names[slug];
        if (!value || facet.held.hasOwnProperty(slug)) return;
        if (!value.apart) { facet.held[slug] = marked(told[1][slug] || ''); return; }
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

  // The first addresses of the files in which entries of a part of the walking order stand, by the place at which each file
  // begins: search/catalogue.py cuts the same way.
  function chunks(ids, sizes) {
    var starts = [], names = [], i, held;
    for (i = 0; i < ids.length; i++) {
      held = starts.length ? i - starts[starts.length - 1] : sizes[1];
      if (held >= sizes[1] || held >= sizes[0] && ids[i] % sizes[2] === 0) starts.push(i);
      names[i] = ids[starts[starts.length - 1]];
    }
    return names;
  }

  // Fetches a part of the walking order: then its entries know their places in it, and their files.
  function order(part, fn) {
    var hall = exhibit.hall;
    if (hall.orders[part]) { fn(hall.orders[part]); return; }
    load('o' + hall.starts[part - 1], function (text) {
      if (text && !hall.orders[part]) {
        var ids = fromSteps(text), places = {};
        ids.forEach(function (id, place) {
          places[id] = place;
          if (hall.parts[id - FIRST_NUMBER]) entryOf(id - FIRST_NUMBER).rank = place;
        });
        hall.orders[part] = { ids: ids, places: places };
      }
      fn(hall.orders[part] || null);
    });
  }

  function arrange(list, from, to, alike, fn) {
    var left = 1, at = from, end;
    function done() { if (!--left) fn(); }
    function sort(start, end) {
      left++;
      order(list[start].entry.part, function () {
        var run = list.slice(start, end).sort(function (a, b) { return a.entry.rank - b.entry.rank || a.entry.number - b.entry.number; }), i;
        for (i = start; i < end; i++) list[i] = run[i - start];
        done();
      });
    }
    function same(a, b) { return a.entry.part === b.entry.part && alike(a, b); }
    while (at && at < list.length && same(list[at - 1], list[at])) at--;
    for (; at < Math.min(to, list.length); at = end) {
      for (end = at + 1; end < list.length && same(list[at], list[end]);) end++;
      if (end > at + 1) sort(at, end);
    }
    done();
  }

  // What a file of a kind says of an entry; null when the file does not come, or does not know the entry.
  function told(kind, sizes, entry, fn) {
    order(entry.part, function (held) {
      var id = +entry.id, place = held ? held.places[id] : undefined;
      if (place === undefined) { fn(null); return; }
      held[kind] = held[kind] || chunks(held.ids, sizes);
      load(kind + held[kind][place], function (told) { fn(told && told[id] !== undefined ? told[id] : null); });
    });
  }

  // A face: search/catalogue.py says what stands where.
  function shown(entry, face) {
    ['name', 'compound', 'committee', 'building', 'where', 'type', 'words'].forEach(function (name, place) { entry[name] = face[place]; });
    entry.lit = face[7] < 0 ? null : face[7];
    entry.note = entry.listed ? '' : face[8];
    return { tagline: face[9], thumb: face[10] ? root + face[10] : '', colour: face[11] || '', focus: face[12] || '' };
  }

  // The numbers of postings. Of an entry that the catalogue does not know, more has been published since it came: then fn is
  // called.
  function known(numbers, fn) {
    var hall = exhibit.hall, more = false, found = numbers.filter(function (number) {
      if (!hall.parts[number] && !hall.gone[idOf(number + FIRST_NUMBER)]) more = true;
      return hall.parts[number];
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
  exhibit.cutFiles = chunks;
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
  exhibit.holders = function (facet, slug) { return facet.held.hasOwnProperty(slug) ? facet.held[slug] : []; };
  exhibit.valuesOf = function (entry, facet) {
    return facet.values.map(function (value) { return value[0]; }).filter(function (slug) { return exhibit.holders(facet, slug)[entry.number]; });
  };
  exhibit.types = function () { return facetWith('types').values.map(function (value) { return value[1]; }); };
  exhibit.face = function (entry, fn) {
    var id = +entry.id;
    load('f' + Math.floor(id / exhibit.hall.faces) * exhibit.hall.faces, function (told) { fn(told && told[id] ? shown(entry, told[id]) : null); });
  };
  exhibit.story = function (entry, fn) {
    told('t', exhibit.hall.stories, entry, function (story) { fn(linesOf(story || '')); });
  };
  if (exhibit.early) exhibit.catalogue(exhibit.early);
})(window, document);
