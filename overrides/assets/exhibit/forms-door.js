/* The door of the form, for every browser: says what this one can do. ES5; the form itself (forms.js) is a module.
   What the form needs and older browsers lack is tried here, before any of it is loaded. */
(function (d, w) {
  var door = d.querySelector('.ex-form-door'), me = d.querySelector('script[data-form]');

  function show(state) {
    [].forEach.call(door.querySelectorAll('[data-when]'), function (part) {
      part.hidden = part.getAttribute('data-when') !== state;
    });
  }

  /* Our policy forbids to try syntax by compiling it: import maps came later than all syntax that is used. */
  function young() {
    var script = w.HTMLScriptElement;
    return !!(script && script.supports && script.supports('importmap') && w.MutationObserver && w.Promise && w.URL);
  }

  w.exDoor = { show: show };
  door.querySelector('[data-when=failed] a').onclick = function () {
    w.location.reload();
    return false;
  };
  /* Over a line on which others can read, no key is sent; and a file has no host that could be asked. */
  if (!young()) show('old');
  else if (!w.isSecureContext || w.location.protocol === 'file:') show('unsafe');
  else {
    var module = d.createElement('script');
    module.type = 'module';
    module.src = me.getAttribute('data-form');
    module.setAttribute('data-module', me.getAttribute('data-module'));
    module.onerror = function () { show('failed'); };
    show('');
    d.head.appendChild(module);
  }
})(document, window);
