/*{# The button prints the poster; Ctrl+P prints the page. Only a script can print, so a script makes it. #}*/
all('[data-poster]', function (box) {
  var a = box.appendChild(d.createElement('button'));
  a.className = 'ex-button';
  a.setAttribute('data-print', '');
  a.textContent = '打印这张' + (box.getAttribute('data-poster') || '海报');
  a.onclick = function () {
    if (w.exPrint) w.exPrint();
    else if (!w.exPoster) load('poster', function () { w.exPoster = 0; });
    w.exPoster = w.exPoster || 1;
  };
});
