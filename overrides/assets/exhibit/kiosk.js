/* The exhibition on a screen in a hall (?kiosk): larger type, no way out of it, back to the beginning when nobody is there, and then
a slow loop of showcases. Loaded by base.js only where somebody has asked for it; the tab remembers that from page to page. A keeper
ends it by holding the name of the exhibition for five seconds, or with ?kiosk=off. */
(function (d, w) {
  var IDLE = 90000, ASK = 20000, SLIDE = 12000, HOLD = 5000;
  var CLOSED = /^(guide|help|upload|forms|apply|tell)\//;
  var root = d.documentElement, body = d.body, brand = d.querySelector('.ex-brand'), base = brand.href;
  var look = body.getAttribute('data-look') || '';
  var file = w.location.protocol === 'file:';
  var here = w.location.href.split(/[?#]/)[0].replace(/index\.html$/, '');
  var home = base.replace(/index\.html$/, '');
  var entrance = home + (file ? 'index.html' : '') + '?kiosk';
  var still = w.matchMedia && w.matchMedia('(prefers-reduced-motion: reduce)').matches;
  var timer, asked, rest, before;

  /* A page from file: or with storage turned off has no memory; there the address carries the word on. */
  function keep(value) {
    try {
      if (value) w.sessionStorage.kiosk = value;
      else delete w.sessionStorage.kiosk;
    } catch (e) {}
  }
  function kept() {
    try { return w.sessionStorage.kiosk; } catch (e) {}
  }
  /* Large type, stamps and all that the last visitor has left behind. */
  function forget() {
    try { w.localStorage.clear(); } catch (e) {}
    try { w.sessionStorage.clear(); } catch (e) {}
    if (w.speechSynthesis) w.speechSynthesis.cancel();
  }
  function make(tag, name, text, parent) {
    var made = d.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return parent ? parent.appendChild(made) : made;
  }
  function each(what, act) { [].forEach.call(d.querySelectorAll(what), act); }

  /* What may be opened: pages of this site for visitors. Files to take home, other hosts, and pages for writers may not. */
  function isOpen(a) {
    /* A picture that the page itself shows large (lightbox.js). */
    if (a.hasAttribute('data-big')) return true;
    var path = a.href.split(/[?#]/)[0].replace(/index\.html$/, '');
    var inside = path.indexOf(home) === 0 && path.slice(home.length);
    return inside !== false && (inside === '' || /\/$/.test(inside)) && !CLOSED.test(inside);
  }
  function shut(a) {
    var item = a.parentNode, gap = a.previousSibling, dot = /·\s*$/;
    /* One of several links in a line, with a dot before it. */
    if (gap && gap.nodeType === 3 && dot.test(gap.nodeValue)) {
      gap.nodeValue = gap.nodeValue.replace(dot, '');
      a.hidden = true;
      return;
    }
    if (/^(LI|NAV)$/.test(item.nodeName) || /\b(ex-row|ex-button)\b/.test(item.className + ' ' + a.className)) a.hidden = true;
    else a.removeAttribute('href');
    if (item.nodeName === 'LI' && item.children.length === 1) item.hidden = true;
  }
  function tidy() {
    each('a[href]', function (a) { if (!isOpen(a)) shut(a); });
    each('[target]', function (a) { a.removeAttribute('target'); });
    each('[data-print], [data-copy], .ex-share', function (button) { button.hidden = true; });
  }
  function guard(event) {
    var a = event.target, href;
    while (a && a.nodeName.toLowerCase() !== 'a') a = a.parentNode;
    if (!a || !a.getAttribute('href')) return;
    href = a.getAttribute('href');
    if (href.charAt(0) === '#') return;
    if (!isOpen(a)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (file && !/\?/.test(href)) a.setAttribute('href', href.replace(/(#|$)/, '?kiosk$1'));
  }

  function busy() {
    var plays = [].some.call(d.querySelectorAll('audio, video'), function (one) { return !one.paused && !one.ended; });
    return plays || (w.speechSynthesis && w.speechSynthesis.speaking);
  }
  function wait() {
    clearTimeout(timer);
    timer = setTimeout(ask, IDLE);
  }
  function leave() {
    forget();
    keep('rest');
    w.location.replace(entrance);
    /* The same address but for its fragment is no new page. */
    if (here === home) w.location.reload();
  }
  /* A question above everything, the lightbox too: a dialog where the browser has it. */
  function open(heading, words, buttons) {
    var box = make(w.HTMLDialogElement ? 'dialog' : 'div', 'ex-still');
    box.setAttribute('role', 'alertdialog');
    box.setAttribute('aria-modal', 'true');
    box.setAttribute('aria-labelledby', 'still');
    box.setAttribute('aria-describedby', 'still-words');
    make('h2', '', heading, box).id = 'still';
    make('p', '', words, box).id = 'still-words';
    buttons.forEach(function (button) {
      var made = make('button', 'ex-button' + (button[2] ? ' is-main' : ''), button[0], box);
      made.type = 'button';
      made.onclick = button[1];
    });
    before = d.activeElement;
    body.appendChild(box);
    if (box.showModal) box.showModal();
    box.oncancel = function (event) { event.preventDefault(); shutBox(box); };
    (box.querySelector('.is-main') || box.lastChild).focus();
    return box;
  }
  function shutBox(box) {
    if (!box.parentNode) return;
    if (box.close && box.open) box.close();
    body.removeChild(box);
    if (box === asked) asked = null;
    if (before && before.focus) before.focus();
    wait();
  }
  function ask() {
    if (busy()) return wait();
    asked = open('还在看吗？', '没有人碰屏幕，一会儿就回到开头。', [['我还在看', function () { if (asked) shutBox(asked); }, true]]);
    asked.idle = true;
    make('span', 'ex-left', '', asked).setAttribute('aria-hidden', 'true');
    timer = setTimeout(leave, ASK);
  }
  function wake(event) {
    var meant = !/^(scroll|mousemove)$/.test(event.type);
    if (rest) {
      if (meant && event.target !== rest.button) start();
    } else if (!asked) wait();
    /* A press on a button is answered by the click: closed before that, the click would go to what lies below. */
    else if (meant && (event.type === 'keydown' ? asked.idle && !/^( |Enter)$/.test(event.key) : event.target.nodeName !== 'BUTTON')) {
      event.preventDefault();
      shutBox(asked);
    }
  }

  /* The loop: one showcase after another, until somebody comes. */
  function start() {
    keep('1');
    root.classList.remove('kiosk-rest');
    body.removeChild(rest.box);
    clearInterval(rest.ticking);
    rest = null;
    w.scrollTo(0, 0);
    wait();
  }
  function show(slides, number) {
    var slide = slides[number % slides.length];
    rest.picture.src = home + slide[2];
    rest.picture.width = slide[3];
    rest.picture.height = slide[4];
    rest.picture.alt = slide[5];
    rest.name.textContent = slide[0];
    rest.words.textContent = slide[1];
    if (still) return;
    rest.frame.classList.remove('is-new');
    void rest.frame.offsetWidth;
    rest.frame.classList.add('is-new');
  }
  function loop(slides) {
    var box, number = 0;
    if (rest || !slides.length) return wait();
    box = make('main', 'ex-rest');
    rest = { box: box, frame: make('div', 'ex-slide', '', box) };
    rest.picture = make('img', '', '', rest.frame);
    rest.name = make('h1', '', '', rest.frame);
    rest.words = make('p', '', '', rest.frame);
    rest.button = make('button', 'ex-button is-main', '点一下，开始看', box);
    rest.button.type = 'button';
    rest.button.onclick = function () { if (rest) start(); };
    show(slides, 0);
    body.appendChild(box);
    root.classList.add('kiosk-rest');
    rest.button.focus();
    clearTimeout(timer);
    /* For people whom movement disturbs it stands still. */
    if (!still && slides.length > 1) rest.ticking = setInterval(function () { show(slides, number += 1); }, SLIDE);
  }

  /* The keeper's way out. */
  function hold(event) {
    var press = setTimeout(function () {
      held = true;
      clearTimeout(timer);
      asked = open('结束展台模式？', '结束以后，这块屏幕和平常的网页一样。', [
        ['继续展出', function () { shutBox(asked); }, true],
        ['结束', end]
      ]);
      timer = setTimeout(function () { if (asked) shutBox(asked); }, ASK);
    }, HOLD);
    function let_go() {
      clearTimeout(press);
      ['mouseup', 'touchend', 'touchcancel', 'mouseleave'].forEach(function (name) { brand.removeEventListener(name, let_go); });
    }
    ['mouseup', 'touchend', 'touchcancel', 'mouseleave'].forEach(function (name) { brand.addEventListener(name, let_go); });
  }
  var held = false;
  function end() {
    forget();
    keep('');
    w.location.replace(home + (file ? 'index.html' : ''));
    if (here === home && !/[?]/.test(w.location.href)) w.location.reload();
  }

  if (/[?&]kiosk=off/.test(w.location.search)) return end();
  if (!kept()) keep('rest');
  root.classList.add('kiosk');
  var sheet = make('link');
  sheet.rel = 'stylesheet';
  sheet.href = home + 'assets/exhibit/kiosk.css' + look;
  d.head.appendChild(sheet);
  tidy();
  d.addEventListener('click', function (event) {
    if (held && brand.contains(event.target)) event.preventDefault();
    held = false;
  }, true);
  d.addEventListener('click', guard, true);
  ['mousedown', 'touchstart', 'keydown', 'wheel', 'scroll', 'mousemove'].forEach(function (name) { d.addEventListener(name, wake, true); });
  d.addEventListener('contextmenu', function (event) { event.preventDefault(); });
  brand.addEventListener('mousedown', hold);
  brand.addEventListener('touchstart', hold);
  wait();
  if (here === home && kept() !== '1') {
    w.exKiosk = loop;
    var data = make('script');
    data.src = home + 'assets/kiosk-loop.js' + look;
    d.head.appendChild(data);
  } else keep('1');
})(document, window);
