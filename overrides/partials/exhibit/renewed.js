/*{# Why a file that a script asked for did not come. A new publication takes the hashed files of the one before away; a
small picture that each publication has tells whether anybody answers. Calls act with a sentence and what to do about it
('reload', 'again' or '' for nothing). exReload keeps what the entry of the history keeps, with more, and asks for the page at a new
address: a server or a cache between may say of the old page that nothing has changed, and some engines keep a page for as
long as its address stays. #}*/
w.exWhy = function (act) {
  var sign = new Image(), timer, reloaded = (w.history.state || {}).reloaded;
  function done(up) {
    w.clearTimeout(timer);
    if (!sign) return;
    sign.onload = sign.onerror = sign = null;
    if (!up) act('网络好像断了。连上以后再试一次。', 'again');
    else act(new Date().getTime() - reloaded < 6e5 ? '还有资料没有取到，过一会儿再刷新试试。' : '网页更新了，请刷新。', 'reload');
  }
  if (w.location.protocol == 'file:') return act('这份拷贝缺了文件，请重新拷贝一份展厅。', '');
  if (w.navigator.onLine === false) return done();
  timer = w.setTimeout(done, 8000);
  sign.onload = function () { done(1); };
  sign.onerror = function () { done(); };
  sign.src = d.querySelector('.ex-brand').href + 'assets/favicon.svg?' + new Date().getTime();
};
w.exReload = function (more) {
  var state = w.history.state || {}, here = w.location, key, anew;
  var asked = here.search.slice(1).split('&').filter(function (part) { return part && !/^t=\d+$/.test(part); });
  for (key in more) state[key] = more[key];
  state.reloaded = new Date().getTime();
  anew = here.pathname + '?' + asked.concat('t=' + state.reloaded).join('&');
  try { w.history.replaceState(state, '', anew); } catch (e) { return here.replace(anew); }
  here.reload();
};
