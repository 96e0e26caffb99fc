/* Opened from a USB stick (file:) there is no server that turns `../10064/` into `../10064/index.html`: this does. */
(function (d) {
  function whole(address) {
    var parts = /^([^?#:]*?)([?#].*)?$/.exec(address);
    if (!parts || (parts[1] === '' && parts[2])) return address;
    var path = /(^|\/)\.{1,2}$/.test(parts[1]) ? parts[1] + '/' : parts[1];
    return (/\/$/.test(path) ? path + 'index.html' : path) + (parts[2] || '');
  }
  d.addEventListener('click', function (event) {
    var a = event.target;
    while (a && a.nodeName.toLowerCase() !== 'a') a = a.parentNode;
    var href = a && a.getAttribute && a.getAttribute('href');
    if (href) a.setAttribute('href', whole(href));
  }, true);
  [].forEach.call(d.querySelectorAll('form[action]'), function (form) {
    form.setAttribute('action', whole(form.getAttribute('action')));
  });
})(document);
