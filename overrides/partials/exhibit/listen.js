var tell = w.speechSynthesis;
var button = d.querySelector('[data-listen]');
if (tell) {
  var find = function () { button.hidden = !tell.getVoices().some(function (v) { return /^(zh|cmn)/i.test(v.lang); }); };
  var rest = function () { button.lastChild.nodeValue = '听故事'; tell.cancel(); };
  find();
  tell.onvoiceschanged = find;
  w.onpagehide = rest;
  button.onclick = function () {
    if (tell.speaking) return rest();
    button.lastChild.nodeValue = '停一停';
    all('h1,[data-read]', function (e, i, every) {
      var said = new SpeechSynthesisUtterance(e.innerText);
      said.lang = 'zh-CN';
      said.rate = .9;
      if (!every[i + 1]) said.onend = rest;
      tell.speak(said);
    });
  };
}
