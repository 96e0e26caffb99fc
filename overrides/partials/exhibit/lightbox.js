all('[data-big]', function (a) {
  a.onclick = function () {
    w.big = a;
    load('lightbox', function () { w.location.href = a.href; });
    return false;
  };
});
