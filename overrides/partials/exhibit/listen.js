(function (d, speech) {
  var button = d.querySelector('[data-listen]');
  if (!speech || !button) return;
  var name = button.lastChild;
  var voice;
  var on;
  var stop = function () { on = false; name.nodeValue = '听故事'; speech.cancel(); };
  var find = function () {
    voice = speech.getVoices().filter(function (v) { return /^(zh|cmn)/i.test(v.lang); })[0];
    button.hidden = !voice;
  };
  find();
  speech.onvoiceschanged = find;
  window.onpagehide = stop;
  button.onclick = function () {
    if (on) return stop();
    stop();
    on = true;
    name.nodeValue = '停一停';
    [].forEach.call(d.querySelectorAll('h1,[data-read]'), function (e, i, all) {
      var said = new SpeechSynthesisUtterance(e.innerText);
      said.lang = 'zh-CN';
      said.voice = voice;
      said.rate = .9;
      if (i == all.length - 1) said.onend = stop;
      speech.speak(said);
    });
  };
})(document, window.speechSynthesis);
