/**
 * 上传助手: pictures that a person picks to safe photos, within the browser; nothing is sent anywhere. ES5.
 *
 * Each is decoded by the browser, drawn upright and no larger than the exhibition keeps, encoded until it is light enough,
 * cut of whatever the encoder has added, and offered under the next name with the lines that enter it.
 */
(function (w, d) {
  'use strict';
  var page = d.getElementById('upload'), rules = JSON.parse(page.getAttribute('data-keeping')), bytes = w.exhibitBytes;
  var photos = [], waiting = [], picked = 0, done = 0, busy = false;
  var WECHAT = /MicroMessenger/i.test(w.navigator.userAgent);
  var LOWER = 0.08, LOWEST = 0.56, SMALLER = 0.8;
  var CONSENTS = [['已同意', '画面里的人都问过，都同意'], ['不涉及人物', '画面里没有人'], ['未取得', '还没问']];
  // A picture of 2 × 1 px that lies on its side: does this browser set photos upright by itself?
  var SIDEWAYS = 'data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z';
  var TURNS = { 2: [-1, 0, 0, 1], 3: [-1, 0, 0, -1], 4: [1, 0, 0, -1], 5: [0, 1, 1, 0], 6: [0, 1, -1, 0], 7: [0, -1, -1, 0], 8: [0, -1, 1, 0] };

  bytes.learn(rules.tags, rules.known);

  function id(name) { return d.getElementById(name); }
  function make(what, words, into, look) {
    var e = d.createElement(what);
    if (words) e.textContent = words;
    if (look) e.className = look;
    return into ? into.appendChild(e) : e;
  }
  function size(n) { return n >= 1e6 ? (n / 1e6).toFixed(1) + ' MB' : Math.max(1, Math.round(n / 1000)) + ' KB'; }
  function trouble(file, words) { make('li', '“' + file.name + '”' + words, id('troubles')); }

  // ---- One picture after another: two decoded at once are too much for an old phone. ----

  function take(files) {
    waiting = waiting.concat([].slice.call(files));
    picked += files.length;
    if (!busy) next();
  }
  function next() {
    var file = waiting.shift();
    busy = Boolean(file);
    id('state').textContent = file ? '正在收拾第 ' + (done + 1) + ' 张，一共 ' + picked + ' 张……' : finished();
    if (file) read(file, function () { done++; w.setTimeout(next, 0); });
  }
  function finished() {
    if (!photos.length) return '';
    return photos.length + ' 张收拾好了。写上说明，选好“同意”，就可以存了。';
  }
  function read(file, over) {
    var reader = new w.FileReader();
    function stop(words) { trouble(file, words); over(); }
    if (!file.size) return stop('是空的（0 字节），没有传成功。请重新选一次原图。');
    if (file.size > rules.bytes) return stop('有 ' + size(file.size) + '，太大了，手机打不动。请选手机拍的原图。');
    reader.onerror = function () { stop('读不出来。请重新选一次。'); };
    reader.onload = function () {
      var data = new Uint8Array(reader.result), seen = bytes.looked(data);
      if (seen.width * seen.height > rules.pixels) return stop('的像素太多，不像手机拍的，没有打开它。请换手机拍的原图。');
      if (seen.broken) return stop('没有传完整。请重新选一次原图。');
      open(file, seen, function (image) {
        if (!image) return stop(unopened(seen));
        if (slim(image)) return stop('又长又窄（' + image.naturalWidth + '×' + image.naturalHeight + '），缩小以后什么也看不清。请把长图裁成几张（高不超过宽的 3 倍），或者只截有用的一段。');
        clean(image, data, seen, function (blob, width, height) {
          if (blob) keep(file, seen, blob, width, height); else trouble(file, '太大，这台手机的内存不够。请换一台手机，或者用电脑打开这一页。');
          over();
        });
      });
    };
    reader.readAsArrayBuffer(file);
  }
  function slim(image) {
    return Math.max(image.naturalWidth, image.naturalHeight) > rules.slimmest * Math.min(image.naturalWidth, image.naturalHeight);
  }
  function unopened(seen) {
    var format = rules.known.formats.filter(function (one) { return one[0] === seen.format; })[0];
    if (format && format[5]) return '是' + format[1] + (format[0] === 'MP3' ? '，不用在这里收拾：放进楼组的文件夹，在“参访”的那一站写上“录音”和“文字稿”。' : '，网页上放不出来。请用手机或电脑上的音频转换工具转成 MP3（单声道、64 kbps），再放进文件夹。');
    if (format && !seen.kind) return '是' + format[1] + '，不是照片，或者这个浏览器打不开。请用手机或电脑打开它，另存为 JPG，再来选。';
    if (seen.kind !== 'HEIC') return '打不开，可能没有传完整，或者不是照片。请重新选一次原图。';
    return '是苹果手机的 HEIC 照片，这个浏览器打不开。请用那台 iPhone 打开这一页来选；' +
      '或者在 iPhone 的“设置→相机→格式”里选“兼容性最佳”，以后拍的就都能用；也可以请志愿者用电脑做。';
  }

  // ---- Pixels. ----

  function open(file, seen, then) {
    var image = new w.Image(), address = w.URL.createObjectURL(file);
    image.onload = function () { then(image.naturalWidth ? image : null); w.URL.revokeObjectURL(address); };
    image.onerror = function () { w.URL.revokeObjectURL(address); then(null); };
    image.src = address;
  }
  var turnsItself = true, trial = new w.Image();
  trial.onload = function () { turnsItself = trial.naturalWidth === 1; };
  trial.src = SIDEWAYS;

  // A picture with the shape of a panorama is shown by parts, so it stays larger.
  function limits(image) {
    var ratio = image.naturalWidth / image.naturalHeight, wide = rules.panorama;
    return ratio >= wide.strip || (ratio >= wide.sphere[0] && ratio <= wide.sphere[1]) ? wide : rules;
  }
  function clean(image, data, seen, then) {
    var parts = untouched(image, data, seen);
    if (parts) return then(new w.Blob(parts, { type: 'image/jpeg' }), image.naturalWidth, image.naturalHeight);
    shrink(image, seen, Math.min(1, limits(image).side / Math.max(image.naturalWidth, image.naturalHeight)), then);
  }
  // A JPEG that needs nothing but cutting keeps every pixel.
  function untouched(image, data, seen) {
    var parts, length;
    if (seen.kind !== 'JPEG' || seen.orientation > 1 || seen.profile || (seen.colours !== 1 && seen.colours !== 3)) return null;
    parts = bytes.bare(data, seen);
    length = parts.reduce(function (sum, part) { return sum + part.length; }, 0);
    return Math.max(image.naturalWidth, image.naturalHeight) <= limits(image).side && length <= limits(image).budget ? parts : null;
  }
  function shrink(image, seen, scale, then) {
    var canvas = drawn(image, turnsItself ? 1 : seen.orientation, scale);
    if (!canvas) return then(null);
    (function attempt(quality) {
      encode(canvas, quality, function (data) {
        var made = data && bytes.looked(data), blob;
        if (!made || made.broken || !made.keep.length) return then(null);
        blob = new w.Blob(bytes.bare(data, made), { type: 'image/jpeg' });
        if (blob.size <= limits(image).budget) return then(blob, canvas.width, canvas.height);
        if (quality - LOWER >= LOWEST) return attempt(quality - LOWER);
        return shrink(image, seen, scale * SMALLER, then);
      });
    })(rules.quality);
  }
  function drawn(image, orientation, scale) {
    var canvas = d.createElement('canvas'), turn = TURNS[orientation] || [1, 0, 0, 1], pen;
    var wide = Math.max(1, Math.round(image.naturalWidth * scale)), high = Math.max(1, Math.round(image.naturalHeight * scale));
    canvas.width = turn[0] ? wide : high;
    canvas.height = turn[0] ? high : wide;
    pen = canvas.getContext('2d');
    if (!pen) return null;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = 'high';
    pen.setTransform(turn[0], turn[1], turn[2], turn[3], turn[0] + turn[2] < 0 ? canvas.width : 0, turn[1] + turn[3] < 0 ? canvas.height : 0);
    pen.drawImage(image, 0, 0, wide, high);
    return canvas;
  }
  function encode(canvas, quality, then) {
    var text = canvas.toDataURL('image/jpeg', quality), raw, data, i;
    if (text.indexOf('data:image/jpeg;base64,') !== 0) return then(null);
    raw = w.atob(text.slice(23));
    data = new Uint8Array(raw.length);
    for (i = 0; i < raw.length; i++) data[i] = raw.charCodeAt(i);
    w.setTimeout(function () { then(data); }, 0);
  }

  // ---- What has been made. ----

  function keep(file, seen, blob, width, height) {
    photos.push({
      file: file, blob: blob, width: width, height: height, address: w.URL.createObjectURL(blob),
      gone: Object.keys(rules.told).filter(function (what) { return seen.told[what]; }).map(function (what) { return rules.told[what]; }),
      caption: '', month: seen.month, consent: '未取得'
    });
    card(photos[photos.length - 1]);
    renew();
  }
  function nameOf(photo) {
    var number = Math.max(1, parseInt(id('first').value, 10) || 1) + photos.indexOf(photo);
    return 'photo-' + (number < 10 ? '0' : '') + number + '.jpg';
  }
  function field(photo, facts, label, key, hint) {
    var line = make('label', label, facts), input = make('input', '', line);
    input.type = 'text';
    input.maxLength = 120;
    input.value = photo[key];
    if (hint) input.placeholder = hint;
    input.oninput = function () { photo[key] = input.value; renew(); };
  }
  function card(photo) {
    var item = make('li', '', id('photos'), 'ex-photo'), image = make('img', '', item), facts = make('div', '', item, 'ex-photo-facts');
    var row, number = done, choice;
    photo.item = item;
    photo.image = image;
    photo.heading = make('h3', '', facts);
    make('p', photo.file.name + '：' + size(photo.file.size) + ' → ' + size(photo.blob.size) + '，' + photo.width + '×' + photo.height, facts, 'ex-soft');
    make('p', photo.gone.length ? '藏着的已经去掉：' + photo.gone.join('、') : '里面没有藏着别的。', facts, 'ex-gone');
    if (photo.width < rules.wide) make('p', '有点小，只有 ' + photo.width + ' 像素宽，满屏看会发虚。有原图就换原图。', facts, 'ex-gone');
    field(photo, facts, '说明', 'caption', '画面里有谁（写身份）、在做什么');
    field(photo, facts, '时间（不想写就清空）', 'month', '例如 2024-05');
    choice = make('fieldset', '', facts);
    make('legend', '同意', choice);
    CONSENTS.forEach(function (one) {
      var label = make('label', '', choice), input = make('input', '', label);
      input.type = 'radio';
      input.name = 'consent-' + number;
      input.value = one[0];
      input.checked = one[0] === photo.consent;
      input.onchange = function () { photo.consent = one[0]; renew(); };
      make('span', one[0] + '：' + one[1], label);
    });
    row = make('p', '', facts, 'ex-row');
    photo.link = make('a', '存下这一张', row, 'ex-button is-main');
    photo.link.href = photo.address;
    photo.link.hidden = WECHAT;
    photo.away = make('button', '不要这一张', row, 'ex-button');
    photo.away.type = 'button';
    photo.away.onclick = function () { drop(photo); };
    show(photo);
  }
  // WeChat saves a picture that is pressed for long, but only one that stands in the page itself.
  function show(photo) {
    var reader;
    if (!WECHAT) { photo.image.src = photo.address; return; }
    reader = new w.FileReader();
    reader.onload = function () { photo.image.src = reader.result; };
    reader.readAsDataURL(photo.blob);
  }
  function drop(photo) {
    photos.splice(photos.indexOf(photo), 1);
    photo.item.parentNode.removeChild(photo.item);
    w.URL.revokeObjectURL(photo.address);
    id('state').textContent = finished();
    renew();
    id('pick').focus();
  }

  // ---- The lines. ----

  // What could be misread stands in quotation marks.
  function quoted(text) {
    text = text.replace(/\s+/g, ' ').replace(/^ | $/g, '');
    return /^[#@*&!|>%{}\[\],\x60?"'\-]|: | #|:$/.test(text) ? '"' + text.replace(/\\/g, '＼').replace(/"/g, '”') + '"' : text;
  }
  function linesOf(photo) {
    var month = quoted(photo.month), caption = quoted(photo.caption);
    return '  - 文件: ' + nameOf(photo) + '\n    说明:' + (caption ? ' ' + caption : '') +
      (month ? '\n    时间: ' + month : '') + '\n    同意: ' + photo.consent;
  }
  function renew() {
    var lacking = photos.filter(function (photo) { return !photo.caption || photo.consent === '未取得'; }).length;
    photos.forEach(function (photo) {
      var name = nameOf(photo);
      photo.heading.textContent = name;
      photo.image.alt = name + '：' + (photo.caption || '收拾好的照片');
      photo.link.download = name;
      photo.link.setAttribute('aria-label', '存下 ' + name);
      photo.away.setAttribute('aria-label', '不要 ' + name);
    });
    id('made').hidden = id('paste').hidden = !photos.length;
    id('way').hidden = photos.length > 0;
    id('press').hidden = !WECHAT;
    id('every').hidden = WECHAT || photos.length < 2;
    id('lacking').textContent = lacking ? '还有 ' + lacking + ' 张没写说明，或者还没问过画面里的人。没问过的不能发布。' : '';
    id('lines').value = photos.map(linesOf).join('\n');
    id('lines').rows = Math.min(16, Math.max(4, id('lines').value.split('\n').length + 1));
  }
  function copy() {
    var lines = id('lines');
    function told(words) { id('copy').textContent = words; }
    function byHand() {
      lines.focus();
      lines.select();
      try { told(d.execCommand('copy') ? '复制好了' : '请长按上面的字，选“复制”'); } catch (e) { told('请长按上面的字，选“复制”'); }
    }
    if (!w.navigator.clipboard) return byHand();
    w.navigator.clipboard.writeText(lines.value).then(function () { told('复制好了'); }, byHand);
  }
  function saveAll() {
    photos.forEach(function (photo, number) { w.setTimeout(function () { photo.link.click(); }, 400 * number); });
  }

  id('pick').onchange = function () {
    take(this.files);
    this.value = '';
  };
  id('first').oninput = renew;
  id('copy').onclick = copy;
  id('save-all').onclick = saveAll;
  id('drop').ondragover = function (event) { event.preventDefault(); this.className = 'ex-drop is-over'; };
  id('drop').ondragleave = function () { this.className = 'ex-drop'; };
  id('drop').ondrop = function (event) {
    event.preventDefault();
    this.className = 'ex-drop';
    take(event.dataTransfer.files);
  };
})(window, document);
