/*{# Fetches the catalogue at the same time as the script that reads it: one round trip less. Its address stays, so that what
is kept too long by a cache is asked for anew each day and at each reload (catalogue.js says how). #}*/
w.exhibit = { catalogue: function (data) { w.exhibit.early = data; } };
(function (from) {
  var s = d.createElement('script'), asked = /[?&]t=(\d+)/.exec(w.location.search);
  if (!from) return;
  s.src = from.getAttribute('data-early') + (w.location.protocol == 'file:' ? '' : '?' + (asked ? asked[1] : Math.floor(new Date().getTime() / 864e5)));
  d.head.appendChild(s);
})(d.querySelector('[data-early]'));
