/*{# The button prints the poster; Ctrl+P prints the page. #}*/
all('[data-print]', function (a) {
  a.hidden = 0;
  a.onclick = function () {
    if (w.exPrint) w.exPrint();
    else if (!w.exPoster) load('poster', function () { w.exPoster = 0; });
    w.exPoster = w.exPoster || 1;
  };
});
