/*{# Points over a picture show their words in place (without script they lead to the list below), one recording sounds at a
time, and a panorama of all directions is turned after a tap: its viewer is fetched then, over http only. #}*/
function shut() { all('.ex-spotted .is-open, .ex-spots .is-open', function (one) { one.classList.remove('is-open'); }); }
all('.ex-spot', function (one) {
  one.onclick = function () {
    var open = one.classList.contains('is-open'), line = d.getElementById(one.getAttribute('href').slice(1));
    shut();
    if (!open) { one.classList.add('is-open'); line.classList.add('is-open'); } else one.blur();
    return false;
  };
});
d.addEventListener('keydown', function (e) { if (e.key == 'Escape') { shut(); if (d.activeElement) d.activeElement.blur(); } });
all('audio', function (one) {
  one.onplay = function () { all('audio', function (other) { if (other != one) other.pause(); }); };
});
/**/
