/*{# For lists that grow: keeps their length and the place in them with the entry of the history, so that Back finds both,
without a server and in engines that load the page anew. rows() are the elements of the list, own() what the page keeps, or
nothing while the list is not yet as it is to be. What others keep with the entry stays. #}*/
w.exPlace = function (rows, own) {
  var past = w.history, timer;
  function keep() {
    var all = rows(), more = own(), state = past.state || {}, i = 0, key;
    if (!more) return;
    for (key in more) state[key] = more[key];
    while (i < all.length - 1 && all[i].getBoundingClientRect().bottom <= 0) i++;
    state.y = w.pageYOffset;
    state.at = i;
    state.top = all[i] ? all[i].getBoundingClientRect().top : 0;
    try { past.replaceState(state, ''); } catch (e) {}
  }
  w.addEventListener('scroll', function () {
    w.clearTimeout(timer);
    timer = w.setTimeout(keep, 250);
  });
  w.addEventListener('pagehide', keep);
  d.addEventListener('click', function () { w.setTimeout(keep, 0); keep(); }, true);
  return {
    keep: keep,
    own: function () { if ('scrollRestoration' in past) past.scrollRestoration = 'manual'; },
    back: function (state) {
      var row = state && rows()[state.at];
      if (!state || !state.y) return;
      w.scrollTo(0, row ? w.pageYOffset + row.getBoundingClientRect().top - state.top : state.y);
    }
  };
};
