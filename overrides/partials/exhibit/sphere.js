/*{# The viewer draws a picture element that is here already: so it asks for no file by itself, and the policy stays as it is. #}*/
all('[data-sphere]', function (box) {
  var button = box.querySelector('button'), stage = box.firstElementChild, flat = stage.innerHTML, style = d.createElement('link');
  function back() { stage.className = ''; stage.innerHTML = flat; all('span>noscript', show); button.textContent = '这台设备转不了，先看平的'; button.disabled = true; }
  function turn() {
    var image = new Image();
    image.onerror = back;
    image.onload = function () {
      stage.innerHTML = '';
      stage.className = 'is-round';
      try {
        var viewer = w.pannellum.viewer(stage, {
          type: 'equirectangular', panorama: image, dynamic: true, dynamicUpdate: true, autoLoad: true, hfov: 100, compass: false,
          showControls: false, keyboardZoom: true, mouseZoom: false,
          strings: { loadingLabel: '正在打开', genericWebGLError: '这台设备转不了', unknownError: '打不开', textureSizeError: '打不开' }
        });
        viewer.on('error', back);
        viewer.on('load', function () { viewer.setUpdate(false); });
        stage.setAttribute('role', 'application');
        stage.setAttribute('aria-label', '一圈的全景：拖动，或者用方向键转着看');
        button.textContent = '看平的';
        button.disabled = false;
        button.onclick = function () { viewer.destroy(); stage.removeAttribute('role'); stage.removeAttribute('aria-label'); stage.className = ''; stage.innerHTML = flat; all('span>noscript', show); button.textContent = '转着看'; button.onclick = begin; };
      } catch (e) { back(); }
    };
    image.src = box.getAttribute('data-sphere');
  }
  function begin() {
    var script;
    button.disabled = true;
    button.textContent = '正在打开……';
    if (w.pannellum) return turn();
    style.rel = 'stylesheet';
    style.href = box.getAttribute('data-style');
    d.head.appendChild(style);
    script = d.body.appendChild(d.createElement('script'));
    script.onload = turn;
    script.onerror = back;
    script.src = box.getAttribute('data-viewer');
  }
  button.onclick = begin;
  button.hidden = w.location.protocol == 'file:';
});
