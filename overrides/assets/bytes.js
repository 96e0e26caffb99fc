/**
 * Bytes of a picture file to what it is, what is hidden in it, and which parts of a JPEG are its picture. ES5.
 *
 * The same as scripts/exhibition/media, for browsers; a test holds both against each other.
 */
(function (w) {
  'use strict';
  // The table of formats of scripts/exhibition/media/file_formats.py, as the page hands it over (`learn`).
  var KNOWN = { formats: [], general: [], tiff: {}, bmp: [] }, MOST_PARTS = 10000;
  // What tags tell: names to lists of `directory tag`, as the page hands them over (`learn`).
  var TAGS = {};
  var SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
  var PNG = { eXIf: 'tiff', tEXt: 'text', zTXt: 'text', iTXt: 'text', tIME: 'saved', caBX: 'other' };
  var WEBP = { EXIF: 'tiff', 'XMP ': 'xmp' };
  var WEBP_PICTURE = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];
  var SIGNED = [
    [0xE0, 'JFXX\0', 'thumbnail'], [0xE1, 'Exif\0', 'tiff'], [0xE1, 'http://ns.adobe.com/', 'xmp'],
    [0xED, 'Photoshop 3.0\0', 'iptc'], [0xE0, 'JFIF\0', ''], [0xE2, 'ICC_PROFILE\0', 'icc'], [0xEE, 'Adobe', '']
  ];

  function signs(b, at, n) {
    var text = '', i;
    for (i = at; i < Math.min(at + n, b.length); i++) text += String.fromCharCode(b[i]);
    return text;
  }
  function whole(b, at, n, little) {
    var value = 0, i;
    if (at < 0 || at + n > b.length) throw new Error('end');
    for (i = 0; i < n; i++) value = value * 256 + b[little ? at + n - 1 - i : at + i];
    return value;
  }
  function filled(b, from, to) {
    for (var i = from; i < Math.min(to, b.length); i++) if (b[i] && b[i] !== 32) return true;
    return false;
  }
  function find(b, text, from) {
    for (var i = from; i + text.length <= b.length; i++) if (b[i] === text.charCodeAt(0) && signs(b, i, text.length) === text) return i;
    return -1;
  }
  function counted(n) { if (n > MOST_PARTS) throw new Error('crowded'); return n + 1; }
  function tell(seen, what) { if (what) seen.told[what] = true; }

  // ---- EXIF. ----

  function tiff(b, seen) {
    var little = signs(b, 0, 2) === 'II', done = [], at;
    if (!little && signs(b, 0, 2) !== 'MM') return;
    function directory(at, name) {
      if (done.indexOf(at) >= 0) return;
      done.push(at);
      for (var i = 0, n = Math.min(whole(b, at, 2, little), 1000); i < n; i++) entry(at + 2 + 12 * i, name);
    }
    function within(at, name) { try { directory(at, name); } catch (e) { return; } }
    function entry(e, name) {
      var tag = whole(b, e, 2, little), kind = whole(b, e + 2, 2, little), count = whole(b, e + 4, 4, little);
      var length = count * (SIZES[kind] === undefined ? 1 : SIZES[kind]);
      var value = length <= 4 ? e + 8 : whole(b, e + 8, 4, little);
      if (name === 'first' && tag === 34665) return within(whole(b, e + 8, 4, little), 'exif');
      if (name === 'first' && tag === 34853) return within(whole(b, e + 8, 4, little), 'gps');
      if (!filled(b, value, value + length)) return;
      if (name === 'first' && tag === 274) seen.orientation = whole(b, e + 8, 2, little);
      if (name === 'exif' && tag === 36867) seen.month = month(signs(b, value, 8));
      if (name === 'gps' && tag) tell(seen, 'place');
      Object.keys(TAGS).forEach(function (what) { if (TAGS[what].indexOf(name + ' ' + tag) >= 0) tell(seen, what); });
    }
    try {
      at = whole(b, 4, 4, little);
      directory(at, 'first');
      at = whole(b, at + 2 + 12 * whole(b, at, 2, little), 4, little);
      if (at) directory(at, 'thumbnail');
    } catch (e) { return; }
  }
  function month(text) {
    var found = /^((?:19|20)\d\d)[:\-](0[1-9]|1[0-2])[:\-]/.exec(text);
    return found ? found[1] + '-' + found[2] : '';
  }

  // ---- JPEG: `keep` are the places of what is the picture. ----

  function jpeg(b, seen) {
    var at = 0, n = 0, begin, marker, end;
    seen.keep = [];
    for (;;) {
      n = counted(n);
      if (whole(b, at, 1) !== 255) throw new Error('marker');
      while (b[at + 1] === 255) at++;
      begin = at;
      marker = b[at + 1];
      end = marker === 1 || (marker >= 0xD0 && marker <= 0xD9) ? at + 2 : at + 2 + Math.max(2, whole(b, at + 2, 2));
      if (marker >= 0xC0 && marker <= 0xCF && marker !== 0xC4 && marker !== 0xC8 && marker !== 0xCC) {
        seen.height = whole(b, at + 5, 2);
        seen.width = whole(b, at + 7, 2);
        seen.colours = whole(b, at + 9, 1);
      }
      if (marker === 0xDA) while (whole(b, end, 1) !== 255 || !scanEnds(whole(b, end + 1, 1))) end++;
      if (end > b.length) throw new Error('end');
      if (marker >= 0xE0 && marker <= 0xEF) application(b, marker, begin, end, seen);
      else if (marker === 0xFE) tell(seen, 'text');
      else seen.keep.push([begin, end]);
      if (marker === 0xD9) return behind(b, end, seen);
      at = end;
    }
  }
  function scanEnds(next) { return next !== 0 && next !== 255 && !(next >= 0xD0 && next <= 0xD7); }
  function application(b, marker, begin, end, seen) {
    var held = signs(b, begin + 4, 24), known = SIGNED.filter(function (one) {
      return one[0] === marker && held.indexOf(one[1]) === 0;
    })[0], what = known ? known[2] : 'other';
    if (what === 'tiff') tiff(b.subarray(begin + 10, end), seen);
    else if (what === 'icc') seen.profile = true;
    else tell(seen, what);
    if (known && known[1] === 'JFIF\0' && (b[begin + 16] || b[begin + 17])) tell(seen, 'thumbnail');
    if (marker === 0xEE && !what) seen.keep.push([begin, end]);
  }
  function behind(b, at, seen) {
    for (var i = at; i < b.length; i++) {
      if (b[i] && b[i] !== 32 && b[i] !== 10 && b[i] !== 13) return tell(seen, find(b, 'ftyp', at) >= 0 ? 'film' : 'data');
    }
  }

  // ---- The others. ----

  function png(b, seen) {
    var at = 8, n = 0, length, kind, what;
    seen.width = whole(b, 16, 4);
    seen.height = whole(b, 20, 4);
    for (;;) {
      n = counted(n);
      length = whole(b, at, 4);
      kind = signs(b, at + 4, 4);
      what = PNG[kind];
      if (what === 'tiff') tiff(b.subarray(at + 8, at + 8 + length), seen);
      else tell(seen, signs(b, at + 8, 18) === 'XML:com.adobe.xmp\0' ? 'xmp' : what);
      at += 12 + length;
      if (kind === 'IEND') return behind(b, at, seen);
    }
  }
  function webp(b, seen) {
    var at = 12, n = 0, end = whole(b, 4, 4, true) + 8, kind, length, from;
    while (at + 8 <= Math.min(end, b.length)) {
      n = counted(n);
      kind = signs(b, at, 4);
      length = whole(b, at + 4, 4, true);
      from = at + 8 + (signs(b, at + 8, 6) === 'Exif\0\0' ? 6 : 0);
      if (WEBP[kind] === 'tiff') tiff(b.subarray(from, at + 8 + length), seen);
      else if (WEBP_PICTURE.indexOf(kind) < 0) tell(seen, WEBP[kind] || 'other');
      at += 8 + length + length % 2;
    }
    behind(b, end, seen);
  }
  // Where a HEIC keeps its EXIF stands in a table of tables; it is found by how it begins.
  function heif(b, seen) {
    for (var at = find(b, 'Exif\0\0', 0), n = 0; at >= 0 && n < 9; at = find(b, 'Exif\0\0', at + 6), n++) tiff(b.subarray(at + 6), seen);
    if (find(b, '<x:xmpmeta', 0) >= 0) tell(seen, 'xmp');
    if (find(b, 'mpvd', 0) >= 0) tell(seen, 'film');
  }

  // ---- Formats: [name, title, shown, [[place, signs], …], [brand, …]]. ----

  function named(test) {
    var found = KNOWN.formats.filter(test)[0];
    return found ? found[0] : '';
  }
  function branded(b) {
    var end = Math.min(whole(b, 0, 4) || 16, 144, b.length), brands = [signs(b, 8, 4)], special, at, i, name;
    for (at = 16; at + 4 <= end; at += 4) brands.push(signs(b, at, 4));
    special = brands.filter(function (one) { return KNOWN.general.indexOf(one) < 0; });
    brands = special.concat(brands.filter(function (one) { return KNOWN.general.indexOf(one) >= 0; }));
    for (i = 0; i < brands.length; i++) {
      name = named(function (one) { return one[4].indexOf(brands[i]) >= 0; });
      if (name) return name;
    }
    return 'MP4';
  }
  function tiffOf(b) {
    var little = signs(b, 0, 2) === 'II', found = {}, at, i, name;
    if (signs(b, 8, 2) === 'CR') return 'RAW';
    try {
      at = whole(b, 4, 4, little);
      for (i = 0; i < Math.min(whole(b, at, 2, little), 200); i++) {
        name = KNOWN.tiff[whole(b, at + 2 + 12 * i, 2, little)] || '';
        found[name] = true;
      }
    } catch (e) { found.TIFF = true; }
    return found.DNG ? 'DNG' : found.RAW ? 'RAW' : 'TIFF';
  }
  function formatOf(b) {
    var name, text;
    if (signs(b, 4, 4) === 'ftyp') return branded(b);
    name = named(function (one) {
      return one[3].some(function (sign) { return signs(b, sign[0], sign[1].length) === sign[1]; }) &&
        (one[0] !== 'BMP' || KNOWN.bmp.indexOf(signs(b, 14, 4)) >= 0);
    });
    if (name) return name === 'TIFF' ? tiffOf(b) : name;
    text = signs(b, 0, 4096).replace(/^\xef\xbb\xbf/, '').replace(/^\s+/, '').toLowerCase();
    return /^(<svg|<\?xml|<!doctype svg|<!--)/.test(text) && text.indexOf('<svg') >= 0 ? 'SVG' : '';
  }
  function shownOf(name) {
    return KNOWN.formats.some(function (one) { return one[0] === name && one[2]; }) ? name : '';
  }

  // format (nothing: not known), kind (the same where the exhibition takes it), width and height (0: not known), orientation, colours, profile, month, told {…}, broken, keep (JPEG).
  function looked(b) {
    var format = formatOf(b), seen = { format: format, kind: shownOf(format), width: 0, height: 0, orientation: 1, colours: 0, profile: false, month: '', told: {}, broken: false, keep: [] };
    try {
      ({ JPEG: jpeg, PNG: png, WebP: webp, HEIC: heif, AVIF: heif }[seen.kind] || function () { return; })(b, seen);
    } catch (e) { seen.broken = true; }
    return seen;
  }

  // The parts of a JPEG that are its picture, for a Blob.
  function bare(b, seen) { return seen.keep.map(function (place) { return b.subarray(place[0], place[1]); }); }

  w.exhibitBytes = { looked: looked, bare: bare, learn: function (tags, known) { TAGS = tags; KNOWN = known; } };
})(window);
