/*{# A page that was opened from a route (`?route=20052-2-5`: station 2 of 5) leads back to it and on to the next station, also
after a turn on its other pages, as far as the phone remembers. What the route is called stands on the page already. #}*/
(function () {
  var form = /^[?]route=([0-9]{5})-([0-9]{1,3})-([0-9]{1,3})$/;
  var here = /([0-9]{5})\/(index\.html)?$/.exec(w.location.pathname);
  var asked = w.location.search;
  var main = d.querySelector('main');
  if (!here || !main) return;
  try {
    if (form.test(asked)) w.sessionStorage.route = here[1] + asked;
    else if (String(w.sessionStorage.route).slice(0, 5) == here[1]) asked = w.sessionStorage.route.slice(5);
  } catch (e) {}
  var at = form.exec(asked);
  if (!at) return;
  var card = d.querySelector('.ex-card[href="../' + at[1] + '/"] b');
  var bar = d.createElement('nav');
  var last = +at[2] >= +at[3];
  bar.className = 'ex-walk';
  bar.setAttribute('aria-label', '路线');
  bar.innerHTML = '<a href="../' + at[1] + '/#' + at[2] + '"><b></b>第 ' + at[2] + ' 站，共 ' + at[3] + ' 站</a><a class="ex-button is-main" href="../' + at[1] + '/#' + (last ? 'end' : +at[2] + 1) + '">' + (last ? '走完了' : '下一站') + '</a>';
  bar.querySelector('b').textContent = card ? card.textContent : '回到路线';
  main.appendChild(bar);
})();
