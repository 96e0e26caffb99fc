/*{# Takes the mark 将要办 away where the day is over by the phone's own clock: pages hold dates and ask no clock when they are
built. Also in what the filter brings from other pages of the list. #}*/
(function () {
  var now = new Date(), list = d.querySelector('main');
  function two(n) { return (n < 10 ? '0' : '') + n; }
  var today = now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
  function mark() {
    [].forEach.call(d.querySelectorAll('[data-soon]'), function (p) {
      var late = p.getAttribute('data-soon') < today;
      if (!late || !p.firstChild) return;
      p.removeAttribute('data-soon');
      p.className += ' is-over';
      p.firstChild.textContent = '日子过了';
    });
  }
  mark();
  if (list && w.MutationObserver) new MutationObserver(mark).observe(list, { childList: true, subtree: true });
})();
