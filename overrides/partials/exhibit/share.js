/*{# 复制网址: the button stands where a page says so, and only where a script can serve it. It takes the printed address, also on a page from file:. execCommand and no
Clipboard API: phones of the baseline and pages from file: have only that. #}*/
all('.ex-code>div,[data-share]', function (box) {
  var at = d.querySelector('[rel=canonical]'), line = d.createElement('p'), field = d.createElement('input'), button = d.createElement('button'), told = d.createElement('span');
  if (!at) return;
  function say(done) {
    field.hidden = done;
    told.textContent = (done ? '复制好了，到微信里粘贴给邻居。' : '请按住网址，选“拷贝”，再到微信里粘贴。') + '在微信里看的，点右上角的“…”，选“发送给朋友”。';
  }
  button.onclick = function () {
    var done;
    field.hidden = false;
    field.focus();
    field.setSelectionRange(0, 999);
    try { done = d.execCommand('copy'); } catch (e) {}
    say(!!done);
    if (done) button.focus();
  };
  line.className = 'ex-share ex-no-print';
  button.className = 'ex-button';
  button.textContent = '复制网址';
  field.readOnly = field.hidden = true;
  field.value = at.href;
  field.setAttribute('aria-label', '这一页的网址');
  function lay(part, rules) { for (var name in rules) part.style[name] = rules[name]; }
  lay(line, { marginTop: '.6rem' });
  lay(field, { display: 'block', width: '100%', minHeight: '44px', margin: '.6rem 0' });
  told.setAttribute('role', 'status');
  told.className = 'ex-soft';
  lay(told, { display: 'block', maxWidth: '24em', marginTop: '.4rem' });
  line.appendChild(button);
  line.appendChild(field);
  line.appendChild(told);
  box.appendChild(line);
});
