/*{# Lights the next windows of a wall from the search's catalogue. Without it the button is a link to the list. #}*/
(function (d, w) {
  var button = d.querySelector('[data-more]'), list = d.querySelector('.ex-windows'), said = d.querySelector('.ex-light p');
  if (!button || !d.head) return;
  var ask = JSON.parse(button.getAttribute('data-more')), past = w.history.state || {}, rest, lit = {}, busy;
  var rows = function () { return list.children; };
  var spot = w.exPlace(rows, function () { return { lit: list.children.length, reloads: past.reloads }; });
  var make = function (what, words, into, look) {
    var e = d.createElement(what);
    if (look) e.className = look;
    e.textContent = words;
    return into.appendChild(e);
  };
  var hangs = {
    district: function () { return true; },
    street: function (e) { return w.exhibit.hall.streets[e.street][0] == ask.slug; },
    theme: function (e) { return e.themes.some(function (t) { return w.exhibit.hall.themes[t][0] == ask.slug; }); },
    cluster: function (e) { return e.cluster && e.cluster.id == ask.slug; }
  };
  var place = function (e) {
    var street = w.exhibit.hall.streets[e.street], where = e.compound || e.committee;
    return ask.kind == 'street' || !where || !street ? where || (street ? street[1] : '') : street[1] + '·' + where;
  };
  var picture = function (sash, face) {
    var img = make('img', '', sash);
    sash.style.backgroundColor = face.colour;
    img.alt = '';
    /*{# WebKit prints no lazy picture that nobody has scrolled to; phones do without those that nobody sees. #}*/
    if (w.innerWidth < 900) img.loading = 'lazy';
    img.style.objectPosition = face.focus;
    img.src = face.thumb;
  };
  var glass = function (e, sash) {
    w.exhibit.face(e, function (face) {
      if (face && face.thumb) return picture(sash, face);
      if (!face || face.tagline) return void (sash.className += ' is-lit v' + e.id % 4);
      w.exhibit.story(e, function (lines) {
        var dark = lines && !lines.join('');
        sash.className += dark ? ' is-dark' : ' is-lit v' + e.id % 4;
        if (dark) make('small', '等你点亮', sash);
      });
    });
  };
  var light = function (e) {
    var a = make('a', '', make('li', '', list)), sash = make('span', '', a, 'ex-sash');
    a.href = w.exhibit.address(e);
    a.setAttribute('data-n', e.stars || 0);
    make('b', e.name, a);
    make('span', place(e), a);
    make('em', w.exhibit.starWords(e) + (e.example && ask.mark ? '·示例' : ''), a);
    glass(e, sash);
    return a;
  };
  var next = function (many) {
    var now = rest.splice(0, many || ask.step).map(light), done = list.children.length;
    if (now[0] && !many) now[0].focus({ preventScroll: true });
    said.textContent = '亮了' + done + '扇，共' + (done + rest.length) + '扇。';
    if (rest.length) button.textContent = '再点亮' + Math.min(ask.step, rest.length) + '扇';
    else button.hidden = true;
    spot.own();
    if (many) spot.back(past);
    spot.keep();
  };
  var begin = function () {
    [].forEach.call(list.querySelectorAll('a'), function (a) { lit[/(\d{5})\/(index\.html)?$/.exec(a.href)[1]] = 1; });
    rest = w.exhibit.hall.entries.filter(function (e) { return e.unit && hangs[ask.kind](e) && !lit[e.id]; });
    busy = 0;
    next(past.lit > list.children.length ? past.lit - list.children.length : 0);
    past.lit = 0;
  };
  var failed = function () {
    busy = 0;
    w.exWhy(function (words, what) {
      said.textContent = words;
      button.textContent = what == 'reload' ? '刷新' : what ? '再试一次' : '看名单';
      if (what == 'reload') button.onclick = function () { w.exReload(); return false; };
      if (!what) button.onclick = null;
    });
  };
  var fetch = function (files) {
    var s = d.createElement('script');
    s.src = files[0];
    s.onload = function () {
      if (files[1]) return fetch(files.slice(1));
      w.exhibit.missed = failed;
      w.exhibit.ready(begin);
    };
    s.onerror = failed;
    d.head.appendChild(s);
  };
  button.textContent = '再点亮' + Math.min(ask.step, ask.total - ask.step) + '扇';
  var begins = function () {
    busy = 1;
    said.textContent = '正在点灯……';
    fetch(ask.scripts);
  };
  button.onclick = function () {
    if (rest) next();
    else if (!busy) begins();
    return false;
  };
  if (past.lit > list.children.length) begins();
})(document, window);
