/* Shows 听故事 where the phone has a Chinese voice, and reads the page's story aloud; a second tap stops. */
(function (d, w) {
  var tell = w.speechSynthesis;
  var beside = d.querySelector('.ex-three [data-elder]');
  var button = d.createElement('button');
  var on = false;
  var told = 'h1,.ex-tagline,[data-told],.ex-steps h3,.ex-steps h3+p,.ex-prose,.ex-places h3,.ex-places p,.ex-pair>p,.ex-covenant li,.ex-plates li';

  function find() {
    button.hidden = !tell.getVoices().some(function (voice) { return /^(zh|cmn)/i.test(voice.lang); });
  }

  function rest() {
    on = false;
    button.lastChild.nodeValue = '听故事';
    tell.cancel();
  }

  function read() {
    var parts = d.querySelectorAll(told);
    on = true;
    button.lastChild.nodeValue = '停一停';
    [].forEach.call(parts, function (part, index) {
      var said = new w.SpeechSynthesisUtterance(part.innerText);
      said.lang = 'zh-CN';
      said.rate = 0.9;
      if (index === parts.length - 1) said.onend = rest;
      tell.speak(said);
    });
  }

  button.className = 'ex-button';
  button.setAttribute('data-listen', '');
  button.innerHTML = '<svg class="ex-icon" viewBox="0 0 24 24"><path d="M4 9v6h4l5 4V5L8 9zM17 8q3 4 0 8"/></svg>听故事';
  beside.parentNode.insertBefore(button, beside.nextSibling);
  button.onclick = function () {
    if (on) rest();
    else read();
  };
  w.addEventListener('pagehide', rest);
  tell.onvoiceschanged = find;
  find();
})(document, window);
