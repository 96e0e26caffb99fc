/**
 * Reads the catalogue of the exhibition and loads what belongs to it. ES5, no requests but <script>: works from file://.
 *
 * exhibit.open(fn)          fetches the catalogue, once; calls fn(true) when it has come, fn(false) when it does not come
 * exhibit.early             a catalogue that came before this script
 * exhibit.older             is called, where somebody has set it, when files tell of entries that the catalogue does not know
 * exhibit.ready(fn)         calls fn(hall) when the catalogue has been read: of thousands of entries a moment after it came
 * exhibit.came              has the catalogue come?
 * exhibit.hall.entries      those that stand in lists, in walking order, then all others:
 *                           {rank, id, listed, name, compound, committee, building, lit, note, example}; lit is its number
 *                           of lit panes, null where it has none
 * exhibit.hall.facets       [{key, label, values, most, folder, words, signs, …}]: search/facets.py says what is what
 * exhibit.hall.gone         {id: true} of addresses that have a page but no entry
 * exhibit.facet(key)        the facet of this key, null where there is none
 * exhibit.valuesOf(entry, facet)  the slugs of its values
 * exhibit.namesOf(entry, facet)   their names
 * exhibit.where(entry)      the name of the place at which it is (of the facet of places), or ''
 * exhibit.face(entry, fn)   calls fn({tagline, thumb, colour, focus}); thumb is an address or ''; fn(null) when it failed
 * exhibit.story(entry, fn)  calls fn([lines of its story]); fn(null) when it failed. Of the lines that are records,
 *                           lines.told[place] is {page, anchor, label}: where it stands below its entry, what it is
 * exhibit.missed(file)      is called, where somebody has set it, for each file that does not come
 * exhibit.address(entry)    the address of its page
 * exhibit.pageAt(path)      the address of a page of ours; exhibit.recordAt(entry, record) that of one of its records
 * exhibit.types()           what types of content are called
 * exhibit.typeOf(entry)     what its type of content is called
 * exhibit.litWords(entry)   what its number of lit panes is called, or ''
 */
(function (w, d) {
  'use strict';
  var exhibit = w.exhibit = w.exhibit || {};
  // CLIENT is the name of the folder of the data that this very script reads (search/script_data.py).
  var LAST = 64, MORE = 26, TURN_MS = 10, SLICE = 250, DAY_MS = 864e5, FIRST_NUMBER = 10000, FOLDER = 'assets/search/' + 'CLIENT' + '/';
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

  // A dictionary's column: 0 is the next value, k the k-th again.
  function values(column, words) {
    var found = numbers(column), next = 0, i;
    for (i = 0; i < found.length; i++) found[i] = words[found[i] ? found[i] - 1 : next++];
    return found;
  }

  function worded(part) { return values(part.column, part.words.split('\n')); }

  // Does tasks one after the other, and lets the page draw and answer in between; a few are done at once.
  function inTurns(tasks) {
    var end = new Date().getTime() + TURN_MS;
    while (tasks.length) {
      tasks.shift()();
      if (tasks.length && new Date().getTime() > end) { w.setTimeout(function () { inTurns(tasks); }, 0); return; }
    }
  }

  // The tasks that make entries of the columns of the catalogue.
  function decoding(data, entries) {
    var columns = {}, tasks = [], from;
    function column(name, read) { tasks.push(function () { columns[name] = read(data[name]); }); }
    function slice(from) { tasks.push(function () { for (var i = from; i < Math.min(from + SLICE, columns.ids.length); i++) entries.push(entryAt(i)); }); }
    function entryAt(i) {
      var where = columns.place[i].split('|'), number = columns.number[i];
      return {
        rank: i, id: idOf(columns.ids[i]), listed: i < data.listed, name: numbered(columns.name[i], number),
        compound: where[0], committee: where[1] === '=' ? where[0] + '居民区' : where[1], building: numbered(columns.building[i], number),
        lit: null, note: i < data.listed ? '' : data.notes[i - data.listed], example: false
      };
    }
    column('ids', fromSteps);
    column('place', worded);
    column('number', fromSteps);
    column('building', worded);
    column('name', worded);
    // A number of an entry is one character or more, so there are no more entries than characters.
    for (from = 0; from < data.ids.length; from += SLICE) slice(from);
    tasks.push(function () { for (var i = 0; i < entries.length; i++) data.ranks[entries[i].id] = i; });
    tasks.push(function () {
      var examples = fromRising(data.example), i;
      for (i = 0; i < examples.length; i++) entries[examples[i]].example = true;
    });
    data.facets.forEach(function (facet) { tasks.push(function () { readFacet(facet, entries); }); });
    return tasks;
  }

  function numbered(text, number) { return text.indexOf('#') < 0 ? text : text.replace(/#/g, number); }

  function idOf(number) { return ('0000' + number).slice(-5); }

  // Fills a facet with what it is asked for: names, and the slugs of each entry's values, one list for all that have the same.
  function readFacet(facet, entries) {
    var lists = [[]], i;
    function slugOf(place) { return facet.values[place][0]; }
    facet.values = facet.entries ? fromSteps(facet.entries).map(function (rank) { return [entries[rank].id, entries[rank].name]; }) : facet.values || [];
    facet.words = facet.words || [];
    facet.signs = facet.signs || {};
    facet.names = {};
    facet.values.forEach(function (value, place) {
      facet.names[value[0]] = { name: value[1], place: place };
      lists.push([value[0]]);
    });
    if (facet.sets) facet.slugs = values(facet.column, facet.sets.map(function (set) { return set.map(slugOf); }));
    else facet.slugs = (typeof facet.steps === 'string' ? fromSteps(facet.steps) : numbers(facet.column)).map(function (place) { return lists[place]; });
    for (i = 0; facet.panes && i < entries.length; i++) if (facet.slugs[i].length) entries[i].lit = facet.panes[facet.names[facet.slugs[i][0]].place];
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

  // The first addresses of the files in which entries stand in walking order, by the place at which each file begins:
  // search/catalogue.py cuts the same way.
  function chunks(sizes) {
    var entries = exhibit.hall.entries, starts = [], names = [], i, held;
    for (i = 0; i < entries.length; i++) {
      held = starts.length ? i - starts[starts.length - 1] : sizes[1];
      if (held >= sizes[1] || held >= sizes[0] && +entries[i].id % sizes[2] === 0) starts.push(i);
      names[i] = +entries[starts[starts.length - 1]].id;
    }
    return names;
  }

  // What a file of a kind says of an entry; null when the file does not come, or does not know the entry.
  function told(kind, sizes, entry, fn) {
    var hall = exhibit.hall;
    hall.chunks = hall.chunks || {};
    if (!hall.chunks[kind]) hall.chunks[kind] = chunks(sizes);
    load(kind + hall.chunks[kind][entry.rank], function (held) { fn(held && held[+entry.id] !== undefined ? held[+entry.id] : null); });
  }

  // The ranks of entries by their numbers. Of an entry that the catalogue does not know, more has been published since it came:
  // then fn is called.
  function ranksOf(numbers, fn) {
    var hall = exhibit.hall, found = [], more = false, i, id;
    for (i = 0; i < numbers.length; i++) {
      id = idOf(numbers[i] + FIRST_NUMBER);
      if (hall.ranks.hasOwnProperty(id)) found.push(hall.ranks[id]);
      else if (!hall.gone[id]) more = true;
    }
    if (more) fn();
    if (more && exhibit.older) exhibit.older();
    return found;
  }

  exhibit.root = root;
  exhibit.numbers = numbers;
  exhibit.fromSteps = fromSteps;
  exhibit.postings = function (text) { return text.charAt(0) === '~' ? fromBits(text.slice(1)) : fromRising(text); };
  exhibit.ranks = function (text, fn) { return ranksOf(exhibit.postings(text), fn); };
  exhibit.leaf = load;
  exhibit.chunks = chunks;
  exhibit.lost = function (name) { if (exhibit.missed) exhibit.missed(name); };
  exhibit.put = function (name, value) { loaded[name] = value; };
  exhibit.pinyin = function (text) { loaded.pinyin = text; };
  exhibit.echoes = function (text) { loaded.echoes = text; };
  exhibit.forms = function (text) { loaded.forms = text; };
  exhibit.open = function (fn) { if (exhibit.came) fn(true); else load('catalogue', function (came) { fn(!!came); }); };
  exhibit.catalogue = function (data) {
    if (exhibit.came) return;
    data.entries = [];
    data.ranks = {};
    exhibit.came = loaded.catalogue = true;
    inTurns(decoding(data, data.entries).concat(function () {
      readGone(data);
      exhibit.hall = data;
    }, function () { while (readers.length) readers.shift()(data); }));
  };
  exhibit.ready = function (fn) { if (exhibit.hall) fn(exhibit.hall); else readers.push(fn); };
  exhibit.pageAt = function (path) { return root + (w.location.protocol === 'file:' ? path.replace(/(#.*)?$/, 'index.html$1') : path); };
  exhibit.address = function (entry) { return exhibit.pageAt(entry.id + '/'); };
  exhibit.recordAt = function (entry, record) { return exhibit.pageAt(entry.id + '/' + record.page) + '#' + record.anchor; };
  exhibit.facet = function (key) { return exhibit.hall.facets.filter(function (facet) { return facet.key === key; })[0] || null; };
  exhibit.valuesOf = function (entry, facet) { return facet.slugs[entry.rank]; };
  exhibit.namesOf = function (entry, facet) {
    return facet ? facet.slugs[entry.rank].map(function (slug) { return facet.names[slug].name; }) : [];
  };
  exhibit.where = function (entry) { return exhibit.namesOf(entry, facetWith('locates'))[0] || ''; };
  exhibit.types = function () { return facetWith('types').values.map(function (value) { return value[1]; }); };
  exhibit.typeOf = function (entry) { return exhibit.namesOf(entry, facetWith('types'))[0] || ''; };
  exhibit.litWords = function (entry) { return exhibit.namesOf(entry, facetWith('panes'))[0] || ''; };
  exhibit.face = function (entry, fn) {
    told('f', exhibit.hall.faces, entry, function (face) {
      fn(face ? { tagline: face[0], thumb: face[1] ? root + face[1] : '', colour: face[2] || '', focus: face[3] || '' } : null);
    });
  };
  exhibit.story = function (entry, fn) {
    told('t', exhibit.hall.stories, entry, function (story) { fn(linesOf(story || '')); });
  };
  if (exhibit.early) exhibit.catalogue(exhibit.early);
})(window, document);
