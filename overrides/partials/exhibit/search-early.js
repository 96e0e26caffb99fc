/*{# Fetches the catalogue at the same time as the script that reads it: one round trip less; of a question with letters also what
reads these. Their addresses stay, so that what is kept too long by a cache is asked for anew each day and at each reload
(catalogue.js says how). #}*/
w.exhibit = { catalogue: function (data) { w.exhibit.early = data; } };
(function (from) {
  var s = d.createElement('script'), local = w.location.protocol == 'file:', asked = /[?&]t=(\d+)/.exec(w.location.search), file, stamp;
  if (!from) return;
  file = from.getAttribute('data-early');
  stamp = local ? '' : '?' + (asked ? asked[1] : Math.floor(new Date().getTime() / 864e5));
  s.src = file + stamp;
  d.head.appendChild(s);
  if (!local && /[?&]q=[^&]*[a-z]/i.test(w.location.search.replace(/%../g, ''))) ['names', 'pinyin', 'sounds'].forEach(function (name) {
    var link = d.createElement('link');
    link.rel = 'preload';
    link.as = 'script';
    link.href = file.replace('catalogue', name) + stamp;
    d.head.appendChild(link);
  });
})(d.querySelector('[data-early]'));
