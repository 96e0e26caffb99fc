/**
 * Reads letters as the sounds of names, and hears that words sound alike: the part of the search that is fetched with the
 * tables of sounds. ES5; `tools` are functions and numbers of search.js.
 */
(function (w) {
  'use strict';
  var exhibit = w.exhibit, NUMERALS = '零一二三四五六七八九';

  function make(tools) {
    var fold = tools.fold, canonical = tools.canonical, has = tools.has, run = tools.run, isDigit = tools.isDigit, termsOf = tools.termsOf, wordings = tools.wordings, valueAnswer = tools.valueAnswer;
    var answersOf = tools.answersOf, ranked = tools.ranked, sorted = tools.sorted, result = tools.result, ask = tools.ask, SCORES = tools.SCORES, ANSWERS = tools.ANSWERS, GAP = tools.GAP;

    // ---- Sounds. ----

    var heard = null, echoed = false;

    function learnSounds(text) {
      heard = heard || {};
      text.split(' ').forEach(function (item) {
        var parts = /^([a-z]+)([\s\S]*)$/.exec(item), i;
        for (i = 0; parts && i < parts[2].length; i++) {
          var sign = parts[2].charAt(i);
          (heard[sign] = heard[sign] || []).push(parts[1]);
        }
      });
    }

    function readings(sign) { return heard.hasOwnProperty(sign) ? heard[sign] : []; }

    // Reads typed letters along hay from a place: whole syllables, first letters, an unfinished last syllable. Returns how many
    // syllables were cut short and where it ended, or null.
    function along(hay, at, typed, from) {
      if (from === typed.length) return { cut: 0, end: at };
      var sign = hay.charAt(at), rest = typed.slice(from), list, i, found;
      if (!sign || sign === '|') return null;
      if (sign === typed.charAt(from)) {
        found = along(hay, at + 1, typed, from + 1);
        if (found) return found;
      }
      list = readings(sign);
      for (i = 0; i < list.length; i++) {
        if (rest.slice(0, list[i].length) === list[i] && (found = along(hay, at + 1, typed, from + list[i].length))) return found;
        if (rest.length > 1 && rest.length < list[i].length && list[i].slice(0, rest.length) === rest) return { cut: 0, end: at + 1 };
      }
      for (i = 0; i < list.length; i++) {
        if (list[i].charAt(0) === rest.charAt(0) && (found = along(hay, at + 1, typed, from + 1))) {
          return { cut: found.cut + 1, end: found.end };
        }
      }
      return null;
    }

    // The best way in which hay sounds like what was typed, 0 where it does not.
    function sounding(hay, typed, reader, begins) {
      var best = 0, at, found, score;
      for (at = 1; at < hay.length; at++) {
        if (!begins(hay.charAt(at))) continue;
        if (isDigit(typed.charAt(0)) && isDigit(hay.charAt(at - 1))) continue;
        found = reader(hay, at, typed, 0);
        if (!found) continue;
        score = hay.charAt(at - 1) === '|' ? (hay.charAt(found.end) === '|' ? SCORES.equal : SCORES.begins) : SCORES.inside;
        if (isDigit(hay.charAt(found.end - 1)) && isDigit(hay.charAt(found.end))) score -= 100;
        best = Math.max(best, score - 30 * Math.min(found.cut, 4));
      }
      return best;
    }

    function bySound(parts, hall, reader) {
      var best = {}, joined = parts.join(''), begins = beginning(joined, reader), each = parts.map(function (part) {
        return [part, beginning(part, reader)];
      });
      hall.entries.forEach(function (entry) {
        var score = sounding(entry.own, joined, reader, begins) || sounding(entry.shared, joined, reader, begins) * 0.8;
        if (!score && parts.length > 1) {
          score = SCORES.parts;
          each.forEach(function (part) {
            if (score) score = Math.min(score, sounding(entry.own, part[0], reader, part[1]) || sounding(entry.shared, part[0], reader, part[1]));
          });
        }
        if (score) best[entry.rank] = { entry: entry, score: score, full: true, story: false, needles: [] };
      });
      return best;
    }

    // Says of a character whether what was typed may begin with it, and remembers.
    function beginning(typed, reader) {
      var known = {};
      return function (sign) {
        if (!known.hasOwnProperty(sign)) {
          known[sign] = reader === along ? sign === typed.charAt(0) || readings(sign).some(function (syllable) {
            return syllable.charAt(0) === typed.charAt(0);
          }) : alike(typed.charAt(0), sign);
        }
        return known[sign];
      };
    }

    // Shanghai ears: zh = z, ch = c, sh = s, ing = in, eng = en.
    function blurred(syllable) { return syllable.replace(/^([zcs])h/, '$1').replace(/ng$/, 'n'); }

    function alike(a, b) {
      var list = readings(a).map(blurred);
      return a === b || readings(b).some(function (syllable) { return list.indexOf(blurred(syllable)) >= 0; });
    }

    function alongAlike(hay, at, typed, from) {
      for (var i = from; i < typed.length; i++) {
        if (hay.charAt(at + i) === '|' || !hay.charAt(at + i) || !alike(typed.charAt(i), hay.charAt(at + i))) return null;
      }
      return { cut: 0, end: at + typed.length };
    }

    // Letters ask for a page by the sound of its words.
    function soundingAnswers(text, hall) {
      var typed = fold(text).replace(/ /g, ''), said = heard && /[a-z]/.test(typed) && spoken(text, hall), values = [];
      if (!heard || !/[a-z]/.test(typed)) return [];
      // gaojing is 高境, whose page answers.
      if (said) wordings(said, hall).forEach(function (wording) { values = values.concat(valueAnswer(wording, hall)); });
      return ranked(values.concat(answersOf(hall).map(function (answer) {
        var score = Math.max.apply(null, answer.words.map(function (word) { return sounding('|' + word + '|', typed, along, beginning(typed, along)); }));
        return { answer: answer, bits: 0, score: typed.length > 2 && score >= SCORES.begins - 60 ? score : 0 };
      })));
    }

    // Pages whose words sound like what was typed: 加装电锑. Only of words of three characters or more, and of the whole question.
    function alikeAnswers(text, hall) {
      var typed = canonical(fold(text).replace(/ /g, '')), begins = beginning(typed, alongAlike);
      if (!echoed || typed.length < 3) return [];
      return ranked(answersOf(hall).map(function (answer) {
        var same = answer.words.some(function (word) { return word.length === typed.length && sounding('|' + word + '|', typed, alongAlike, begins); });
        return { answer: answer, bits: 0, score: same ? ANSWERS.equal : 0 };
      }));
    }

    function withSounds(fn) {
      exhibit.leaf('pinyin', function (text) { if (text && !heard) learnSounds(text); fn(!!text); });
    }

    function withEchoes(fn) {
      withSounds(function (there) {
        exhibit.leaf('echoes', function (text) { if (text && there && !echoed) { learnSounds(text); echoed = true; } fn(there && !!text); });
      });
    }

    function askLatin(text, words, hall, again, fn) {
      withSounds(function (there) {
        var parts = text.replace(/^\s+|\s+$/g, '').split(/\s+/).map(function (part) { return fold(part).replace(/ /g, ''); });
        parts = parts.filter(function (part) { return part; });
        var found = there ? sorted(bySound(parts, hall, along)).full : [], said = there && again && !found.length && !words.full.length ? spoken(text, hall) : '';
        if (said) {
          ask(said, hall, false, function (words) { words.how = 'sound'; fn(words); });
          return;
        }
        var cut = words.cut || !there;
        if (found.length) words = result(found, [], 'sound');
        words.cut = cut;
        fn(words);
      });
    }

    function askAlike(list, words, hall, fn) {
      withEchoes(function (there) {
        var text = list[0].text.replace(/ /g, '');
        var found = there && text.length > 1 ? sorted(bySound([text], hall, alongAlike)).full : [];
        var cut = words.cut || !there;
        var put = there && !found.length && remade(list[0], hall);
        if (put) {
          ask(put[0], hall, false, function (again) {
            again.cut = again.cut || cut;
            again.how = 'alike';
            again.put = put;
            fn(again);
          });
          return;
        }
        if (found.length || there && alikeAnswers(list[0].text, hall).length) words = result([], found.concat(words.near), 'alike');
        words.cut = cut;
        fn(words);
      });
    }

    // Names that a question may mean with other characters of the same sounds, the longest first.
    function callings(hall) {
      if (hall.callings) return hall.callings;
      var seen = {};
      function add(word) { if (word.length > 2 && word.indexOf(GAP) < 0 && !/[a-z]|^[^0-9]?[^0-9]?[0-9]/.test(word)) seen[word] = true; }
      hall.entries.forEach(function (entry) { [entry.name, entry.compound, entry.committee].forEach(function (name) { if (name) add(canonical(fold(name))); }); });
      hall.terms.forEach(function (term) { add(term.word); });
      hall.answers.forEach(function (row) { row[0].split('\t')[0].split('|').forEach(add); });
      return hall.callings = Object.keys(seen).sort(function (a, b) { return b.length - a.length; });
    }

    // 屹力家园的花园: a question with the name that it means, [text, what was typed, the name], where what stands nowhere sounds like
    // one and a third of it is right; else null.
    function remade(wording, hall) {
      var text = wording.text, heard = {}, put = null;
      function same(a, b) { return has(heard, a + b) ? heard[a + b] : heard[a + b] = alike(a, b); }
      callings(hall).some(function (name) {
        for (var at = 0, i, right; !put && at + name.length <= text.length; at++) {
          if (!(run(at, name.length) & wording.lost)) continue;
          for (i = right = 0; i < name.length && same(text.charAt(at + i), name.charAt(i)); i++) if (text.charAt(at + i) === name.charAt(i)) right++;
          if (i === name.length && right < i && right * 3 >= i) put = [text.slice(0, at) + name + text.slice(at + i), text.substr(at, i), name];
        }
        return put;
      });
      return put;
    }

    // Letters that sound like words of facets, in these words: gaojing wuxing is 高境 五星.
    function spoken(text, hall) {
      var all = true, parts = text.replace(/^\s+|\s+$/g, '').split(/\s+/).map(function (part) {
        var typed = fold(part).replace(/ /g, ''), word = '';
        if (!/[a-z]/.test(typed)) return part;
        termsOf(hall).some(function (term) {
          var sounded = term.word.replace(/[0-9]/g, function (digit) { return NUMERALS.charAt(+digit); });
          var read = sounded.charAt(0) !== typed.charAt(0) && along('|' + sounded + '|', 1, typed, 0);
          if (read && !read.cut && read.end === sounded.length + 1) word = sounded;
          return word;
        });
        all = all && !!word;
        return word || part;
      });
      return all ? parts.join(' ') : '';
    }

    return { askLatin: askLatin, askAlike: askAlike, soundingAnswers: soundingAnswers, alikeAnswers: alikeAnswers };
  }

  exhibit.put('sounds', make);
})(window);
