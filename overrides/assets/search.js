/**
 * Finds entries of the catalogue: by name and address, by words of their stories, by sound. ES5, no framework.
 *
 * exhibit.find(question, fn)  calls fn({full, near, how, cut, meant}): hits that have all that was asked, hits that have
 *                             much of it, no entry twice; a hit is {entry, score, story: its story must be read,
 *                             needles: what to mark}; how is 'words', 'sound' (typed in Latin letters) or 'alike'
 *                             (sounds alike); cut: a file did not come, so that hits may be missing; meant: null, or
 *                             {phrases, base}: words of the question that ask for values of facets, for certain
 *                             ([{key, values, word}]), and the hits of the question without them; answers: pages that
 *                             answer by themselves, the best first: [{name, note, pose, pages: [[title, path, about]]}];
 *                             perhaps: pages that may help and are no answer; missing: words of the question that stand
 *                             nowhere; put: where a name was meant that sounds alike, [the question with it, what was
 *                             typed, the name]
 * exhibit.marks(text, needles)  the stretches of text that match, [[from, to], …]
 *
 * A question is a row of characters; each hit covers some of them (one bit each): in names and places, and in stories. The
 * postings of both are fetched for the pairs of neighbouring characters. What stands of a question in the names of an entry is
 * put together again from its postings (`reader`): names themselves come with the faces of what is shown.
 */
(function (w) {
  'use strict';
  var exhibit = w.exhibit;
  var GAP = ' ', ALONE = '!', MOVED = '~', EDGE = '|', FIRST_TWO = '<', LAST_TWO = '>', CHECK = '??', LONGEST = 30, KNOWN = 131071, SHARDS = 4, NEAR = 20, FIRST = 3, MOST_TIED = 12, LONGEST_NAME = 8, SILENT = '的了';
  var DIGITS = { '〇': 0, '零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9 };
  var PLACES = { '十': 10, '百': 100 };
  // Where nothing counted stands behind them, the numerals are taken all the same, and left as they are: once, not from each on.
  var NUMERAL = /([〇零一二两三四五六七八九十百]+)(?=[号村弄幢栋座居街支期区组室单层楼星里坊年月届园])|[〇零一二两三四五六七八九十百]+/g;
  var BUILDING = /([0-9])(?:号楼(?![组道])|幢楼|栋楼|幢|栋|座)/g;
  var DISTRICT = /^(?:(?:上海市?)?宝山区|上海市)(?=..)/;
  // Characters that say little by themselves: at the ends of a run of characters that stand nowhere they belong to no word.
  var LOOSE = '[个们子来到过着又把被给和在上下里去要会想看说点些种张条块次几我你他很太用一搞做弄村大]+';
  var SURE = '\t', LOOSE_FIRST = new RegExp('^' + LOOSE), LOOSE_LAST = new RegExp(LOOSE + '$');
  var MOST_ANSWERS = 3, LITTLE = 2, SURER = 3, MENTIONED = 5, SENTENCE = 5, ASKING = /^谁|[找问]谁|什么|怎[么样]|如何|多少|哪[里儿家些个]|吗$|几[点号路家毛针]/, ANSWERS = { equal: 1000, within: 900, begins: 800, inside: 700, most: 600 };
  var SCORES = { equal: 1000, begins: 850, inside: 800, place: 700, near: 650, parts: 600, lead: 500, joint: 450, record: 430, story: 400, mixed: 380, some: 300 };

  // ---- One form for all ways of writing: scripts/exhibition/search/normalize.py does the same. ----

  var forms = {}, sounds = null, nameTexts = null, guess = null;

  function learnForms(text) { for (var i = 0; i < text.length; i += 2) forms[text.charAt(i)] = text.charAt(i + 1); }

  function isWhite(code) {
    return code === 32 || code >= 9 && code <= 13 || code === 0xA0 || code === 0x3000 || code === 0xFEFF ||
      code >= 0x2000 && code <= 0x200F || code >= 0xDC00 && code <= 0xDFFF;
  }

  function isKept(code) {
    return code >= 48 && code <= 57 || code >= 97 && code <= 122 || code === 0x3007 ||
      code >= 0x3040 && code < 0x3100 || code >= 0x3400 && code < 0xA000;
  }

  // places, where given, receives for each folded character its place in text.
  function fold(text, places) {
    var found = '', i, code, sign;
    for (i = 0; i < text.length; i++) {
      code = text.charCodeAt(i);
      if (isWhite(code)) continue;
      if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
      if (code >= 65 && code <= 90) code += 32;
      sign = String.fromCharCode(code);
      found += isKept(code) ? (forms.hasOwnProperty(sign) ? forms[sign] : sign) : GAP;
      if (places) places.push(i);
    }
    return found;
  }

  function arabic(numeral) {
    var total = 0, digit = 0, plain = '', i, sign;
    for (i = 0; i < numeral.length; i++) {
      sign = numeral.charAt(i);
      if (PLACES[sign]) { total += (digit || 1) * PLACES[sign]; digit = 0; } else { digit = DIGITS[sign]; plain += digit; }
    }
    return /[十百]/.test(numeral) ? String(total + digit) : plain;
  }

  // Replaces what a pattern finds and keeps places in step: every new character stands where the old ones began.
  function swapped(text, places, pattern, fn) {
    return text.replace(pattern, function (found, first, at) {
      var put = fn(found, first);
      if (places) places.edits.push([at, found.length, put.length]);
      return put;
    });
  }

  function canonical(folded, places) {
    var steps = [[NUMERAL, function (found, counted) { return counted ? arabic(found) : found; }], [BUILDING, function (found, digit) { return digit + '号'; }]];
    for (var i = 0; i < steps.length; i++) {
      if (places) places.edits = [];
      folded = swapped(folded, places, steps[i][0], steps[i][1]);
      if (places) edit(places);
    }
    return folded;
  }

  function edit(places) {
    for (var i = places.edits.length - 1; i >= 0; i--) {
      var change = places.edits[i], put = [], k;
      for (k = 0; k < change[2]; k++) put.push(places[change[0] + Math.min(k, change[1] - 1)]);
      put[change[2] - 1] = places[change[0] + change[1] - 1];
      Array.prototype.splice.apply(places, [change[0], change[1]].concat(put));
    }
  }

  // ---- What a visitor knows of an entry: its own names and addresses, and what it shares with others. ----

  var memory = {};

  // A neighbour's words are keys here: one that reads hasOwnProperty must not hide the method of that name.
  function has(map, key) { return Object.prototype.hasOwnProperty.call(map, key); }

  function both(text) {
    if (has(memory, text)) return memory[text];
    var plain = fold(text), alike = canonical(plain);
    return memory[text] = plain === alike ? [alike] : [alike, plain];
  }

  function stem(street) { return street.length > 2 ? street.replace(/(街道|镇|乡)$/, '') : street; }

  // ---- Names: what of a text stands in the names of entries, by their postings (search/names.py). ----

  function tokensOf(text) { return text.match(/[0-9]+|[^0-9]/g) || []; }

  function isNumber(token) { return /^[0-9]/.test(token); }

  function valueNumber(digits) { return +digits.slice(0, 6) + (digits.charAt(0) === '0' ? 5000 : 0); }

  function closed(token) { return isNumber(token) ? String.fromCharCode(0xE000 + valueNumber(token) % 4096) : token === GAP ? '_' : token; }

  function opened(token) { return String.fromCharCode(0xF000 + valueNumber(token) % 2048); }

  // The postings that a text needs: [name, row, bit]. Rows are pairs, tokens alone, pairs at the beginning and at the end of a
  // name, and, of the last token or the edges of the text: a pair or a token that is a number still being typed, a token alone at
  // the beginning, such a number there, a token alone at the end, the first two of which such a number is one.
  var PAIRS = 0, TOKENS = 1, EDGES = 2, BEGINS = 3, ENDS = 4, OPEN_PAIR = 1, OPEN_TOKEN = 2, BEGIN = 4, OPEN_BEGIN = 8, END = 16, OPEN_FIRST = 32;

  function nameKeys(tokens, hall) {
    var keys = [], last = tokens.length - 1;
    tokens.forEach(function (token, i) {
      var after = tokens[i + 1], before = tokens[i - 1], pair;
      if (isNumber(token) || token !== GAP && (!before || before === GAP) && (!after || after === GAP)) {
        keys.push([closed(token) + ALONE, TOKENS, 1 << i]);
        if (i === last && isNumber(token)) keys.push([opened(token) + ALONE, EDGES, OPEN_TOKEN]);
      }
      if (!after) return;
      pair = closed(token) + closed(after);
      if (!isNumber(token) && !isNumber(after) && !isKnown(pair, hall)) return;
      keys.push([pair, PAIRS, 1 << i], [FIRST_TWO + pair, BEGINS, 1 << i], [LAST_TWO + pair, ENDS, 1 << i]);
      if (i + 1 < last || !isNumber(after)) return;
      pair = closed(token) + opened(after);
      keys.push([pair, EDGES, OPEN_PAIR]);
      if (!i) keys.push([FIRST_TWO + pair, EDGES, OPEN_FIRST]);
    });
    if (last || tokens[0] === GAP) return keys;
    keys.push([EDGE + closed(tokens[0]), EDGES, BEGIN], [closed(tokens[0]) + EDGE, EDGES, END]);
    if (isNumber(tokens[0])) keys.push([EDGE + opened(tokens[0]), EDGES, OPEN_BEGIN]);
    return keys;
  }

  // Is there such a pair of characters in any name?
  function isKnown(pair, hall) {
    if (!hall.known) {
      hall.known = {};
      exhibit.postings(hall.pairs).forEach(function (hash) { hall.known[hash] = true; });
    }
    return !!hall.known[hashed(pair)];
  }

  function hashed(pair) { return (pair.charCodeAt(0) * 40503 + pair.charCodeAt(1) * 30011) % KNOWN; }

  // The shard of a posting: that of its owner, or, where the owner has many, one by both characters.
  function nameShard(name, hall) {
    var pair = name.slice(-2), first = pair.charAt(0), second = pair.charAt(1), owner;
    if (first === EDGE || second.charCodeAt(0) >= 0xE000) owner = second;
    else owner = second === EDGE || first.charCodeAt(0) >= 0xE000 ? first : ownerOf(pair, hall.common)[0];
    return 'n' + hall.names + '-' + (hall.split.indexOf(owner) >= 0 ? hashed(pair) : spread(owner)) % (1 << hall.names);
  }

  // Reads what stands of a text in names. fn(reader, failed): reader.numbers are those of the entries of which anything stands,
  // reader.own(number) and reader.shared(number) what stands there, as a text, reader.called(number) the longest of its own names
  // and addresses that stands there whole, '' where none does.
  function fetchNames(text, hall, fn) {
    var tokens = tokensOf(text), keys = nameKeys(tokens, hall), left = 1, failed = false, wanted = {};
    function done() { if (!--left) fn(readerOf(text, tokens, keys, hall, function () { failed = true; }), failed); }
    keys.forEach(function (key) { wanted[nameShard(key[0], hall)] = true; });
    Object.keys(wanted).forEach(function (shard) {
      left++;
      exhibit.leaf(shard, function (found) {
        if (found === null) failed = true;
        else if (parsed(shard, found)[CHECK] !== hall.check) { failed = true; exhibit.lost(shard); }
        done();
      });
    });
    done();
  }

  function readerOf(text, tokens, keys, hall, failed) {
    var own = rows(''), shared = rows(ALONE), seen = [], numbers = [], ids = idsIn(tokens, hall), forms = {};
    function note(number) { if (!seen[number]) { seen[number] = true; numbers.push(number); } }
    function rows(mark) {
      var found = [[], [], [], [], []];
      keys.forEach(function (key) {
        var shelf = shelves[nameShard(key[0], hall)], name = mark + key[0];
        if (shelf && has(shelf, name)) exhibit.known(shelf[name], failed).forEach(function (number) { found[key[1]][number] |= key[2]; });
      });
      return found;
    }
    function textOf(rows, number) {
      var bits = rows.map(function (row) { return row[number] | 0; }), sign = bits.join();
      return has(forms, sign) ? forms[sign] : forms[sign] = joined(tokens, bits);
    }
    [own, shared].forEach(function (rows) { rows.forEach(function (row) { row.forEach(function (bits, number) { note(number); }); }); });
    ids.forEach(function (bits, number) { note(number); });
    return {
      numbers: numbers,
      own: function (number) { return textOf(own, number) + (ids[number] ? EDGE + idOf(number) + EDGE : ''); },
      shared: function (number) { return textOf(shared, number); },
      called: function (number) { return calledBy(tokens, own[PAIRS][number] | 0, own[BEGINS][number] | 0, own[ENDS][number] | 0) || (ids[number] && tokens.indexOf(idOf(number)) >= 0 ? idOf(number) : ''); }
    };
  }

  // Entries whose address is a number of the text, or begins with the one that is still being typed.
  function idsIn(tokens, hall) {
    var found = [], last = tokens.length - 1;
    tokens.forEach(function (token, i) {
      var number = +token - 10000;
      if (!isNumber(token)) return;
      if (token.length === 5 && hall.kinds[number]) found[number] = true;
      if (i === last && token.length < 5) hall.numbers.forEach(function (number) { if (idOf(number).slice(0, token.length) === token) found[number] = true; });
    });
    return found;
  }

  function idOf(number) { return String(number + 10000); }

  // The stretches of a text that stand somewhere, a line each; | where one begins or ends a name. Behind a number of which only
  // the first digits stand there is one more.
  function joined(tokens, bits) {
    var found = '\n', last = tokens.length - 1, pairs = bits[PAIRS], alone = bits[TOKENS], edges = bits[EDGES];
    if (last && (bits[BEGINS] & 1 || edges & OPEN_FIRST)) edges |= BEGIN;
    if (last && bits[ENDS] >> last - 1 & 1) edges |= END;
    function pair(i) { return i >= 0 && i < last && (pairs >> i & 1 || i === last - 1 && edges & OPEN_PAIR); }
    tokens.forEach(function (token, i) {
      var open = i === last && (i && !(pairs >> i - 1 & 1) && edges & OPEN_PAIR || !i && !(edges & BEGIN) && edges & OPEN_BEGIN);
      if (!open && !pair(i - 1) && !(alone >> i & 1) && i === last && edges & OPEN_TOKEN && !(edges & BEGIN && !i)) open = true;
      if (!pair(i - 1)) found += '\n';
      if (!i && edges & (BEGIN | OPEN_BEGIN)) found += EDGE;
      if ((pair(i - 1) || pair(i) || alone >> i & 1 || open || !i && edges & BEGIN || i === last && edges & END)) found += token + (open ? '0' : '');
      // A number that stands whole, but not behind what is before it.
      if (open && alone >> i & 1) found += '\n' + token;
      if (i === last && edges & END) found += EDGE;
    });
    return found + '\n';
  }

  // The longest row of tokens that begins a name, ends one, and holds nothing but pairs of names.
  function calledBy(tokens, pairs, begins, ends) {
    var best = '', i, to, name;
    for (i = 0; begins >> i; i++) if (begins >> i & 1) {
      for (to = i; pairs >> to & 1; to++) {
        name = ends >> to & 1 ? tokens.slice(i, to + 2).join('') : '';
        if (name.length > best.length) best = name;
      }
    }
    return best;
  }

  // ---- Words that ask for values of facets: 五星, 三星以上, 高境, 2018年. The data say which. ----

  // All of them, the longest first, so that 五星 does not break 五星楼组.
  function termsOf(hall) {
    if (hall.terms) return hall.terms;
    hall.terms = [];
    hall.signs = [];
    hall.facets.forEach(function (facet) {
      facet.words.forEach(function (row) {
        row[1].split(' ').forEach(function (word) { hall.terms.push({ facet: facet, key: facet.key, values: row[0], word: word, place: hall.terms.length }); });
      });
      for (var sign in facet.signs) if (facet.signs.hasOwnProperty(sign)) hall.signs.push([sign, facet.signs[sign]]);
    });
    hall.terms.sort(function (a, b) { return b.word.length - a.word.length || a.place - b.place; });
    return hall.terms;
  }

  // Rows of signs that stand for so many of something: ★★★★★.
  function signed(text, hall) {
    termsOf(hall);
    text = text.replace(/\uFE0F/g, '');
    hall.signs.forEach(function (pair) {
      text = text.replace(new RegExp('(?:' + pair[0] + ')+', 'g'), function (row) { return ' ' + row.length / pair[0].length + pair[1] + ' '; });
    });
    return text;
  }

  // Where they stand in a wording: no number is cut, and a number alone must stand alone.
  function phrasesOf(text, hall) {
    var found = [], taken = 0;
    termsOf(hall).forEach(function (term) {
      var word = term.word, alone = /^[0-9]+$/.test(word), at, before, after, bits;
      // Of a word of nothing but signs, no letter is left: it would be found for ever.
      for (at = word ? text.indexOf(word) : -1; at >= 0; at = text.indexOf(word, at + 1)) {
        before = text.charAt(at - 1);
        after = text.charAt(at + word.length);
        bits = run(at, word.length);
        if (bits & taken || isDigit(word.charAt(0)) && isDigit(before) || isDigit(word.slice(-1)) && isDigit(after)) continue;
        if (alone && (before && before !== GAP || after && after !== GAP)) continue;
        taken |= bits;
        found.push({ facet: term.facet, key: term.key, values: term.values, word: word, bits: bits, at: at });
      }
    });
    return found;
  }

  function fits(entry, phrase) {
    return phrase.values.some(function (value) { return exhibit.holders(phrase.facet, value)[entry.number]; });
  }

  // The bits of a wording that the values of an entry answer. 四星 五星 asks for either, as no entry can have both; of a facet
  // of which an entry may have many values (themes), it must have each.
  function answered(entry, wording) {
    for (var bits = 0, has = {}, i = 0, phrase; i < wording.phrases.length; i++) {
      phrase = wording.phrases[i];
      if (!fits(entry, phrase)) continue;
      bits |= phrase.bits;
      has[phrase.key] = true;
    }
    for (i = 0; i < wording.phrases.length; i++) {
      phrase = wording.phrases[i];
      if (!phrase.facet.many && has[phrase.key]) bits |= phrase.bits;
    }
    return bits;
  }

  function fitsAny(entry, phrase, phrases) {
    return fits(entry, phrase) || !phrase.facet.many && phrases.some(function (other) { return other.key === phrase.key && fits(entry, other); });
  }

  // ---- Pages that answer by themselves: rooms, and what their records are about (search/answers.py). ----

  function answersOf(hall) {
    if (hall.replies) return hall.replies;
    return hall.replies = hall.answers.map(function (row, place) {
      var asking = row[0].split('\t'), words = asking[0].split('|');
      return {
        words: words, patterns: asking[1] ? asking[1].split('|').map(partsOf) : [], name: words[0], note: row[1], pose: row[2], place: place,
        pages: row.slice(4).map(function (page) { return [page[0] || words[0]].concat(page.slice(1)); }),
        hay: '|' + asking[0] + '|' + canonical(fold(row[1])) + '|',
        // Under these characters, which nobody types, stand the entries that have records of it.
        mark: row[3] ? String.fromCharCode(0xE000, 0xE000 + place) : ''
      };
    });
  }

  // 楼道/走廊+堆/放: a list of parts, each a list of its forms.
  function partsOf(pattern) { return pattern.split('+').map(function (part) { return part.split('/'); }); }

  // Where all parts stand in a text, each in one of its forms or in several: their bits; 0 where one does not.
  function partsIn(text, parts) {
    for (var bits = 0, i = 0, k, at, here; i < parts.length; i++) {
      for (k = here = 0; k < parts[i].length; k++) {
        at = text.indexOf(parts[i][k]);
        if (at >= 0) here |= run(at, parts[i][k].length);
      }
      if (!here) return 0;
      bits |= here;
    }
    return bits;
  }

  // How well a page answers a wording: for its words, or for most of what was asked, which then stands in its words and its
  // sentence. bits are what its words and sentence hold of the wording, held with what its patterns hold.
  function answering(answer, wording, asked) {
    var text = wording.text, need = wording.need, bits = 0, also = 0, score = 0, i, word, held;
    function rate(value, of) { if (value > score) score = value; bits |= of; }
    // Another wording of the question holds words that nobody has said.
    function within(held) { if (wording.weight === 1 || !(need & ~held)) rate(ANSWERS.within + count(held), held); }
    for (i = 0; i < answer.words.length; i++) {
      word = answer.words[i];
      held = word.length > 1 && partsIn(text, [[word]]);
      if (word === asked || word === text) rate(ANSWERS.equal, need);
      else if (held) within(held);
      else if (asked.length > 1 && word.indexOf(asked) >= 0) rate(word.indexOf(asked) ? ANSWERS.inside : ANSWERS.begins, need);
    }
    for (i = 0; i < answer.patterns.length; i++) {
      held = partsIn(text, answer.patterns[i]);
      if (held && (wording.weight === 1 || !(need & ~held))) { score = Math.max(score, ANSWERS.within + count(held)); also |= held; }
    }
    bits |= cover(answer.hay, text).bits;
    if (count(bits & need) >= 4 && count(bits & need) * 3 >= count(need) * 2) rate(ANSWERS.most * count(bits & need) / count(need), 0);
    // Entries that have records of it have told what its words say, not what else was asked.
    return { answer: answer, bits: bits & need, held: (bits | also) & need, span: count(bits | also), score: score * wording.weight, whole: !(need & ~(bits | also)) };
  }

  // The page of a value of a facet answers those who ask for it and for nothing else: 高境镇有哪些楼组. Counts are of true entries.
  // Of a question that asks for more, which no entry answers, it answers a part.
  function valueAnswer(wording, hall, partly) {
    var phrase = wording.phrases[0], facet = phrase && phrase.facet, slug, name, number, whole = phrase && !(wording.need & ~phrase.bits);
    if (wording.phrases.length !== 1 || !facet.paged || phrase.values.length !== 1 || !whole && !(partly && !facet.many)) return [];
    slug = phrase.values[0];
    if (facet.absent && facet.absent.indexOf(slug) >= 0 || !has(facet.names, slug)) return [];
    name = facet.names[slug].name;
    number = facet.names[slug].count;
    return [{
      score: whole ? ANSWERS.equal - 1 : ANSWERS.within + count(phrase.bits), bits: phrase.bits, held: phrase.bits, span: count(phrase.bits), whole: whole, answer: {
        place: hall.answers.length + facet.names[slug].place, name: name, note: '', pose: 'pointing',
        pages: [[name, facet.folder + slug + '/', facet.label + ' · ' + (number > 0 ? number + '个' : number ? '有示例' : '还没有人写')]]
      }
    }];
  }

  // The pages that answer a wording, the best first.
  function answersTo(wording, hall) {
    var asked = trimmed(wording);
    return ranked(answersOf(hall).map(function (answer) { return answering(answer, wording, asked); }).concat(valueAnswer(wording, hall)));
  }

  function ranked(found) {
    return found.filter(function (one) { return one.score; }).sort(function (a, b) { return b.score - a.score || a.answer.place - b.answer.place; });
  }

  // Each page once, a few.
  function answersFor(text, hall, found) {
    var how = found.how, seen = {}, nothing = !found.full.length && !found.meant, all = !sounds ? [] : sounds.soundingAnswers(text, hall).concat(how === 'alike' ? sounds.alikeAnswers(text, hall) : []), named = false;
    wordings(text, hall).forEach(function (wording) {
      var own = wording.weight === 1, least = named && !own ? ANSWERS.within * wording.weight : 0;
      all = all.concat(wording.answers.concat(own && nothing ? valueAnswer(wording, hall, true) : []).filter(function (one) { return one.score >= least; }));
      // Beside a page that is called as was asked stands none whose words only contain another wording of it.
      if (own && wording.answers[0] && wording.answers[0].score >= ANSWERS.equal - 1) named = true;
    });
    return ranked(all).filter(function (one) {
      var path = one.answer.pages[0][1];
      return has(seen, path) ? false : seen[path] = true;
    }).slice(0, MOST_ANSWERS).map(function (one) {
      var a = one.answer;
      return { name: a.name, note: a.note, pose: a.pose, pages: a.pages, place: a.place, mark: a.mark, whole: one.whole, had: count(one.held || 0), span: one.span };
    });
  }

  // ---- The question and its other wordings. ----

  function isDigit(sign) { return sign >= '0' && sign <= '9'; }

  function wordings(text, hall) {
    var parts = signed(text, hall).replace(/^\s+|\s+$/g, '').split(/\s+/), found = [], seen = {}, i;
    for (i = 0; i < parts.length; i++) parts[i] = fold(parts[i]);
    var plain = parts.join(GAP).replace(/ +/g, GAP).replace(/^ | $/g, '').replace(DISTRICT, '');
    function add(wording, weight) {
      if (wording.length > LONGEST) wording = shortened(wording, hall).slice(0, LONGEST);
      if (wording && !has(seen, wording)) { seen[wording] = true; found.push({ text: wording, weight: weight }); }
    }
    add(canonical(plain), 1);
    add(canonical(plain.replace(/ /g, '')), 1);
    add(plain, 1);
    var asked = found.length ? found[0].text : '';
    // Words of the dialect are understood as what is written: 哪能 is 怎么.
    add(hall.spoken.reduce(function (said, pair) { return said.split(pair[0]).join(pair[1]); }, asked), 1);
    for (i = 0; i < hall.same.length; i++) reworded(asked, hall.same[i], add);
    for (i = 0; i < found.length; i++) {
      needs(found[i], hall);
      found[i].phrases = phrasesOf(found[i].text, hall);
      found[i].answers = answersTo(found[i], hall);
      found[i].valued = isValued(found[i]);
    }
    return found;
  }

  // Do words of facets answer all that is needed, with other words around them that ask for nothing? 高境镇有哪些楼组.
  function isValued(wording) {
    for (var bits = 0, all = 0, i = 0; i < wording.phrases.length; i++) bits |= wording.phrases[i].bits;
    for (i = 0; i < wording.text.length; i++) if (wording.text.charAt(i) !== GAP) all |= 1 << i;
    return !(wording.need & ~bits) && wording.need !== all;
  }

  function reworded(asked, group, add) {
    var longest = '', i;
    for (i = 0; i < group.length; i++) if (group[i].length > longest.length && asked.indexOf(group[i]) >= 0) longest = group[i];
    for (i = 0; longest && i < group.length; i++) if (group[i] !== longest) add(asked.replace(longest, group[i]), 0.9);
  }

  // Sets the bits of the characters that a hit must have: all but gaps and what asks for nothing; and whether a building or
  // a place is asked for: 哪座楼.
  function needs(wording, hall) {
    var text = wording.text, all = 0, less, i, at, stop = hall.stop;
    for (i = 0; i < text.length; i++) if (text.charAt(i) !== GAP) all |= 1 << i;
    less = all;
    for (i = 0; i < stop.length; i++) {
      for (at = stop[i] ? text.indexOf(stop[i]) : -1; at >= 0; at = text.indexOf(stop[i], at + 1)) less &= ~run(at, stop[i].length);
    }
    turnsOf(hall).forEach(function (turn) {
      text.replace(turn.pattern, function (found) {
        less &= ~run(arguments[arguments.length - 2], found.length);
        if (found && turn.names) wording.names = true;
        return found;
      });
    });
    wording.need = less || all;
  }

  function turnsOf(hall) {
    function read(names) { return function (source) { return { pattern: new RegExp(source, 'g'), names: names }; }; }
    return hall.turns = hall.turns || hall.fillers.map(read(false)).concat(hall.naming.map(read(true)));
  }

  // A long question without what asks for nothing.
  function shortened(text, hall) {
    turnsOf(hall).forEach(function (turn) { text = text.replace(turn.pattern, GAP); });
    hall.stop.forEach(function (word) { if (word.length > 1) text = text.split(word).join(GAP); });
    return text.replace(/ +/g, GAP).replace(/^ | $/g, '');
  }

  function run(from, length) { return (1 << length) - 1 << from; }

  function count(bits) { var n = 0; while (bits) { bits &= bits - 1; n++; } return n; }

  // ---- Names and places. ----

  // Does words stand in hay, its numbers whole? An unfinished number at the very end is still being typed.
  function stands(hay, words, open) {
    for (var at = hay.indexOf(words); at >= 0; at = hay.indexOf(words, at + 1)) {
      var cutBefore = isDigit(words.charAt(0)) && isDigit(hay.charAt(at - 1));
      var cutAfter = !open && isDigit(words.charAt(words.length - 1)) && isDigit(hay.charAt(at + words.length));
      if (!cutBefore && !cutAfter) return true;
    }
    return false;
  }

  // The bits of text that hay covers by stretches of two characters or more, longest first from the left.
  function cover(hay, text) {
    var bits = 0, pieces = 0, i = 0, end, length;
    while (i < text.length) {
      end = text.indexOf(GAP, i);
      if (end < 0) end = text.length;
      length = Math.min(2, end - i);
      if (!length) { i++; continue; }
      if (length === 1 && i && text.charAt(i - 1) !== GAP) { i++; continue; }
      while (i + length < end && isDigit(text.charAt(i + length - 1)) && isDigit(text.charAt(i + length))) length++;
      if (!stands(hay, text.substr(i, length), i + length === text.length)) { i++; continue; }
      i = stretch(hay, text, i, length, end, function (to) { bits |= run(i, to - i); pieces++; });
    }
    return { bits: bits, pieces: pieces };
  }

  function stretch(hay, text, from, length, end, fn) {
    while (from + length < end) {
      var longer = length + 1;
      while (from + longer < end && isDigit(text.charAt(from + longer - 1)) && isDigit(text.charAt(from + longer))) longer++;
      if (!stands(hay, text.substr(from, longer), from + longer === text.length)) break;
      length = longer;
    }
    fn(from + length);
    return from + length;
  }

  function byName(own, shared, text) { return byOwn(own, text) || byShared(shared, text); }

  function byOwn(own, text) {
    if (own.indexOf('|' + text + '|') >= 0) return SCORES.equal;
    if (own.indexOf('|' + text) >= 0) return SCORES.begins - (stands(own, text, false) ? 0 : 100);
    return stands(own, text, true) ? SCORES.inside - (stands(own, text, false) ? 0 : 100) : 0;
  }

  function byShared(shared, text) {
    if (shared.indexOf('|' + text + '|') >= 0) return SCORES.place;
    return text.length > 1 && stands(shared, text, true) ? SCORES.near : 0;
  }

  // ---- Stories. ----

  // The rarer character of a pair owns it (search/postings.py): [owner, the other one].
  function ownerOf(name, common) {
    function weight(sign) {
      var place = common.indexOf(sign);
      return place >= 0 ? place : common.length + spread(sign);
    }
    var first = name.charAt(0), second = name.charAt(1);
    return second !== ALONE && weight(second) > weight(first) ? [second, first] : [first, second];
  }

  function spread(sign) { return sign.charCodeAt(0) * 40503 % 65521; }

  // What the postings of a character alone are called.
  function nameOf(gram) { return gram.length === 1 ? gram + ALONE : gram; }

  // The runs of one or two characters whose postings answer a wording: [characters, bits].
  function grams(wording, hall) {
    var text = wording.text, found = [], taken = 0, i, alone;
    // Their pairs have no postings (search/layout.py).
    function silent(at) { return SILENT.indexOf(text.charAt(at)) >= 0; }
    for (i = 0; i < text.length; i++) {
      if (text.charAt(i) === GAP) continue;
      alone = (i === 0 || text.charAt(i - 1) === GAP) && (i + 1 === text.length || text.charAt(i + 1) === GAP);
      if (alone) found.push([text.charAt(i), run(i, 1)]);
      else if (i + 1 < text.length && text.charAt(i + 1) !== GAP && !silent(i) && !silent(i + 1)) found.push([text.substr(i, 2), run(i, 2)]);
    }
    // Pairs of which one character asks for nothing are looked up only where there are no others; of a question that asks for a
    // value of a facet in a sentence, none: its entries are known.
    var marks = marksOf(wording), whole = found.filter(function (gram) { return !(gram[1] & ~wording.need); });
    if (!whole.length) {
      whole = found.filter(function (gram) { taken |= gram[1]; return gram[1] & wording.need; });
      // What stands in none of these is looked up alone: 打的.
      for (i = 0; i < text.length; i++) if (wording.need >> i & ~(taken >> i) & 1) whole.push([text.charAt(i), run(i, 1)]);
    }
    if (wording.valued) whole = [];
    return thinned(whole, SHARDS - marks.length, hall).concat(marks);
  }

  // What the entries that have records of it are marked with, of the page that answers best: [characters, bits].
  function marksOf(wording) {
    return wording.answers.filter(function (one) { return one.answer.mark; }).slice(0, 1).map(function (one) { return [one.answer.mark, one.bits]; });
  }

  // Each pair may cost a file: of a long question those are asked for that the files allow, first those of which neither
  // character is common, each beside the others, then those between them.
  function thinned(found, most, hall) {
    var files = {}, number = 0, kept = [], taken = 0;
    function rarity(gram) {
      return Math.min.apply(null, gram[0].split('').map(function (sign) { return (hall.common.indexOf(sign) + 1 || 999); }));
    }
    function take(gram) {
      var name = shardName(gram[0], hall);
      if (kept.indexOf(gram) >= 0 || !has(files, name) && number === most) return;
      if (!has(files, name)) number++;
      files[name] = true;
      taken |= gram[1];
      kept.push(gram);
    }
    if (found.length <= most) return found;
    var ordered = found.map(function (gram, place) { return [rarity(gram), place, gram]; }).sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; });
    ordered.forEach(function (row) { if (!(row[2][1] & taken)) take(row[2]); });
    ordered.forEach(function (row) { take(row[2]); });
    return kept;
  }

  // The shard of a name: one that its owner shares with others, or, where the owner has its own, one of these.
  function shardName(gram, hall) {
    var name = nameOf(gram), owner = ownerOf(name, hall.common), shards = hall.shards, parts;
    for (parts = 1; parts < shards.length; parts++) {
      if (shards[parts].indexOf(owner[0]) >= 0) return 'x' + owner[0].charCodeAt(0).toString(16) + '-' + parts + '-' + spread(owner[1]) % (1 << parts);
    }
    return 'b' + shards[0] + '-' + spread(owner[0]) % (1 << shards[0]);
  }

  // A whole address is found by its name; nobody means the stories that may speak of it.
  function isAddress(wording) {
    var text = wording.text;
    return /[0-9]号?$/.test(text) && text.length > 3 && wording.named.numbers.some(function (number) { return wording.named.own(number).indexOf('|' + text + '|') >= 0; });
  }

  // Asks for the postings of all wordings, the first in full, the others as far as the budget of files goes.
  function fetchGrams(list, hall, fn) {
    var files = {}, total = 0, left = 1, i;
    function done() {
      if (--left) return;
      list.forEach(function (wording) { if (isAddress(wording)) wording.grams = []; });
      fn();
    }
    function names(text, put) {
      left++;
      fetchNames(text, hall, function (reader, failed) {
        put(reader);
        if (failed) list.cut = true;
        done();
      });
    }
    // Who has the values that phrases ask for, and what stands in names.
    list.forEach(function (wording) {
      var asked = trimmed(wording);
      names(wording.text, function (reader) { wording.named = reader; });
      if (asked !== wording.text) names(asked, function (reader) { wording.asked = reader; });
      wording.phrases.forEach(function (phrase) {
        left++;
        exhibit.values(phrase.facet, phrase.values, function (there) {
          if (!there) list.cut = true;
          done();
        });
      });
    });
    function want(name) {
      left++;
      exhibit.leaf(name, function (text) {
        files[name] = parsed(name, text);
        if (text === null || moved(list, name, files[name], hall)) list.cut = true;
        done();
      });
    }
    for (i = 0; i < list.length; i++) {
      list[i].grams = grams(list[i], hall);
      var fresh = {}, more = 0;
      list[i].grams.forEach(function (gram) {
        var name = shardName(gram[0], hall);
        if (!files.hasOwnProperty(name) && !fresh.hasOwnProperty(name)) { fresh[name] = true; more++; }
      });
      if (i && total + more > SHARDS) { list[i].grams = []; continue; }
      total += more;
      for (var name in fresh) if (fresh.hasOwnProperty(name)) { files[name] = null; want(name); }
    }
    list.files = files;
    done();
  }

  var shelves = {};

  // A shard's postings by their characters; those of taglines behind `!`.
  function parsed(name, text) {
    if (text === null || shelves.hasOwnProperty(name)) return shelves[name] || null;
    var shelf = shelves[name] = {};
    text.split(' ').forEach(function (item) {
      var at = item.charAt(0) === ALONE ? 1 : 0, sign = item.charAt(at), end = at + (sign === FIRST_TWO || sign === LAST_TWO ? 3 : 2);
      shelf[item.slice(0, end)] = item.slice(end);
    });
    return shelf;
  }

  function posted(list, gram, mark, hall) {
    var shelf = list.files[shardName(gram, hall)], name = mark + nameOf(gram);
    return shelf && has(shelf, name) ? exhibit.known(shelf[name], function () { list.cut = true; }) : [];
  }

  // Has a shard been published since the catalogue came in which what is asked for stands elsewhere now?
  function moved(list, shard, shelf, hall) {
    var gone = list.some(function (wording) {
      return (wording.grams || []).some(function (gram) {
        return shardName(gram[0], hall) === shard && has(shelf, ownerOf(nameOf(gram[0]), hall.common)[0] + MOVED) && shard.charAt(0) === 'b';
      });
    });
    if (gone) exhibit.lost(shard);
    return gone;
  }

  // What the stories have of a wording, as bits by number.
  function read(list, wording, mark, hall) {
    var bits = [];
    wording.told = 0;
    wording.grams.forEach(function (gram) { wording.told |= gram[1]; });
    wording.grams.forEach(function (gram) {
      posted(list, gram[0], mark, hall).forEach(function (number) { bits[number] |= gram[1]; });
    });
    return bits;
  }

  // ---- Scores. ----

  function byWords(list, hall) {
    var best = {};
    list.forEach(function (wording) {
      var story = read(list, wording, '', hall), lead = read(list, wording, '!', hall), asked = trimmed(wording), marked = markedBy(list, wording, hall);
      var seen = [], memory = {}, named = [];
      function rate(number) {
        if (seen[number]) return;
        var entry = exhibit.entry(number), facets = answered(entry, wording);
        // A mark may stand for nothing that was asked.
        if (!named[number] && !story[number] && !lead[number] && !facets) return;
        seen[number] = true;
        wording.seen |= story[number] | lead[number] | facets;
        var hit = scored(entry, wording, namedBy(wording, asked, number, memory), lead[number], story[number] | lead[number], facets, marked[number]);
        if (hit && (!best[number] || hit.score > best[number].score)) best[number] = hit;
      }
      wording.named.numbers.concat(wording.asked ? wording.asked.numbers : []).forEach(function (number) {
        named[number] = true;
        rate(number);
      });
      story.forEach(function (bits, number) { rate(number); });
      lead.forEach(function (bits, number) { rate(number); });
      wording.phrases.forEach(function (phrase) {
        phrase.values.forEach(function (value) { exhibit.holders(phrase.facet, value).forEach(function (there, number) { rate(number); }); });
      });
    });
    return best;
  }

  // How well the names of an entry fit a wording, and what they cover of it: worked out once for all that have the same of it.
  function namedBy(wording, asked, number, memory) {
    var named = wording.named, less = wording.asked || named, own = named.own(number), shared = named.shared(number), called = named.called(number);
    var mine = wording.asked ? less.own(number) : own, ours = wording.asked ? less.shared(number) : shared, key = [own, shared, mine, ours, called].join('\r');
    if (!has(memory, key)) {
      memory[key] = cover(own + shared, wording.text);
      memory[key].called = called;
      memory[key].score = byName(own, shared, wording.text) || byName(mine, ours, asked) - 20;
    }
    return memory[key];
  }

  // The names of what entries have records of, by number, where that is what was asked for.
  function markedBy(list, wording, hall) {
    var found = [];
    if (wording.grams.length) marksOf(wording).forEach(function (mark, place) {
      var name = wording.answers.filter(function (one) { return one.answer.mark === mark[0]; })[0].answer.name;
      posted(list, mark[0], '', hall).forEach(function (number) { found[number] = name; });
    });
    return found;
  }

  // The words of a question that stand in no entry and in no page that answers, as far as it was looked for them. Sets
  // wording.lost, their bits. A word of the dialect and one that has others of its meaning is known.
  function missing(list, hall) {
    var wording = list[0], text = wording.text, bits = wording.told & wording.need & ~wording.seen, said = 0, found = '', i;
    function known(word) { for (var at = word ? text.indexOf(word) : -1; at >= 0; at = text.indexOf(word, at + 1)) said |= run(at, word.length); }
    wording.answers.concat(wording.phrases).forEach(function (one) { bits &= ~(one.held || one.bits); });
    hall.spoken.forEach(function (pair) { known(pair[0]); });
    hall.same.forEach(function (group) { group.forEach(known); });
    wording.lost = bits &= ~said;
    // Of 天气 behind 明天 only 气 is lost: a character alone is named with the one before it.
    for (i = 1; i < text.length; i++) {
      if (bits >> i & 1 && !((bits | wording.lost) & (1 << i - 1 | 1 << i + 1)) && wording.need & wording.told & ~said & 1 << i - 1) bits |= 1 << i - 1;
    }
    for (i = 0; i < text.length; i++) found += bits >> i & 1 ? (isLost(wording, i) ? SURE : '') + text.charAt(i) : GAP;
    return found.split(/ +/).filter(function (word) { return word.indexOf(SURE) >= 0; }).map(function (word) {
      return word.split(SURE).join('').replace(LOOSE_FIRST, '').replace(LOOSE_LAST, '');
    }).filter(function (word) { return word.length > 1; });
  }

  // Was every pair looked up that holds a character? A pair across two words, which stands nowhere, says nothing of them.
  function isLost(wording, at) {
    function looked(from) {
      return !(wording.need >> from & 1 && wording.need >> from + 1 & 1) || wording.grams.some(function (gram) { return gram[1] === run(from, 2); });
    }
    return (!at || looked(at - 1)) && looked(at);
  }

  // The wording without words that ask for nothing at its ends.
  function trimmed(wording) {
    var from = 0, to = wording.text.length;
    while (from < to && !(wording.need >> from & 1)) from++;
    while (to > from && !(wording.need >> to - 1 & 1)) to--;
    return wording.text.slice(from, to);
  }

  // names: see namedBy; told: bits of what was looked for in stories, all others count as had;
  // facets: bits that the entry's values answer; marked: the name of what was asked for, where it has records of it.
  function scored(entry, wording, names, lead, story, facets, marked) {
    var found = matched(entry, wording, names, lead, story, facets, marked);
    if (found && marked) {
      found.about = marked;
      if (found.story) found.needles = found.needles.concat(marked);
    }
    return found;
  }

  function matched(entry, wording, names, lead, story, facets, marked) {
    var need = wording.need, held = names.bits | facets, part, found, told = wording.told & need;
    if (names.score > 0) wording.seen |= need;
    if (names.score > 0) return hit(entry, names.score * wording.weight, wording, true, false);
    if ((facets & need) === need) {
      found = hit(entry, (SCORES.place - 10 * wording.phrases.length) * wording.weight, wording, true, false);
      found.begins = wording.begins = wording.begins || firstOf(wording.phrases);
      return found;
    }
    wording.seen |= held;
    if ((held & need) === need) return hit(entry, (SCORES.parts - 10 * names.pieces) * wording.weight, wording, true, false);
    part = (held | story) & need;
    var full = told && (lead & told) === told ? 'lead' : told && (story & told) === told ? (marked ? 'record' : 'story') :
      part === need ? (wording.text.indexOf(GAP) < 0 ? 'mixed' : 'joint') : '';
    // Who is called by name comes before who only speaks of it.
    if (full) return hit(entry, (SCORES[full] + (names.called ? SCORES.lead - SCORES.some : 0)) * wording.weight, wording, true, true);
    // What was not looked for counts for nothing; of another wording, the words that nobody has said are not enough.
    if (!marked && !names.called && (count(part) * 2 < count(told ? need & (told | held) : need) + (wording.weight < 1 ? 1 : 0) || count(part) * 4 < count(need))) return null;
    var score = (count(part) + count(held & need)) / (2 * count(need));
    // Beside a page that answers, who has records of it is nearer than who uses the words; and who is called by name is nearest.
    if (marked) score = Math.min(0.99, score + 0.25);
    if (names.called) score = Math.min(0.99, score + 0.5);
    found = hit(entry, SCORES.some * score * wording.weight, wording, false, !!(story & need & ~held));
    found.had = count(part);
    return found;
  }

  function hit(entry, score, wording, full, story) {
    return { entry: entry, score: score, full: full, story: story, had: count(wording.need), needles: needlesOf(wording) };
  }

  // What to mark: the words of facets, and the stretches between them.
  function needlesOf(wording) {
    if (wording.needles) return wording.needles;
    var found = without(wording.text, wording.phrases).split(GAP).concat(wording.phrases.map(function (phrase) { return phrase.word; }));
    return wording.needles = wording.phrases.length ? found.filter(function (needle) { return needle; }) : wording.text.split(GAP);
  }

  // A wording's text with gaps in place of phrases: every other character keeps its bit.
  function without(text, phrases) {
    phrases.forEach(function (phrase) {
      text = text.slice(0, phrase.at) + phrase.word.replace(/[^ ]/g, GAP) + text.slice(phrase.at + phrase.word.length);
    });
    return text;
  }

  function sorted(best) {
    var full = [], near = [], number;
    for (number in best) if (best.hasOwnProperty(number)) (best[number].full ? full : near).push(best[number]);
    return result(full.sort(byScore), near.sort(byScore), 'words');
  }

  // Examples stand behind all that is true; what fits as well by its number, until walking order is known (`ordered`).
  function byScore(a, b) {
    return (a.entry.example ? 1 : 0) - (b.entry.example ? 1 : 0) || b.score - a.score || a.entry.number - b.entry.number;
  }

  // Every entry once, at its first place.
  function result(full, near, how) {
    var seen = {};
    function unseen(hit) { return seen.hasOwnProperty(hit.entry.number) ? false : seen[hit.entry.number] = true; }
    return { full: full.filter(unseen), near: near.filter(unseen), how: how, cut: false, meant: null, answers: [], missing: [] };
  }

  // ---- Asking: words first; then traditional forms, then what sounds alike. ----

  // All names, all homes and all houses, a line each: fn([names, homes, houses]), or null where they do not come.
  function fetchNameTexts(fn) {
    exhibit.leaf('names', function (told) {
      if (told && !nameTexts) nameTexts = told.map(unfolded);
      fn(nameTexts);
    });
  }

  // Before each line stands how many characters it has in common with the line before (search/names.py).
  function unfolded(text) {
    var last = '';
    return text.split('\n').map(function (line) { return last = last.slice(0, +line.charAt(0)) + line.slice(1); }).join('\n');
  }

  // What reads letters and what hears that words sound alike is fetched with its tables (search-sounds.js).
  function withSounds(words, fn, use) {
    exhibit.leaf('pinyin', function () {});
    fetchNameTexts(function () {});
    exhibit.leaf('sounds', function (make) {
      if (make && !sounds) sounds = make({
        fold: fold, canonical: canonical, has: has, run: run, isDigit: isDigit, termsOf: termsOf, wordings: wordings, valueAnswer: valueAnswer,
        answersOf: answersOf, ranked: ranked, sorted: sorted, result: result, ask: ask, askStories: askStories, fetchNames: fetchNames, fetchNameTexts: fetchNameTexts, byOwn: byOwn, stands: stands, both: both, stem: stem, SCORES: SCORES, ANSWERS: ANSWERS, GAP: GAP
      });
      if (make) use(); else { words.cut = true; fn(words); }
    });
  }

  // What sounds so comes first: stories are asked for letters only where nothing does.
  function askLatin(text, list, hall, again, fn) {
    withSounds(result([], [], 'words'), function (words) {
      askStories(list, hall, function (words) { words.cut = true; fn(words); });
    }, function () { sounds.askLatin(text, list, hall, again, fn); });
  }

  function askAlike(list, words, hall, fn) { withSounds(words, fn, function () { sounds.askAlike(list, words, hall, fn); }); }

  // Do the characters on both sides of one that stands nowhere stand so in a name, which ends there or goes on as the question
  // does? Else it is not worth the files of sounds.
  function askNearName(wording, fn) {
    var text = wording.text, places = [], i;
    function edge(sign) { return sign && sign !== GAP ? '(?:\\||' + sign + ')' : '\\|'; }
    for (i = 1; i < text.length - 1; i++) if (wording.lost >> i & 1 && text.slice(i - 1, i + 2).indexOf(GAP) < 0) places.push(i);
    if (!places.length) { fn(false, false); return; }
    fetchNameTexts(function (names) {
      var hay = (names || []).join('\n').split('\n').map(function (name) { return canonical(fold(name)); }).join(EDGE);
      fn(places.some(function (i) {
        return new RegExp(edge(text.charAt(i - 2)) + text.charAt(i - 1) + '[^|]' + text.charAt(i + 1) + edge(text.charAt(i + 2))).test(hay);
      }), !names);
    });
  }

  function askForms(text, hall, fn) {
    var before = fold(text);
    exhibit.leaf('forms', function (table) {
      if (table) learnForms(table);
      fn(fold(text) !== before, !table);
    });
  }

  // Which phrases ask for their values for certain: nothing that does not fit them is called so, nor, where a phrase stands
  // within other words, tells so.
  function certain(wording, words, hall) {
    return wording.phrases.filter(function (phrase) {
      var alone = standsAlone(wording, phrase, hall);
      if (!words.full.length) return alone;
      return !words.full.some(function (hit) { return (!alone || !hit.story) && !fitsAny(hit.entry, phrase, wording.phrases); });
    });
  }

  // Does the run of characters around a phrase hold nothing but phrases and words that ask for nothing?
  function standsAlone(wording, phrase, hall) {
    var text = wording.text, from = phrase.at, to = phrase.at + phrase.word.length, bits;
    while (from > 0 && text.charAt(from - 1) !== GAP) from--;
    while (to < text.length && text.charAt(to) !== GAP) to++;
    bits = run(from, to - from) & wording.need;
    wording.phrases.forEach(function (other) { bits &= ~other.bits; });
    return !bits;
  }

  function withMeaning(list, words, hall, fn) {
    var wording = list[0], sure = [], need, i;
    for (i = 0; i < list.length && !sure.length; i++) if (list[i].weight === 1) {
      wording = list[i];
      sure = certain(wording, words, hall);
    }
    if (!sure.length) { fn(words); return; }
    need = wording.need;
    sure.forEach(function (phrase) { need &= ~phrase.bits; });
    function meant(base) {
      if (words.full.length || base.length) words.meant = { phrases: sure, text: wording.text, rest: need, base: result(words.full.concat(base), [], 'words').full };
      fn(words);
    }
    if (!need) {
      // What is called so itself comes before what belongs to it.
      var named = trimmed(wording), reader = wording.asked || wording.named, every = hall.numbers.map(function (number) {
        var found = hit(exhibit.entry(number), reader.own(number).indexOf('|' + named + '|') >= 0 ? 1 : 0, wording, true, false);
        found.walked = true;
        return found;
      });
      meant(every.sort(function (a, b) { return b.score - a.score || a.entry.number - b.entry.number; }));
      return;
    }
    var others = wording.phrases.filter(function (phrase) { return sure.indexOf(phrase) < 0; });
    var rest = [{ text: without(wording.text, sure), weight: 1, need: need, phrases: others }];
    rest[0].answers = answersTo(rest[0], hall);
    fetchGrams(rest, hall, function () {
      words.cut = words.cut || !!rest.cut;
      meant(sorted(byWords(rest, hall)).full);
    });
  }

  function askStories(list, hall, fn) {
    fetchGrams(list, hall, function () {
      var words = sorted(byWords(list, hall));
      words.cut = !!list.cut;
      words.missing = list.cut ? [] : missing(list, hall);
      fn(words);
    });
  }

  function ask(text, hall, again, fn) {
    var list = wordings(text, hall);
    if (!list.length) { fn(result([], [], 'words')); return; }
    if (/[a-z]/.test(list[0].text)) { askLatin(text, list, hall, again, fn); return; }
    askStories(list, hall, function (words) {
      withMeaning(list, words, hall, function () {
        // A long question of which every word stands somewhere holds no name that sounds so.
        if (list[0].text.length > LONGEST_NAME && !words.cut && !words.missing.length) { fn(words); return; }
        // A page answers a part where words of the question stand nowhere: they may be meant as others that sound so.
        var page = list[0].answers[0], partly = page && !page.whole && again && words.missing.length;
        if (words.full.length || words.meant || page && !partly || !/[^0-9 ]/.test(list[0].text)) fn(words);
        else if (again) askForms(text, hall, function (changed, failed) {
          words.cut = words.cut || failed;
          if (changed) { ask(text, hall, false, fn); return; }
          if (!partly && list[0].text.length <= LONGEST_NAME) { askAlike(list, words, hall, fn); return; }
          askNearName(list[0], function (near, failed) {
            words.cut = words.cut || failed;
            if (near) askAlike(list, words, hall, fn); else fn(words);
          });
        });
        else askAlike(list, words, hall, fn);
      });
    });
  }

  // Do hits stand beside each other for nothing but their places in walking order? It decides among those that are called so or
  // are there, not among those that tell of it.
  exhibit.alike = function (a, b) {
    return a.score === b.score && (a.walked || a.full && b.full && !a.story && !b.story && a.entry.example === b.entry.example);
  };

  // The segment of the walking order in which those begin that have what phrases ask for.
  function firstOf(phrases) { return exhibit.firstPart(phrases.map(function (phrase) { return [phrase.facet, phrase.values]; })); }

  // Puts the first hits in their order, and cuts the near ones: where they end among hits that fit as well, walking order decides.
  function ordered(found, fn) {
    var left = 1, near = found.near;
    function done() {
      if (--left) return;
      found.near = near.slice(0, NEAR);
      fn();
    }
    function isAlone(hit, at, list) {
      return ![list[at - 1], list[at + 1]].some(function (other) { return other && exhibit.alike(other, hit); });
    }
    function arrange(list, from, to) {
      left++;
      // The faces of those that will be seen come at the same time.
      if (!from) list.slice(0, MOST_TIED).forEach(function (hit, at) {
        if (list.length <= MOST_TIED || at < FIRST && isAlone(hit, at, list)) exhibit.face(hit.entry, function () {});
      });
      if (found.meant) list.begins = firstOf(found.meant.phrases);
      exhibit.arrange(list, from, to, exhibit.alike, done);
    }
    [found.full, found.meant ? found.meant.base : [], found.full.length ? [] : near].forEach(function (list) { arrange(list, 0, FIRST); });
    if (near.length > NEAR) arrange(near, NEAR - 1, NEAR);
    done();
  }

  // Do the pages that answer stand behind the first entry? Where they answer a part only, and it is the one that is called by
  // its name; or it has more of the question, and that asks for a building or a place, or for what is in one.
  function askBehind(found, text, hall, fn) {
    var best = (found.meant ? found.meant.base : []).concat(found.full, found.near), page = found.answers[0] || found.perhaps[0], first = best[0];
    if (!page || !first || page.whole !== false) { fn(false); return; }
    var asking = wordings(text, hall), plain = canonical(fold(text).replace(/ /g, ''));
    fetchNames(plain.length > LONGEST ? asking[0].text : plain, hall, function (plainly) {
      fetchNames(asking[0].text, hall, function (reader) { fn(isBehind(found, best, page, asking, plainly, reader)); });
    });
  }

  function isBehind(found, best, page, asking, plainly, reader) {
    var first = best[0], called = plainly.called(first.entry.number);
    // A name that several have is nobody's own: 64号.
    if (called) return !best[1] || plainly.called(best[1].entry.number) !== called || !!asking[0].names;
    // Its own name and address have more of the question than the page, or where that is a guess three characters; or its story
    // has as much as a guess of few.
    var own = count(cover(reader.own(first.entry.number), asking[0].text).bits & asking[0].need);
    if (own > page.span || page.guessed && (own > 2 || page.span < 4 && first.had >= page.span + (first.entry.example ? 2 : 0))) return true;
    if (found.meant && found.meant.rest && !first.entry.example || first.full && hasPlace(first.entry, asking[0])) return true;
    return asking.some(function (one) { return one.names; }) ? first.had >= page.span : page.span < 4 && Math.min(first.had, count(asking[0].need)) >= Math.max(6, 2 * page.span);
  }

  // Is it true, and does it fit a value that the question names, one of those of which an entry has one: a street, a year?
  function hasPlace(entry, wording) {
    return !entry.example && wording.phrases.some(function (phrase) { return !phrase.facet.many && fits(entry, phrase); });
  }

  // Where nothing is found, or no more than pages that have a word of the question and others have much more: pages on which much
  // of it stands. Fetched then only.
  function withGuesses(text, hall, found, fn) {
    var make, pages, near, titles, left = 4, asking = wordings(text, hall), least = 0;
    function done() {
      if (--left) return;
      if (make && pages && near && titles) {
        if (!guess) guess = make({ fold: fold, canonical: canonical, has: has, run: run, count: count, answersOf: answersOf, codePage: codePage, GAP: GAP });
        var guessed = guess(asking, hall, pages, near, titles, told[0]);
        if (guessed.length && guessed[0].had >= least) putGuesses(found, guessed);
      } else found.cut = true;
      fn();
    }
    var told = found.answers.concat(found.perhaps), plain = fold(text);
    if (told.length) least = told[0].had + SURER;
    if (!asking.length || found.full.length || found.meant || told.length && (told[0].whole !== false || told[0].span > LITTLE || least > count(asking[0].need)) || found.how !== 'words' || !/[\u3400-\u9fff]{2}/.test(plain)) { fn(); return; }
    exhibit.leaf('guesses', function (it) { make = it; done(); });
    exhibit.leaf('pages', function (it) { pages = it; done(); });
    exhibit.leaf('near', function (it) { near = it; done(); });
    exhibit.leaf('codes', function (it) { titles = it; done(); });
  }

  // Guesses stand before pages that have less of the question, which then are no answer either.
  function putGuesses(found, guessed) {
    var seen = {};
    found.perhaps = guessed.concat(found.answers, found.perhaps).filter(function (one) {
      var path = one.pages[0][1];
      return has(seen, path) ? false : seen[path] = true;
    }).slice(0, MOST_ANSWERS);
    found.answers = [];
  }

  // Who asks how, where or how much is not answered by an example whose story has a word of it: it is near. Whoever types a
  // phrase of a story asks for nothing.
  function onlyMentioned(wording, found) {
    var asks = wording && !wording.names && !found.meant && found.how === 'words' && wording.text.length >= SENTENCE && ASKING.test(wording.text);
    if (!asks || !found.full.every(function (hit) { return hit.entry.example && hit.story && !hit.about && hit.had < MENTIONED; })) return;
    found.near = found.full.concat(found.near);
    found.full = [];
  }

  function codePage(name, title) {
    return { name: name, note: title, pose: 'thinking', place: 2e4, mark: '', pages: [[name, 'help/' + name + '/', '提示代码']] };
  }

  // The page of a code of the checks: E122. Which there are, a file says that only they need.
  function withCode(text, found, fn) {
    var code = /(?:^|[^0-9a-z])([ew][0-9]{3})(?![0-9a-z])/.exec(fold(text)), name = code && code[1].toUpperCase();
    if (!code) { fn(); return; }
    exhibit.leaf('codes', function (titles) {
      found.cut = found.cut || !titles;
      if (titles && has(titles, name)) {
        found.answers.unshift(codePage(name, titles[name]));
        found.missing = found.missing.filter(function (word) { return word !== code[1]; });
      }
      fn();
    });
  }

  exhibit.find = function (text, fn) {
    text = String(text);
    exhibit.ready(function (hall) {
      learnForms(hall.own);
      ask(text, hall, true, function (found) {
        ordered(found, function () {
          // Last, when forms and sounds have been learnt.
          if (found.put) text = found.put[0];
          found.answers = answersFor(text, hall, found);
          found.perhaps = [];
          // Where words of several facets are all that was asked for, their entries are the answer.
          if (found.meant && found.meant.phrases.length > 1 && !found.meant.rest) found.answers = found.answers.filter(function (one) { return one.whole; });
          // Pages that have not more than twice as much of the question as stands nowhere may help; they are no answer.
          var lost = found.missing.join('').length, told = {};
          if (!found.answers.some(function (one) { return one.whole !== false || one.had > 2 * lost; })) found.perhaps = found.answers.splice(0, MOST_ANSWERS);
          // An entry whose page answers is shown once.
          found.answers.concat(found.perhaps).forEach(function (answer) { answer.pages.forEach(function (page) { told[page[1]] = 1; }); });
          [found, found.meant || {}].forEach(function (held) {
            ['full', 'near', 'base'].forEach(function (part) {
              if (held[part]) held[part] = held[part].filter(function (hit) { return !told[hit.entry.id + '/']; });
            });
          });
          withCode(text, found, function () {
            withGuesses(text, hall, found, function () {
              askBehind(found, text, hall, function (behind) {
                onlyMentioned(wordings(text, hall)[0], found);
                found.behind = behind;
                fn(found);
              });
            });
          });
        });
      });
    });
  };

  // ---- Marks. ----

  function finds(form, places, needle, ranges) {
    for (var at = form.indexOf(needle); needle && at >= 0; at = form.indexOf(needle, at + needle.length)) {
      ranges.push([places[at], places[at + needle.length - 1] + 1]);
    }
  }

  // All of a needle, or else its longest stretches of two characters or more.
  function findsMost(form, places, needle, ranges) {
    if (form.indexOf(needle) >= 0 || needle.length < 3) { finds(form, places, needle, ranges); return; }
    for (var i = 0; i < needle.length - 1;) {
      var length = needle.length - i;
      while (length > 1 && form.indexOf(needle.substr(i, length)) < 0) length--;
      if (length > 1) finds(form, places, needle.substr(i, length), ranges);
      i += length > 1 ? length : 1;
    }
  }

  exhibit.marks = function (text, needles) {
    var places = [], plain = fold(text, places), ranges = [], merged = [];
    var other = places.slice(), alike = canonical(plain, other);
    needles.forEach(function (needle) {
      var before = ranges.length;
      findsMost(alike, other, needle, ranges);
      if (ranges.length === before) findsMost(plain, places, needle, ranges);
    });
    ranges.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; }).forEach(function (range) {
      var last = merged[merged.length - 1];
      if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]); else merged.push(range);
    });
    return merged;
  };
  exhibit.shardName = shardName;
  exhibit.fold = fold;
  exhibit.signed = function (text) { return signed(text, exhibit.hall); };
  exhibit.canonical = canonical;
  exhibit.learnForms = learnForms;
})(window);
