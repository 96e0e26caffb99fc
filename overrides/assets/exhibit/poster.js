/* Prints a page as its own A4 poster: the layers of the print shop's poster (poster-layers.js), drawn as one SVG with
   the name, the place, the stars and the code of this page. Asked for where somebody may print, never by a passing phone. */
(function (d, w) {
  var SVG = 'http://www.w3.org/2000/svg';
  var WEIGHTS = { text: 500, name: 900 };
  var NOT_FIRST = '、，。．：；？！）》」』】〕〗〉”’…—·%,.:;?!)';
  var NOT_LAST = '（《「『【〔〖〈“‘(';
  /* Until code and mascot have come from the server. */
  var PATIENCE_MS = 600;
  /* Pixels of a module in the picture of a code (`SCALE` in qr/render.py). */
  var MODULE_PX = 8;
  var brand = d.querySelector('.ex-brand');
  var pen = d.createElement('canvas').getContext('2d');

  function text(selector) {
    var found = d.querySelector(selector);
    return found ? found.textContent.trim() : '';
  }

  function put(parent, name, values) {
    var made = d.createElementNS(SVG, name);
    for (var key in values) made.setAttribute(key, values[key]);
    return parent.appendChild(made);
  }

  function width(line, weight) {
    pen.font = WEIGHTS[weight] + ' 100px "PingFang SC","HarmonyOS Sans SC","MiSans","Noto Sans CJK SC","Microsoft YaHei",sans-serif';
    return pen.measureText(line).width / 100;
  }

  /* The best two lines: neither begins nor ends with the wrong sign, the longer one is as short as it can be. */
  function halves(line, weight) {
    var best = null;
    for (var i = 1; i < line.length; i++) {
      if (NOT_FIRST.indexOf(line[i]) >= 0 || NOT_LAST.indexOf(line[i - 1]) >= 0) continue;
      if (/[\w.\/]/.test(line[i - 1]) && /[\w.\/号楼组]/.test(line[i])) continue;
      var pair = [line.slice(0, i).trim(), line.slice(i).trim()];
      var longest = Math.max(width(pair[0], weight), width(pair[1], weight));
      if (!best || longest < best.longest) best = { lines: pair, longest: longest };
    }
    return best;
  }

  function fit(line, box) {
    var weight = box.weight;
    var one = { lines: [line], size: Math.min(box.largest, box.height, box.width / width(line, weight)) };
    var two = box.lines > 1 && halves(line, weight);
    if (!two) return one;
    two.size = Math.min(box.largest, box.height / (1 + box.leading), box.width / two.longest);
    return two.size > one.size ? two : one;
  }

  function write(svg, line, box) {
    if (!line) return;
    var set = fit(line, box);
    var top = box.y + (box.height - set.size * (1 + box.leading * (set.lines.length - 1))) / 2;
    set.lines.forEach(function (part, row) {
      put(svg, 'text', {
        x: box.x + box.width * box.align,
        y: top + row * box.leading * set.size + 0.88 * set.size,
        'font-size': set.size,
        'font-weight': WEIGHTS[box.weight],
        'text-anchor': box.align === 0.5 ? 'middle' : box.align ? 'end' : 'start'
      }).textContent = part;
    });
  }

  function cuts(parent, list, tones) {
    list.forEach(function (cut) {
      var colour = tones[cut[1]] || cut[1];
      put(parent, 'path', cut[2]
        ? { d: cut[0], fill: 'none', stroke: colour, 'stroke-width': cut[2], 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }
        : { d: cut[0], fill: colour });
    });
  }

  /* The dark modules of the code as one path, sharp on every printer. Throws where scripts may not read pictures: on a
     page that was opened as a file. There the picture itself is printed. */
  function trace(picture, count) {
    var canvas = d.createElement('canvas'), eye = canvas.getContext('2d'), path = '', pixels, x, y, from;
    canvas.width = canvas.height = count;
    eye.imageSmoothingEnabled = false;
    eye.drawImage(picture, 0, 0, count, count);
    pixels = eye.getImageData(0, 0, count, count).data;
    for (y = 0; y < count; y++) for (x = 0; x < count; x++) {
      for (from = x; x < count && pixels[4 * (y * count + x)] < 128; x++);
      if (x > from) path += 'M' + from + ' ' + y + 'h' + (x - from) + 'v1h' + (from - x) + 'z';
    }
    return path;
  }

  /* The address of a drawing of this page; photographs are not printed here, for nobody here knows whether they may be. */
  function drawing(selector) {
    var found = d.querySelector(selector);
    return found ? found.getAttribute('src') : '';
  }

  function read() {
    var street = text('.ex-first header p');
    var stars = d.querySelector('.ex-first [data-n], .ex-first[data-n]');
    var number = stars ? +stars.getAttribute('data-n') : 0;
    var members = [].map.call(d.querySelectorAll('.ex-facade li b'), function (b) { return b.textContent; });
    var words = members.length ? members.length + '个楼组' : number ? text('.ex-stars') : '';
    return {
      name: text('h1'),
      place: street + (words ? ' · ' + words : ''),
      tagline: text('.ex-tagline'),
      typed: '不方便扫码，就输入网址 ' + text('.ex-code b'),
      number: '编号 ' + text('.ex-code b').replace(/\/$/, '').split('/').pop() + ' · ' + text('h1'),
      stars: number,
      members: members,
      scene: drawing('article figure img[src$=".svg"]'),
      emblem: drawing('.ex-first .ex-emblem[src$=".svg"]')
    };
  }

  var PAINTERS = {
    art: function (svg, layer, page, data) { cuts(svg, layer.cuts, data.tones); },
    figure: function (svg, layer) {
      var flip = layer.flip ? 'translate(' + (2 * layer.x + layer.size) + ' 0) scale(-1 1)' : '';
      put(svg, 'image', { href: brand.href + 'assets/mascot/' + layer.pose + '.svg', x: layer.x, y: layer.y, width: layer.size, height: layer.size, transform: flip });
    },
    scene: function (svg, layer, page) {
      var strip = put(svg, 'svg', { x: layer.x, y: layer.y, width: layer.width, height: layer.height, viewBox: layer.view.join(' ') });
      put(strip, 'image', { href: page.scene, width: layer.whole[0], height: layer.whole[1] });
    },
    emblem: function (svg, layer, page) {
      put(svg, 'image', { href: page.emblem, x: layer.x - layer.size / 2, y: layer.y - layer.size / 2, width: layer.size, height: layer.size });
    },
    panes: function (svg, layer, page, data) {
      for (var storey = 0; storey < 5; storey++) {
        var place = 'translate(' + (layer.x + (4 - storey) * (layer.dx || 0)) + ' ' + (layer.y + (4 - storey) * layer.dy) + ')';
        cuts(put(svg, 'g', { transform: place }), layer.panes[+(storey < page.stars)], data.tones);
      }
    },
    words: function (svg, layer, page) { write(svg, page[layer.what], layer); },
    plates: function (svg, layer, page, data) {
      var names = page.members.length > layer.count
        ? page.members.slice(0, layer.count - 1).concat('等' + page.members.length + '个楼组')
        : page.members;
      names.forEach(function (name, row) {
        var y = layer.y + row * layer.step;
        put(svg, 'rect', { x: layer.x + 0.5, y: y + 0.5, width: layer.width - 1, height: layer.height - 1, rx: 2, fill: '#fff', stroke: data.tones.accent });
        write(svg, name, { x: layer.x + 2, y: y + 1, width: layer.width - 4, height: layer.height - 2, largest: 5.2, lines: 2, leading: 1.25, weight: 'text', align: 0.5 });
      });
    },
    code: function (svg, layer, page, data) {
      var side = data.panel, box = { href: 'code.png', x: layer.x - side / 2, y: layer.y - side / 2, width: side, height: side };
      var shown = put(svg, 'image', box), picture = new Image();
      shown.style.imageRendering = 'pixelated';
      picture.onload = function () {
        var count = picture.naturalWidth / MODULE_PX, path;
        try { path = trace(picture, count); } catch (e) { return; }
        cuts(put(svg, 'svg', { x: box.x, y: box.y, width: side, height: side, viewBox: '0 0 ' + count + ' ' + count }), [
          ['M0 0h' + count + 'v' + count + 'H0z', '#fff'], [path, '#000']
        ], data.tones);
        svg.removeChild(shown);
      };
      picture.src = box.href;
    }
  };

  /* Words of `CONDITIONS` in poster.py that depend on the page, each with the part of the page that it needs. */
  var NEEDS = { stars: 'stars', members: 'members', scene: 'scene', emblem: 'emblem' };
  function holds(when, page) {
    var without = when.indexOf('no-') === 0;
    var value = page[NEEDS[without ? when.slice(3) : when]];
    return !when || !(value && value.length !== 0) === without;
  }

  /* From now on the page prints as a page again. An iPhone says that it has printed before it draws the sheet; there,
     and wherever a finger prints, whoever is back on the page touches it. */
  var look = d.body.classList;
  function again() { look.remove('is-poster'); }
  ['keydown', 'pointermove', 'touchstart'].forEach(function (event) { w.addEventListener(event, again); });
  w.addEventListener('afterprint', function () {
    if (w.matchMedia('(hover:hover)').matches) again();
  });

  w.exPoster = function (data) {
    var cluster = !!d.querySelector('.ex-facade');
    var accent = w.getComputedStyle(d.querySelector('article')).getPropertyValue('--accent').trim();
    var page = read();
    var proof = data.proof || d.querySelector('.ex-example');
    data.tones = { accent: accent, 'accent-dim': data.dims[accent] || accent };
    page.action = proof ? '样张，请勿张贴' : cluster ? '扫一扫，看我们楼群的前世今生' : '扫一扫，看我们楼的前世今生';
    var sheet = d.createElement('div');
    sheet.className = 'ex-poster';
    sheet.setAttribute('aria-hidden', 'true');
    var svg = put(sheet, 'svg', { viewBox: '0 0 210 297' });
    var marked = !proof;
    data.sheets[cluster ? 'cluster' : 'unit'].forEach(function (layer) {
      if (!holds(layer.when || '', page)) return;
      if (layer.kind === 'words' && !marked) {
        marked = true;
        put(svg, 'text', { x: 105, y: 136, 'font-size': 42, 'font-weight': 900, 'text-anchor': 'middle', fill: '#dcdcdc' }).textContent = '样张';
      }
      PAINTERS[layer.kind](svg, layer, page, data);
    });
    d.body.insertBefore(sheet, d.body.firstChild);
    w.exPrint = function () {
      look.add('is-poster');
      w.print();
    };
    w.setTimeout(w.exPrint, PATIENCE_MS);
  };
  /* Without its layers the page prints as it is. */
  var layers = d.body.appendChild(d.createElement('script'));
  layers.onerror = function () { if (w.exPrint) w.print(); };
  layers.src = brand.href + 'assets/exhibit/poster-layers.js' + d.body.getAttribute('data-look');
})(document, window);
