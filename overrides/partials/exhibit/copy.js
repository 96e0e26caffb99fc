/*{# A button below each block that is there to be copied: those that name no language, and commands. It says what it has done. #}*/
(function (d, w) {
  function select(code) {
    var range = d.createRange();
    range.selectNodeContents(code);
    w.getSelection().removeAllRanges();
    w.getSelection().addRange(range);
    return d.execCommand('copy');
  }
  [].forEach.call(d.querySelectorAll('article pre > code:not([class]), article pre > code.language-sh'), function (code) {
    var pre = code.parentNode, button = d.createElement('button');
    if (/^is-/.test(pre.parentNode.className)) return;
    button.className = 'ex-copy';
    button.textContent = '复制';
    button.onclick = function () {
      button.textContent = select(code) ? '已复制' : '请按住字，自己复制';
    };
    pre.parentNode.insertBefore(button, pre.nextSibling);
  });
})(document, window);
