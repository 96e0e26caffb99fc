(function (d, at) {
  var box = d.querySelector('dialog');
  var links = d.querySelectorAll('[data-big]');
  var turn = function (by) {
    at = (at + by + links.length) % links.length;
    var a = links[at];
    var image = box.firstChild;
    image.src = a.href;
    image.alt = image.nextSibling.textContent = a.nextSibling.innerText;
  };
  if (box && box.showModal) {
    [].forEach.call(links, function (a, i) { a.onclick = function () { at = i; turn(0); box.showModal(); return false; }; });
    box.onclick = function (e) { var b = e.target; if (b.type == 'button') turn(b.nextSibling ? -1 : 1); };
    box.onkeydown = function (e) { var by = { ArrowLeft: -1, ArrowRight: 1 }[e.key]; if (by) turn(by); };
  }
})(document, 0);
