/**
 * Finds pages that may help with a question that nothing answers: those on which most of its pairs of characters stand, rare
 * pairs counting more. The part of the search that is fetched where nothing else is found, with what stands on pages
 * (search/page_texts.py). ES5; `tools` are functions of search.js.
 */
(function (w) {
  'use strict';
  // How much a pair counts: in what a page is called, in all else that is told of it, in the title of a code of the checks, in the
  // clauses of its body; in another wording of the question, in a word near to one of its. Pairs on a greater part of the pages than COMMON say nothing.
  var exhibit = w.exhibit, CALLED = 2, TOLD = 1.3, CODE = 1.2, BODY = 1, REWORDED = 0.5, NEAR = 0.6, COMMON = 0.25;
  // A page is a guess that has so many characters of the question, or else this part of what it could have, and beside the best
  // this part of that one's. Beside a page that has a little of the question it must have so many times as much as that one.
  var ENOUGH = 4, LEAST = 0.22, BESIDE = 0.7, MOST = 3, SURELY = 1.4;

  function make(tools) {
    var fold = tools.fold, canonical = tools.canonical, has = tools.has, run = tools.run, count = tools.count, GAP = tools.GAP, held = null;

    // {pages: [answer, …], pairs: {pair: {place: weight}}} of the pages that answer, of `rows` and of `titles` of codes.
    function read(hall, rows, titles) {
      var pages = [], places = {}, pairs = {}, path;
      function place(path, page) {
        if (!has(places, path)) { places[path] = pages.length; pages.push(page); }
        return places[path];
      }
      function add(text, at, weight) {
        var form = canonical(fold(text)), i, pair;
        for (i = 0; i < form.length - 1; i++) {
          pair = form.substr(i, 2);
          if (pair.indexOf(GAP) >= 0) continue;
          if (!has(pairs, pair)) pairs[pair] = {};
          pairs[pair][at] = Math.max(weight, pairs[pair][at] || 0);
        }
      }
      tools.answersOf(hall).forEach(function (answer) {
        var at = place(answer.pages[0][1], answer);
        add(answer.words.join(GAP), at, CALLED);
        add(answer.pages[0][0], at, CALLED);
        add(answer.note, at, TOLD);
        answer.patterns.forEach(function (parts) { parts.forEach(function (forms) { add(forms.join(GAP), at, TOLD); }); });
      });
      rows.forEach(function (row) {
        var at = place(row[0], { name: row[1], note: row[4].split('\n')[0], pose: row[3], place: 1e4 + pages.length, mark: '', pages: [[row[1], row[0], row[2]]] });
        add(row[1], at, CALLED);
        add(row[4], at, TOLD);
        add(row[5] || '', at, BODY);
      });
      for (path in titles) if (has(titles, path)) {
        add(titles[path], place('help/' + path + '/', tools.codePage(path, titles[path])), CODE);
      }
      return { pages: pages, pairs: pairs };
    }

    // The pairs of all wordings, and of words that are near to those of the question: {pair: weight}; bits are those of the
    // question as it is written.
    function pairsOf(list, own, near) {
      var found = {}, bits = {};
      function add(text, weight, need, where) {
        for (var i = 0, pair; i < text.length - 1; i++) {
          pair = text.substr(i, 2);
          if (pair.indexOf(GAP) >= 0 || need && !(need & run(i, 2))) continue;
          found[pair] = Math.max(weight, found[pair] || 0);
          if (where !== 0) bits[pair] = (bits[pair] || 0) | (where || run(i, 2));
        }
      }
      add(own.text, 1, own.need);
      list.forEach(function (wording) { if (wording !== own) add(wording.text, wording.weight === 1 ? 1 : REWORDED, wording.need, 0); });
      near.forEach(function (words) {
        var where = 0;
        words.forEach(function (word) {
          for (var at = own.text.indexOf(word); at >= 0; at = own.text.indexOf(word, at + 1)) where |= run(at, word.length);
        });
        if (where) words.forEach(function (word) { if (own.text.indexOf(word) < 0) add(word, NEAR, 0, where); });
      });
      return { weights: found, bits: bits, own: own };
    }

    function rate(list, spoken, near) {
      var own = list[0], said = spoken.reduce(function (text, pair) { return text.split(pair[0]).join(pair[1]); }, own.text);
      list.forEach(function (wording) { if (wording.weight === 1 && wording.text === said) own = wording; });
      var asked = pairsOf(list, own, near), total = 0, scores = {}, bits = {}, pair, at, rows, rarity, number, found = [];
      for (pair in asked.weights) {
        rows = has(held.pairs, pair) ? held.pairs[pair] : {};
        number = 0;
        for (at in rows) number++;
        if (number > held.pages.length * COMMON) continue;
        rarity = Math.log(1 + held.pages.length / (number + 1)) * asked.weights[pair];
        if (own.text.indexOf(pair) >= 0) total += rarity;
        for (at in rows) {
          scores[at] = (scores[at] || 0) + rarity * rows[at];
          bits[at] = (bits[at] || 0) | (asked.bits[pair] || 0);
        }
      }
      for (at in scores) found.push({ page: held.pages[at], score: scores[at] / total, had: count(bits[at]) });
      return found.filter(function (one) { return one.had >= ENOUGH || one.had > 1 && one.score >= LEAST; }).sort(function (a, b) { return b.score - a.score || a.page.place - b.page.place; });
    }

    // rival: the page that has a part of the question, if any; guesses must have so many times as much as it.
    return function (list, hall, rows, near, titles, rival) {
      held = held || read(hall, rows, titles);
      var found = rate(list, hall.spoken, near), least = 0;
      found.forEach(function (one) { if (rival && one.page.pages[0][1] === rival.pages[0][1]) least = one.score * SURELY; });
      if (rival && !(found.length && found[0].score >= least)) return [];
      return found.filter(function (one) { return one.score >= BESIDE * found[0].score; }).slice(0, MOST).map(function (one) {
        var page = one.page;
        return { name: page.name, note: page.note, pose: page.pose, pages: page.pages, place: page.place, mark: page.mark, whole: false, had: one.had, span: one.had, guessed: true };
      });
    };
  }

  exhibit.put('guesses', make);
})(window);
