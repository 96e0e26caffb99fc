all('[data-big]', function (a) {
  a.onclick = function () {
    w.big = a;
    load('lightbox');
    return false;
  };
});
