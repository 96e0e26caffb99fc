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
  box.innerHTML = '<style>' +
    '.ex-lightbox{width:100%;height:100%;max-width:none;max-height:none;padding:0;border:0;background:#06151b;color:#fff;text-align:center}' +
    '.ex-lightbox[open]{display:flex;flex-direction:column}' +
    '.ex-lightbox img{flex:1;width:100%;min-height:0;object-fit:contain}' +
    '.ex-lightbox p{padding:.6rem 1rem;line-height:1.5}' +
    '.ex-lightbox form{display:flex;justify-content:center;gap:.5rem;padding:0 .5rem 1rem}' +
    '.ex-lightbox button{flex:0 1 8em;min-height:60px;padding:0 .3em;border:2px solid;border-radius:14px;background:none;color:#fff;font-weight:700;cursor:pointer}' +
    '.ex-lightbox :focus-visible{outline-color:#f4b23e}' +
    '</style><img alt=""><p aria-live="polite"></p><form method="dialog">' +
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
