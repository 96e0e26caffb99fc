/*{# Runs on every page, inside a function of d (document) and w (window). A page may use load(asset, failed), where failed
is called when it does not come, and all(selector, act) of later.js. The button of the large type names what it would do. #}*/
var root = d.documentElement.classList;
var elder = d.querySelector('[data-elder]');
function load(name, failed) {
  var s = d.body.appendChild(d.createElement('script'));
  s.onerror = failed;
  s.src = d.querySelector('.ex-brand').href + 'assets/exhibit/' + name + '.js' + d.body.getAttribute('data-look');
}
function name() { elder.lastChild.nodeValue = root.contains('da') ? '标准版' : '大字版'; }
name();
elder.onclick = function () {
  root.toggle('da');
  try { w.localStorage.da = +root.contains('da'); } catch (e) {}
  w.location.hash = '';
  name();
  return false;
};
if (w.location.protocol == 'file:') load('stick');
try { if (/[?&]kiosk/.test(w.location) || w.sessionStorage.kiosk) load('kiosk'); } catch (e) {}
