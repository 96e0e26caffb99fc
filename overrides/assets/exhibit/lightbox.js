/* Comes with the first tap on a picture (`window.big`) and shows all of the page's pictures large, one after another. */
(function (d, w) {
  var links = [].slice.call(d.querySelectorAll('[data-big]'));
  var box = d.createElement('dialog');
  if (!box.showModal) {
    w.location.href = w.big.href;
    return;
  }
  box.className = 'ex-lightbox';
  box.setAttribute('aria-label', '看大图');
  box.innerHTML = '<img alt=""><p aria-live="polite"></p><form method="dialog">' +
    '<button type="button" data-by="-1">上一张</button><button autofocus>关闭</button>' +
    '<button type="button" data-by="1">下一张</button></form>';
  d.body.appendChild(box);
  var image = box.querySelector('img');
  var caption = box.querySelector('p');
  var at = 0;

  function show(number) {
    at = (number + links.length) % links.length;
    image.src = links[at].href;
    image.alt = links[at].getAttribute('aria-label');
    caption.textContent = links[at].parentNode.querySelector('figcaption').innerText +
      (links.length > 1 ? '（' + (at + 1) + '／' + links.length + '）' : '');
  }

  function open(link) {
    show(links.indexOf(link));
    box.showModal();
    return false;
  }

  links.forEach(function (link) {
    link.onclick = function () { return open(link); };
  });
  [].forEach.call(box.querySelectorAll('[data-by]'), function (button) {
    button.hidden = links.length < 2;
    button.onclick = function () { show(at + Number(button.getAttribute('data-by'))); };
  });
  box.addEventListener('keydown', function (event) {
    var by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) show(at + by);
  });
  open(w.big);
})(document, window);
