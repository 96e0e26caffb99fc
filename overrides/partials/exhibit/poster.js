function poster() {
  if (w.exPoster) return w.exPrint && w.print();
  w.exPoster = 1;
  load('poster', function () {
    w.exPoster = 0;
    if (w.exPrint) w.print();
  });
}
all('[data-print]', function (a) {
  a.hidden = 0;
  a.onclick = function () {
    w.exPrint = 1;
    poster();
  };
});
if (w.innerWidth > 899) poster();
