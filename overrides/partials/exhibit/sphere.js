/*{# The viewer draws a picture element that is here already: so it asks for no file by itself, and the policy stays as it is. #}*/
all('[data-sphere]', function (box) {
  var button = box.querySelector('button'), stage = box.firstElementChild, flat = stage.firstElementChild, viewer;
  function lay(words, able) {
    if (viewer) viewer.destroy();
    viewer = null;
    stage.innerHTML = '';
    stage.className = '';
    stage.removeAttribute('role');
    stage.removeAttribute('aria-label');
    stage.appendChild(flat);
    button.textContent = words;
    button.disabled = !able;
    button.onclick = begin;
  }
  function fail() { lay('这台设备转不了，先看平的', false); }
  function turn() {
    var image = new Image();
    image.onerror = fail;
    image.onload = function () {
      stage.removeChild(flat);
      stage.className = 'is-round';
      stage.setAttribute('role', 'application');
      stage.setAttribute('aria-label', '一圈的全景：拖动，或者用方向键转着看');
      try {
        viewer = w.pannellum.viewer(stage, {
          type: 'equirectangular', panorama: image, dynamic: true, dynamicUpdate: true, autoLoad: true, hfov: 100,
          showControls: false, mouseZoom: false,
          strings: { loadingLabel: '正在打开', genericWebGLError: '转不了', unknownError: '打不开', textureSizeError: '打不开' }
        });
        viewer.on('error', fail);
        viewer.on('load', function () { viewer.setUpdate(false); });
        button.textContent = '看平的';
        button.disabled = false;
        button.onclick = function () { lay('转着看', true); };
      } catch (e) { fail(); }
    };
    image.src = box.getAttribute('data-sphere');
  }
  function begin() {
    var style = d.createElement('link'), code = d.createElement('script');
    button.disabled = true;
    button.textContent = '正在打开……';
    if (w.pannellum) return turn();
    style.rel = 'stylesheet';
    style.href = box.getAttribute('data-style');
    d.head.appendChild(style);
    code.onload = turn;
    code.onerror = fail;
    code.src = box.getAttribute('data-viewer');
    d.body.appendChild(code);
  }
  button.onclick = begin;
  /*{# A browser that cannot draw with WebGL, or may not (a picture from a file), shows the flat picture. #}*/
  button.hidden = w.location.protocol == 'file:' || !d.createElement('canvas').getContext('webgl');
});
