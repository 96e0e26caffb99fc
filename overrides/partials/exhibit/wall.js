/*{# Lights the next windows of a wall from the search's catalogue. Without it the button is a link to the list. #}*/
(function (d, w) {
  var button = d.querySelector('[data-more]'), list = d.querySelector('.ex-windows'), said = d.querySelector('.ex-light p');
  if (!button || !d.head) return;
  var ask = JSON.parse(button.getAttribute('data-more')), past = w.history.state || {}, rest, lit = {}, many = past.lit || 0;
  var bare = [], busy, slow, asks, timer, does;
  var rows = function () { return list.children; };
  /*{# A wall that cannot grow yet to what its entry of the history says keeps that: a reload grows to it. #}*/
  var spot = w.exPlace(rows, function () { return rest || many <= list.children.length ? { lit: list.children.length } : null; });
  var make = function (what, words, into, look) {
    var e = d.createElement(what);
    if (look) e.className = look;
    e.textContent = words;
    return into.appendChild(e);
  };
  /*{# The wall of no facet is that of all. #}*/
  var hung = function () {
    var x = w.exhibit, facet = x.facet(ask.kind);
    return begun(x.hall.numbers.map(x.entry).filter(function (e) {
      return !lit[e.id] && (ask.only ? ask.only.indexOf(e.id) >= 0 : e.listed && (!facet || x.holders(facet, ask.slug)[e.number]));
    }).map(function (e) { return { entry: e }; }));
  };
  /*{# Says where in walking order a list begins. #}*/
  var begun = function (list) {
    var facet = w.exhibit.facet(ask.kind);
    if (facet && !ask.only) list.begins = w.exhibit.firstPart([[facet, [ask.slug]]]);
    return list;
  };
  var place = function (e) {
    var facet = w.exhibit.facet(ask.kind), area = e.where, home = e.compound || e.committee;
    return facet && facet.locates || !home || !area ? home || area : area + '·' + home;
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
      if (!face) bare.push([e, sash]);
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
    a.setAttribute('data-n', e.lit || 0);
    make('b', e.name || '编号' + e.id, a);
    make('span', place(e), a);
    make('em', e.words + (e.example && ask.mark ? '·示例' : ''), a);
    glass(e, sash);
    return a;
  };
  var tell = function () {
    var done = list.children.length, left = rest ? rest.length : ask.total - ask.step;
    if (rest) said.textContent = '亮了' + done + '扇，共' + (done + left) + '扇。';
    button.textContent = '再点亮' + Math.min(ask.step, left) + '扇';
    button.hidden = !left;
    does = 'grow';
  };
  /*{# Names come with faces: windows are lit when those of all have come. #}*/
  var next = function (back) {
    var many = back || ask.step, left = 1, now;
    var done = function () {
      if (--left) return;
      now = now.map(function (one) { return light(one.entry); });
      if (now[0] && !back) now[0].focus({ preventScroll: true });
      ended();
      tell();
      spot.own();
      if (back) spot.back(past);
      spot.keep();
    };
    busy = 1;
    w.exhibit.arrange(rest, 0, many, function () { return true; }, function () {
      now = rest.slice(0, many);
      rest = begun(rest.slice(many));
      now.forEach(function (one) {
        left++;
        w.exhibit.face(one.entry, done);
      });
      done();
    });
  };
  var begin = function () {
    var facet = w.exhibit.facet(ask.kind);
    if (rest) return;
    if (facet && !ask.only) w.exhibit.values(facet, [ask.slug], function (came) { if (came) hang(); else failed(); });
    else hang();
  };
  var hang = function () {
    if (rest) return;
    ended();
    [].forEach.call(list.querySelectorAll('a'), function (a) { lit[/(\d{5})\/(index\.html)?$/.exec(a.href)[1]] = 1; });
    rest = hung();
    next(many > list.children.length ? many - list.children.length : 0);
  };
  var ended = function () {
    busy = slow = 0;
    w.clearTimeout(timer);
  };
  var failed = function () {
    ended();
    if (asks) return;
    asks = 1;
    w.exWhy(function (words, what) {
      asks = 0;
      said.textContent = words;
      /*{# A wall that has its list grows on where nothing can be done about pictures. #}*/
      if (rest && !what) return;
      button.textContent = what == 'reload' ? '刷新' : what ? '再试一次' : '看名单';
      button.hidden = false;
      does = what;
    });
  };
  var fetch = function (file) {
    var s = d.createElement('script');
    s.src = file;
    s.onload = function () {
      /*{# Some hosts answer with a page where a file is missing. #}*/
      if (!w.exhibit) return failed();
      w.exhibit.open(function (came) {
        if (!came) return failed();
        w.exhibit.missed = failed;
        w.exhibit.ready(begin);
      });
    };
    s.onerror = failed;
    d.head.appendChild(s);
  };
  var fetches = function () {
    tell();
    ended();
    busy = 1;
    said.textContent = '正在点灯……';
    timer = w.setTimeout(function () {
      slow = 1;
      said.textContent = '网络有点慢，灯还在点。可以等一等，也可以先看名单。';
      button.textContent = '看名单';
    }, 8000);
    fetch(ask.script);
  };
  var glaze = function () {
    tell();
    bare.splice(0).forEach(function (pane) {
      pane[1].className = 'ex-sash';
      glass(pane[0], pane[1]);
    });
  };
  button.onclick = function () {
    if (does == 'reload') {
      if (!rest) many = Math.max(many, list.children.length + ask.step);
      w.exReload(rest ? {} : { lit: many });
    } else if (does == 'again' && rest) glaze();
    else if (rest) busy || next();
    else if (!does || slow) return true;
    else if (!busy) fetches();
    return false;
  };
  tell();
  if (many > list.children.length) fetches();
  /*{# Engines that keep a page which somebody leaves may drop what it was fetching, without a word. #}*/
  w.addEventListener('pageshow', function (e) {
    if (e.persisted && busy) fetches();
  });
})(document, window);
