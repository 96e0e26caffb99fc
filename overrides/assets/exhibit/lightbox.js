/* The page's pictures, large, one after another, in a dialog. Comes with the first tap on one (`window.big`).
   Without <dialog> the link opens the picture as a file. Styles: lightbox.css, a part of below.css. */
(function (d, w) {
  var STEP = 2.5;
  /* What a double tap, the button and + enlarge to. */
  var MOST = 5;
  var TURN_PX = 50;
  /* A swipe that is longer turns to the next picture. */
  var TAP_PX = 10;
  var TAP_MS = 300;
  var QUIET_MS = 250;
  /* Waiting that is shorter is not mentioned. */
  var links = [].slice.call(d.querySelectorAll('[data-big]'));
  var box = d.createElement('dialog');
  if (!box.showModal || !w.PointerEvent) {
    w.location.href = w.big.href;
    return;
  }
  box.className = 'ex-lightbox';
  box.setAttribute('aria-label', '看大图');
  box.innerHTML = '<div></div><p aria-live="polite"></p><p role="status"></p><form method="dialog">' +
    '<button type="button" data-by="-1">上一张</button><button type="button" data-zoom>放大</button>' +
    '<button autofocus>关闭</button><button type="button" data-by="1">下一张</button></form>';
  d.body.appendChild(box);
  var stage = box.firstChild, caption = stage.nextSibling, state = caption.nextSibling;
  var zoomer = box.querySelector('[data-zoom]');
  /* The picture that is shown, the one that is asked for, the width in CSS px that the shown file was chosen for. */
  var at = -1, wanted = -1, drawn = 0;
  var opener, leaving, again, timer, ready = {};
  var scale = 1, x = 0, y = 0;
  var fingers = {}, count = 0, start, pinch, tapped;

  /* --- Files: the same sources as the page's, for the width that is needed here. */

  function parts(number) {
    var holder = links[number].querySelector('.ex-picture'), waiting = holder.querySelector('noscript');
    if (waiting) {
      /* A document without a window fetches nothing. */
      holder = d.implementation.createHTMLDocument('').body;
      holder.innerHTML = waiting.textContent;
    }
    return { image: holder.querySelector('img'), sources: holder.querySelectorAll('source'), waiting: waiting };
  }

  /* The size of a picture that is fitted into the stage, CSS px. */
  function fitted(number) {
    var image = parts(number).image;
    var ratio = image.getAttribute('width') / image.getAttribute('height');
    var width = Math.min(stage.clientWidth, stage.clientHeight * ratio);
    return { width: width, height: width / ratio };
  }

  function choose(element, from, width) {
    if (!from.getAttribute('srcset')) return;
    element.setAttribute('sizes', Math.ceil(width) + 'px');
    element.setAttribute('srcset', from.getAttribute('srcset'));
  }

  /* Begin to fetch a picture. */
  function make(number, width) {
    var found = parts(number), picture = d.createElement('picture'), image = d.createElement('img');
    var piece = { picture: picture, image: image, width: width };
    [].forEach.call(found.sources, function (from) {
      var source = picture.appendChild(d.createElement('source'));
      source.type = from.type;
      choose(source, from, width);
    });
    picture.appendChild(image);
    image.alt = links[number].getAttribute('aria-label');
    image.draggable = false;
    choose(image, found.image, width);
    image.onerror = function () { piece.broken = true; };
    image.src = found.image.getAttribute('src');
    return piece;
  }

  /* The file that the page itself shows already, if it does. */
  function made(number) {
    var found = parts(number), image = d.createElement('img'), picture = d.createElement('picture');
    if (found.waiting || !found.image.complete || !found.image.naturalWidth) return null;
    image.alt = links[number].getAttribute('aria-label');
    image.draggable = false;
    image.src = found.image.currentSrc || found.image.src;
    picture.appendChild(image);
    return { picture: picture, image: image, width: 0 };
  }

  function arrived(piece, then, failed) {
    var image = piece.image;
    function decoded() {
      if (image.decode) image.decode().then(then, then);
      else then();
    }
    if (piece.broken) return failed();
    if (image.complete && image.naturalWidth) return decoded();
    image.onload = decoded;
    image.onerror = failed;
  }

  /* --- Showing: picture and caption change together, when the picture is there. */

  function say(words) {
    w.clearTimeout(timer);
    state.textContent = words;
  }

  function put(number, piece) {
    if (number !== at) {
      at = number;
      drawn = 0;
      place(1, 0, 0);
      caption.textContent = links[at].parentNode.querySelector('figcaption').innerText +
        (links.length > 1 ? '（' + (at + 1) + '／' + links.length + '）' : '');
      if (w.history.state) remember('replaceState');
    }
    if (stage.firstChild) stage.replaceChild(piece.picture, stage.firstChild);
    else stage.appendChild(piece.picture);
    drawn = piece.width;
    say('');
  }

  function ask(number) {
    var width = fitted(number).width, piece = ready[number], small = made(number);
    wanted = number;
    if (!piece || piece.broken || piece.width < width) piece = make(number, width);
    w.clearTimeout(timer);
    if (number !== at) timer = w.setTimeout(function () { say('正在取图……'); }, QUIET_MS);
    /* What the page has shown is better than nothing; the larger file takes its place. */
    if (small && number !== at) {
      arrived(small, function () {
        if (wanted === number && at !== number) put(number, small);
      }, function () {});
    }
    arrived(piece, function () {
      if (wanted !== number || !box.open) return;
      put(number, piece);
      ready = {};
      ahead(1);
      ahead(-1);
    }, function () {
      if (wanted !== number || !box.open) return;
      wanted = at;
      say(at === number ? '' : '这张没有取到，请再试一次。');
    });
  }

  function ahead(by) {
    var number = (at + by + links.length) % links.length;
    if (number !== at && !ready[number]) ready[number] = make(number, fitted(number).width);
  }

  function turn(by) {
    if (links.length > 1) ask(((wanted < 0 ? at : wanted) + by + links.length) % links.length);
  }

  /* --- Enlarging: `scale` around the corner of the stage, moved by x and y, CSS px. */

  function between(value, whole, size, gap) {
    return size * scale <= whole ? (whole - whole * scale) / 2
      : Math.min(-gap * scale, Math.max(whole - (gap + size) * scale, value));
  }

  function place(to, left, top) {
    var size = fitted(at);
    scale = to;
    x = between(left, stage.clientWidth, size.width, (stage.clientWidth - size.width) / 2);
    y = between(top, stage.clientHeight, size.height, (stage.clientHeight - size.height) / 2);
    draw();
  }

  function draw() {
    var still = scale === 1 && !x && !y;
    if (stage.firstChild) {
      stage.firstChild.style.transform = still ? '' : 'translate(' + x + 'px,' + y + 'px) scale(' + scale + ')';
    }
    zoomer.textContent = scale > 1 ? '还原' : '放大';
  }

  /* A larger file for an enlarged picture. */
  function sharpen() {
    var number = at, piece, width = fitted(at).width * scale;
    if (width <= drawn * 1.1) return;
    piece = make(number, width);
    arrived(piece, function () {
      if (at !== number || !box.open || piece.width <= drawn) return;
      put(number, piece);
      draw();
    }, function () {});
  }

  function zoom(to, left, top) {
    to = Math.max(1, Math.min(MOST, to));
    if (left === undefined) {
      left = stage.clientWidth / 2;
      top = stage.clientHeight / 2;
    }
    place(to, left - (left - x) * to / scale, top - (top - y) * to / scale);
    sharpen();
  }

  /* --- Fingers and mouse. */

  function spot(event) {
    var frame = stage.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  function two() {
    var both = Object.keys(fingers).map(function (id) { return fingers[id]; });
    var a = both[0], b = both[1];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.sqrt(Math.pow(a.x - b.x, 2) + Math.pow(a.y - b.y, 2)) || 1 };
  }

  function begin() {
    var first = fingers[Object.keys(fingers)[0]];
    pinch = count === 2 ? two() : null;
    start = count ? { x: first.x, y: first.y, left: x, top: y, scale: scale } : null;
  }

  function tap(point) {
    var before = tapped;
    tapped = { x: point.x, y: point.y, time: Date.now() };
    if (before && tapped.time - before.time < TAP_MS && Math.abs(before.x - point.x) + Math.abs(before.y - point.y) < 40) {
      w.clearTimeout(before.timer);
      tapped = null;
      zoom(scale > 1 ? 1 : STEP, point.x, point.y);
    } else if (scale > 1) {
      /* Whoever cannot drag taps on what shall come to the middle. */
      tapped.timer = w.setTimeout(function () {
        if (scale > 1) place(scale, x + stage.clientWidth / 2 - point.x, y + stage.clientHeight / 2 - point.y);
      }, TAP_MS);
    }
  }

  stage.addEventListener('pointerdown', function (event) {
    if (event.button || count === 2) return;
    stage.setPointerCapture(event.pointerId);
    if (!fingers[event.pointerId]) count++;
    fingers[event.pointerId] = spot(event);
    begin();
    start.still = count === 1;
  });
  stage.addEventListener('pointermove', function (event) {
    var now, to;
    if (!fingers[event.pointerId] || at < 0) return;
    fingers[event.pointerId] = spot(event);
    if (pinch) {
      now = two();
      to = Math.max(1, Math.min(MOST, start.scale * now.apart / pinch.apart));
      place(to, now.x - (pinch.x - start.left) * to / start.scale, now.y - (pinch.y - start.top) * to / start.scale);
      return;
    }
    now = spot(event);
    if (Math.abs(now.x - start.x) + Math.abs(now.y - start.y) > TAP_PX) start.still = false;
    if (scale > 1) place(scale, start.left + now.x - start.x, start.top + now.y - start.y);
    else if (links.length > 1 && !start.still) {
      x = now.x - start.x;
      draw();
    }
  });
  function lift(event) {
    var by;
    if (!fingers[event.pointerId]) return;
    delete fingers[event.pointerId];
    count--;
    if (event.type === 'pointerup' && !pinch && !count) {
      if (start.still) tap(spot(event));
      else if (scale === 1) by = spot(event).x - start.x;
    }
    if (pinch) sharpen();
    if (scale === 1 && at >= 0) place(1, 0, 0);
    if (by && Math.abs(by) > TURN_PX) turn(by < 0 ? 1 : -1);
    begin();
  }
  stage.addEventListener('pointerup', lift);
  stage.addEventListener('pointercancel', lift);
  box.addEventListener('wheel', function (event) {
    var point = spot(event);
    event.preventDefault();
    zoom(scale * (event.deltaY < 0 ? 1.2 : 1 / 1.2), point.x, point.y);
  }, { passive: false });

  /* --- Keys and buttons. */

  var WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  box.addEventListener('keydown', function (event) {
    var way = WAYS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || at < 0) return;
    if (event.key === '+' || event.key === '=') zoom(scale * 1.5);
    else if (event.key === '-' || event.key === '_') zoom(scale / 1.5);
    else if (event.key === '0') zoom(1);
    else if (way && scale > 1) place(scale, x - way[0] * stage.clientWidth / 4, y - way[1] * stage.clientHeight / 4);
    else if (way && way[0]) turn(way[0]);
    else return;
    event.preventDefault();
  });
  [].forEach.call(box.querySelectorAll('[data-by]'), function (button) {
    button.hidden = links.length < 2;
    button.onclick = function () { turn(Number(button.getAttribute('data-by'))); };
  });
  zoomer.onclick = function () { zoom(scale > 1 ? 1 : STEP); };
  w.addEventListener('resize', function () {
    if (box.open && at >= 0) {
      place(1, 0, 0);
      sharpen();
    }
  });

  /* --- Opening and closing. An open dialog is an entry of the history, so that Back closes it. */

  function remember(how) {
    /* Some viewers of files refuse; then Back leaves the page, as it did before. */
    try { w.history[how]({ big: at < 0 ? wanted : at }, ''); } catch (e) {}
  }

  function open(which) {
    if (box.open) return;
    opener = links[which];
    at = -1;
    while (stage.firstChild) stage.removeChild(stage.firstChild);
    caption.textContent = '';
    box.showModal();
    wanted = which;
    remember(number() < 0 ? 'pushState' : 'replaceState');
    ask(which);
  }

  /* The picture that this entry of the history shows. */
  function number() {
    var kept = w.history.state && w.history.state.big;
    return links[kept] ? kept : -1;
  }

  box.addEventListener('close', function () {
    if (box.open) return;
    w.clearTimeout(timer);
    ready = {};
    fingers = {};
    count = 0;
    wanted = -1;
    opener.focus({ preventScroll: true });
    if (number() < 0) return;
    leaving = true;
    w.history.back();
  });
  w.addEventListener('popstate', function () {
    var kept = number();
    leaving = false;
    if (kept < 0 && box.open) box.close();
    else if (kept >= 0) open(kept);
    if (again) open(links.indexOf(again));
    again = null;
  });
  links.forEach(function (link) {
    link.onclick = function () {
      /* The entry of the last time is still being left. */
      if (leaving) again = link;
      else open(links.indexOf(link));
      return false;
    };
  });
  open(links.indexOf(w.big));
})(document, window);
