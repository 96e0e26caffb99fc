/**
 * Reads letters as the sounds of names, and hears that words sound alike: the part of the search that is fetched with the
 * tables of sounds. ES5; `tools` are functions and numbers of search.js.
 */
(function (w) {
  'use strict';
  var exhibit = w.exhibit, NUMERALS = '零一二三四五六七八九', PHRASES = 40, ANY = '7777777';

  function make(tools) {
    var fold = tools.fold, canonical = tools.canonical, has = tools.has, run = tools.run, isDigit = tools.isDigit, termsOf = tools.termsOf, wordings = tools.wordings, valueAnswer = tools.valueAnswer;
    var answersOf = tools.answersOf, ranked = tools.ranked, sorted = tools.sorted, result = tools.result, ask = tools.ask, askStories = tools.askStories, fetchNames = tools.fetchNames, byOwn = tools.byOwn, stands = tools.stands, both = tools.both, stem = tools.stem, SCORES = tools.SCORES, ANSWERS = tools.ANSWERS, GAP = tools.GAP;

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

    // One step along a text by sound: how many of the typed letters a character may stand for, and whether it was cut short.
    function stepsAlong(sign, typed, from) {
      var rest = typed.slice(from), found = [];
      if (sign === rest.charAt(0)) found.push([1, 0]);
      readings(sign).forEach(function (syllable) {
        if (rest.slice(0, syllable.length) === syllable) found.push([syllable.length, 0]);
        else if (rest.length > 1 && syllable.slice(0, rest.length) === rest) found.push([rest.length, 0]);
        if (syllable.charAt(0) === rest.charAt(0)) found.push([1, 1]);
      });
      return found;
    }

    function stepsAlike(sign, typed, from) { return alike(typed.charAt(from), sign) ? [[1, 0]] : []; }

    // Goes along a text from a place, from each of some places in what was typed: full are the stretches that take it to its end,
    // [[text, cuts, from]], left the places that it has reached where the text ends, {place: [text, cuts]}.
    function walked(text, at, typed, from, steps) {
      var now = {}, next, full = [], place, i;
      now[from] = ['', 0];
      for (i = at; i <= text.length; i++) {
        if (now[typed.length]) full.push(now[typed.length]);
        delete now[typed.length];
        if (i === text.length) return { full: full, left: now };
        next = {};
        for (place in now) if (has(now, place)) advance(text.charAt(i), now[place], +place);
        now = next;
      }
      function advance(sign, so, place) {
        // Any number stands where the text has a #.
        var digits = sign === '#' && /^[0-9]+/.exec(typed.slice(place));
        (digits ? [[digits[0].length, 0]] : steps(sign, typed, place)).forEach(function (step) {
          var to = place + step[0], cuts = so[1] + step[1];
          if (!has(next, to) || next[to][1] > cuts) next[to] = [so[0] + (digits ? digits[0] : sign), cuts];
        });
      }
    }

    function patterns(text) {
      return text ? both(text.replace('#', ANY)).map(function (form) { return form.replace(ANY, '#'); }) : [];
    }

    function formsOf(lines) {
      var seen = {}, found = [];
      lines.split('\n').forEach(function (line) {
        patterns(line).forEach(function (form) { if (!has(seen, form)) { seen[form] = true; found.push(form); } });
      });
      return found;
    }

    // All texts of which names and addresses are written: streets, homes, and what stands last.
    function soundingTexts(hall, names) {
      if (hall.texts) return hall.texts;
      var streets = [], others = [];
      hall.facets.forEach(function (facet) {
        facet.values.forEach(function (value) {
          if (facet.locates) streets.push(fold(value[1]), fold(stem(value[1])));
          if (facet.known || facet.types) others.push(both(value[1])[0]);
        });
      });
      return hall.texts = { streets: streets, homes: formsOf(names[1]), last: formsOf(names[0] + '\n' + names[2]).concat(others) };
    }

    // The stretches of names and addresses that sound like what was typed, [[text, cuts]]; those that were cut least come first.
    function soundPhrases(typed, texts, steps) {
      var found = {}, begins = beginning(typed, steps), ends = [], behind;
      function add(text, cuts) { if (!has(found, text) || found[text] > cuts) found[text] = cuts; }
      function within(text, left) {
        for (var at = 0; at < text.length; at++) {
          if (text.charAt(at) !== '#' && !begins(text.charAt(at)) || isDigit(text.charAt(at)) && isDigit(text.charAt(at - 1))) continue;
          var so = walked(text, at, typed, 0, steps);
          so.full.forEach(function (one) { add(one[0], one[1]); });
          if (left) for (var place in so.left) if (has(so.left, place)) left.push([so.left[place][0], so.left[place][1], +place]);
        }
      }
      // What goes on where another text has ended.
      function on(text, ends, left) {
        var from = {};
        ends.forEach(function (end) { (from[end[2]] = from[end[2]] || []).push(end); });
        Object.keys(from).forEach(function (place) {
          var so = walked(text, 0, typed, +place, steps);
          from[place].forEach(function (end) {
            so.full.forEach(function (one) { if (one[0]) add(end[0] + one[0], end[1] + one[1]); });
            for (var to in so.left) if (left && has(so.left, to)) left.push([end[0] + so.left[to][0], end[1] + so.left[to][1], +to]);
          });
        });
      }
      texts.streets.forEach(function (text) { within(text, ends); });
      behind = ends.slice();
      texts.homes.forEach(function (text) { within(text, behind); on(text, ends, behind); });
      behind.sort(function (a, b) { return a[1] - b[1] || b[0].length - a[0].length; });
      behind = behind.slice(0, PHRASES * 4);
      texts.last.forEach(function (text) { within(text); on(text, behind); });
      return Object.keys(found).map(function (text) { return [text, found[text]]; }).sort(function (a, b) {
        return a[1] - b[1] || b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1);
      }).slice(0, PHRASES);
    }

    // The scores of the entries whose names sound like what was typed, by number.
    function fetchSounds(typed, hall, names, steps, fn) {
      var phrases = soundPhrases(typed, soundingTexts(hall, names), steps), best = [], left = 1, failed = false;
      function done() { if (!--left) fn(best, failed); }
      phrases.forEach(function (phrase) {
        left++;
        fetchNames(phrase[0], hall, function (reader, cut) {
          failed = failed || cut;
          reader.numbers.forEach(function (number) {
            var own = reader.own(number), shared = reader.shared(number), score = byOwn(own, phrase[0]);
            if (!score && stands(shared, phrase[0], true)) score = 0.8 * (shared.indexOf('|' + phrase[0] + '|') >= 0 ? SCORES.equal : shared.indexOf('|' + phrase[0]) >= 0 ? SCORES.begins : SCORES.inside);
            if (score) best[number] = Math.max(best[number] || 0, score - 30 * Math.min(phrase[1], 4));
          });
          done();
        });
      });
      done();
    }

    // All that sounds like the parts of a question: as one, or else each of them.
    function bySound(parts, hall, names, steps, fn) {
      fetchSounds(parts.join(''), hall, names, steps, function (best, cut) {
        if (best.length || parts.length < 2) { fn(hitsOf(best), cut); return; }
        var left = parts.length, all = null;
        parts.forEach(function (part) {
          fetchSounds(part, hall, names, steps, function (best, failed) {
            var both = [];
            cut = cut || failed;
            best.forEach(function (score, number) {
              if (!all || all[number]) both[number] = Math.min(all ? all[number] : SCORES.parts, score);
            });
            all = both;
            if (!--left) fn(hitsOf(all), cut);
          });
        });
      });
    }

    function hitsOf(scores) {
      var best = {};
      scores.forEach(function (score, number) { best[number] = { entry: exhibit.entry(number), score: score, full: true, story: false, needles: [] }; });
      return sorted(best).full;
    }

    // Says of a character whether what was typed may begin with it, and remembers.
    function beginning(typed, reader) {
      var known = {};
      return function (sign) {
        if (!known.hasOwnProperty(sign)) {
          known[sign] = reader === along || reader === stepsAlong ? sign === typed.charAt(0) || readings(sign).some(function (syllable) {
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

    // fn(names): null where a file does not come.
    function withSounds(fn) {
      var left = 2, names = null;
      function done() { if (!--left) fn(heard ? names : null); }
      tools.fetchNameTexts(function (told) { names = told; done(); });
      exhibit.leaf('pinyin', function (text) { if (text && !heard) learnSounds(text); done(); });
    }

    function withEchoes(fn) {
      withSounds(function (names) {
        exhibit.leaf('echoes', function (text) { if (text && names && !echoed) { learnSounds(text); echoed = true; } fn(text && names); });
      });
    }

    function askLatin(text, list, hall, again, fn) {
      withSounds(function (names) {
        var parts = text.replace(/^\s+|\s+$/g, '').split(/\s+/).map(function (part) { return fold(part).replace(/ /g, ''); });
        parts = parts.filter(function (part) { return part; });
        if (names) bySound(parts, hall, names, stepsAlong, answer); else answer([], true);
        function answer(found, cut) {
          if (found.length) {
            var words = result(found, [], 'sound');
            words.cut = cut;
            fn(words);
            return;
          }
          askStories(list, hall, function (words) {
            var said = names && again && !words.full.length ? spoken(text, hall) : '';
            if (said) {
              ask(said, hall, false, function (words) { words.how = 'sound'; fn(words); });
              return;
            }
            words.cut = words.cut || cut;
            fn(words);
          });
        }
      });
    }

    function askAlike(list, words, hall, fn) {
      withEchoes(function (names) {
        var text = list[0].text.replace(/ /g, ''), put;
        if (names && text.length > 1) bySound([text], hall, names, stepsAlike, answer); else answer([], !names);
        function answer(found, failed) {
          var cut = words.cut || failed;
          put = names && !found.length && remade(list[0], hall, names);
          if (put) {
            ask(put[0], hall, false, function (again) {
              again.cut = again.cut || cut;
              again.how = 'alike';
              again.put = put;
              fn(again);
            });
            return;
          }
          if (found.length || names && alikeAnswers(list[0].text, hall).length) words = result([], found.concat(words.near), 'alike');
          words.cut = cut;
          fn(words);
        }
      });
    }

    // Names that a question may mean with other characters of the same sounds, the longest first.
    function callings(hall, names) {
      if (hall.callings) return hall.callings;
      var seen = {};
      function add(word) { if (word.length > 2 && word.indexOf(GAP) < 0 && !/[a-z]|^[^0-9]?[^0-9]?[0-9]/.test(word)) seen[word] = true; }
      names.slice(0, 2).join('\n').split('\n').forEach(function (name) { add(canonical(fold(name))); });
      hall.terms.forEach(function (term) { add(term.word); });
      hall.answers.forEach(function (row) { row[0].split('\t')[0].split('|').forEach(add); });
      return hall.callings = Object.keys(seen).sort(function (a, b) { return b.length - a.length; });
    }

    // 屹力家园的花园: a question with the name that it means, [text, what was typed, the name], where what stands nowhere sounds like
    // one and a third of it is right; else null.
    function remade(wording, hall, names) {
      var text = wording.text, heard = {}, put = null;
      function same(a, b) { return has(heard, a + b) ? heard[a + b] : heard[a + b] = alike(a, b); }
      callings(hall, names).some(function (name) {
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
