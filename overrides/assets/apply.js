/**
 * 我要申报: the answers of a form to the file of a new page, as the command `new` writes it. Nothing is sent; what was typed
 * stays in this tab. Fields, limits, the lines of the file and how YAML is written come from the page (data-spec). ES5.
 */
(function (w, d) {
  'use strict';
  var form = d.getElementById('apply'), rules = JSON.parse(form.getAttribute('data-spec'));
  var unfit = new RegExp(rules.unfit), noText = new RegExp(rules.noText), notPlain = new RegExp(rules.notPlain);
  var nameAlone = new RegExp(rules.nameAlone);
  var KEPT = 'apply';
  // Longer addresses are cut by some hosts and mail programs.
  var LONGEST_ADDRESS = 7000, LONGEST_LETTER = 1800;
  var touched = {};

  function id(name) { return d.getElementById(name); }
  function each(list, act) { [].forEach.call(list, act); }
  function all(what, act) { each(d.querySelectorAll(what), act); }
  /* Full width digits and letters as plain ones, where the browser can. */
  function plain(text) { return text.normalize ? text.normalize('NFKC') : text; }
  function squeeze(text) { return text.replace(/\s+/g, ' ').trim(); }
  function count(text) { return text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '.').length; }

  // ---- What was answered ----

  function split(text) { return text.split('\n').map(squeeze).filter(Boolean); }
  function unnumber(line) { return line.replace(/^(?:[0-9０-９]{1,2} ?[.、．)）](?![0-9０-９])|[①-⑳])\s*(?=[^\s0-9０-９])/, ''); }
  /* 2018年11月 and 2018/11 as 2018-11. */
  function date(text) {
    var found = /^(\d{4})(?:[年\/.-](\d{1,2})(?:[月\/.-](\d{1,2})[日号]?|月)?|年)?$/.exec(plain(text).replace(/ /g, ''));
    function two(part) { return part ? '-' + (part.length < 2 ? '0' : '') + part : ''; }
    return found ? found[1] + two(found[2]) + two(found[3]) : text;
  }
  function value(one) {
    var text;
    if (one.many && one.words) {
      return [].filter.call(form.querySelectorAll('[name=' + one.name + ']'), function (box) { return box.checked; })
        .map(function (box) { return box.value; });
    }
    text = id('in-' + one.name).value;
    if (one.many) return split(text).map(one.numbered ? unnumber : String);
    text = squeeze(text);
    return one.date ? date(text) : one.raw ? plain(text) : text;
  }
  function story() { return id('in-story').value.replace(/(^|[^ \t])[ \t]+$/gm, '$1').replace(/\n{3,}/g, '\n\n').trim(); }
  function read() {
    var answers = { story: story() };
    rules.questions.forEach(function (one) { answers[one.name] = value(one); });
    return answers;
  }

  // ---- The file ----

  /* A text of one line behind `键: ` (content/scaffold.py, format_scalar). */
  function scalar(text) {
    if (!text || !(unfit.test(text) || noText.test(text))) return text;
    if (text.indexOf("'") >= 0 && text.indexOf('"') < 0) {
      return '"' + text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t') + '"';
    }
    return "'" + text.replace(/'/g, "''") + "'";
  }
  function file(answers) {
    var fields = {}, lines = [];
    rules.questions.forEach(function (one) { fields[one.name] = one; });
    rules.file.forEach(function (part) {
      var one, answer;
      if (typeof part === 'string') return lines.push(part);
      one = fields[part.name];
      answer = answers[part.name];
      if (!answer.length) lines = lines.concat(part.empty);
      else if (one.many) {
        lines.push(one.key + ':');
        answer.forEach(function (item) { lines.push('  - ' + scalar(item)); });
        lines = lines.concat(part.more);
      } else lines.push(one.key + ': ' + (one.raw ? answer : scalar(answer)));
    });
    return lines.concat('---', '', '').join('\n') + (answers.story ? answers.story + '\n' : '');
  }
  /* The same as an issue holds it: short enough for a letter. */
  function issue(answers) {
    var parts = rules.questions.map(function (one) {
      var answer = answers[one.name];
      return answer.length ? '### ' + one.key + '\n\n' + (one.many ? answer.join('\n') : answer) : '';
    });
    if (answers.story) parts.push('### ' + rules.story[0] + '\n\n' + answers.story);
    parts.push('### ' + rules.promises[0] + '\n\n' + rules.promises.slice(1).map(function (line, n) {
      return '- [' + (form.querySelectorAll('[name=promise]')[n].checked ? 'x' : ' ') + '] ' + line;
    }).join('\n'));
    return parts.filter(Boolean).join('\n\n') + '\n';
  }

  // ---- What is wrong ----

  function judgeDate(text) {
    var found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text), days;
    if (!found) return '写成 2018-11 这样：年，或者年和月。';
    if (found[1] < 1900 || found[1] > 2200) return '年份不对。';
    if (found[2] && (found[2] < 1 || found[2] > 12)) return '没有这个月。';
    days = found[3] ? new Date(+found[1], +found[2], 0).getDate() : 31;
    return found[3] && (found[3] < 1 || found[3] > days) ? '这个月没有这一天。' : '';
  }
  function judgeText(text, limit) {
    if (limit && count(text) > limit) return '太长了：' + count(text) + ' 个字，最多 ' + limit + ' 个。';
    return notPlain.test(text) ? '里面有网页的记号或者网址，请只写字。' : '';
  }
  function judge(one, answer) {
    var wrong = '';
    if (one.required && !answer.length) return '这一样一定要填。';
    if (!answer.length) return '';
    if (one.least && answer.length < one.least) return '只有 ' + answer.length + ' 行，至少要 ' + one.least + ' 行；还没有就空着。';
    if (one.words) return '';
    if (one.date) return judgeDate(answer);
    if (one.low !== undefined) {
      return /^\d{1,9}$/.test(answer) && +answer >= one.low && +answer <= one.high ? '' : '只写数字，从 ' + one.low + ' 到 ' + one.high + '。';
    }
    [].concat(answer).forEach(function (text) { wrong = wrong || judgeText(text, one.limit); });
    return wrong;
  }
  /* A person whose telephone stands here is not asked again by anybody: so it is said while it is typed. */
  function telling(answer) {
    var text = plain([].concat(answer).join('\n')), found = '';
    rules.private.forEach(function (row) { if (!found && new RegExp(row[1], 'm').test(text)) found = row[0]; });
    if (!found && typeof answer !== 'string' && answer.some(function (item) { return nameAlone.test(item); })) found = '人名';
    if (!found) return '';
    return found === '人名' ? '像是写了人名。写身份就够，例如“楼组长”；要写名字，先问过本人。' : '像是写了' + found + '，放到网上谁都看得到。请删掉。';
  }
  function say(name, words) {
    var input = id('in-' + name);
    id('bad-' + name).textContent = words;
    if (input.nodeName !== 'FIELDSET') input.setAttribute('aria-invalid', words ? 'true' : 'false');
  }

  // ---- Everything anew after each key ----

  function tick(li, on) { li.className = on ? 'is-on' : ''; }
  function fillSlip(answers) {
    rules.questions.forEach(function (one) {
      var cell = id('slip-' + one.name);
      if (one.many && one.words) each(cell.querySelectorAll('[data-v]'), function (s) { tick(s, answers[one.name].indexOf(s.getAttribute('data-v')) >= 0); });
      else cell.textContent = [].concat(answers[one.name]).join('\n');
    });
    id('slip-story').textContent = answers.story;
    all('.ex-slip li', function (li) { tick(li, form.querySelectorAll('[name=promise]')[li.getAttribute('data-n')].checked); });
  }
  function address(answers) {
    var text = issue(answers), title = encodeURIComponent(rules.title + '：' + (answers.name || '')), q;
    if (rules.host === 'gitlab') return rules.issues + '?issue[title]=' + title + '&issue[description]=' + encodeURIComponent(text);
    if (rules.host === 'gitea') return rules.issues + '?title=' + title + '&body=' + encodeURIComponent(text);
    if (rules.host !== 'github') return rules.issues;
    q = rules.issues + '?template=' + rules.template + '&title=' + title;
    rules.questions.concat({ name: 'story' }).forEach(function (one) {
      var part = [].concat(answers[one.name]).join('\n');
      part = part && '&' + one.name + '=' + encodeURIComponent(part);
      if (q.length + part.length < LONGEST_ADDRESS) q += part;
    });
    return q;
  }
  function keep() {
    var kept = { boxes: [] };
    each(form.querySelectorAll('[id^=in-]'), function (input) { if (input.nodeName !== 'FIELDSET') kept[input.id] = input.value; });
    each(form.querySelectorAll('[type=checkbox]'), function (box) { kept.boxes.push(box.checked); });
    try { w.sessionStorage[KEPT] = JSON.stringify(kept); } catch (e) { /* Private windows of old phones keep nothing. */ }
  }
  function restore() {
    var kept;
    try { kept = JSON.parse(w.sessionStorage[KEPT]); } catch (e) { return; }
    each(form.querySelectorAll('[id^=in-]'), function (input) { if (kept[input.id]) input.value = kept[input.id]; });
    each(form.querySelectorAll('[type=checkbox]'), function (box, n) { box.checked = !!kept.boxes[n]; });
  }
  function show(wrong, promised) {
    var state = id('state'), line = d.createElement('p');
    state.textContent = '';
    if (!wrong.length && promised) { line.textContent = '填好了。复制、打印或寄出，选一个。'; return state.appendChild(line); }
    line.textContent = wrong.length ? '还差 ' + wrong.length + ' 处：' : '还差一步：把“' + rules.promises[0] + '”下面的两样打上勾。';
    wrong.forEach(function (one) {
      var a = line.appendChild(d.createElement('a'));
      a.href = '#in-' + one.name;
      a.textContent = one.key;
      a.onclick = function () { id('in-' + one.name).focus(); };
      line.appendChild(d.createTextNode(' '));
    });
    state.appendChild(line);
  }
  function refresh() {
    var answers = read(), wrong = [], promised = true;
    rules.questions.concat({ name: 'story', key: rules.story[0], limit: rules.story[1] }).forEach(function (one) {
      var fault = judge(one, answers[one.name]), told = one.words ? '' : telling(answers[one.name]);
      if (fault || told) wrong.push(one);
      say(one.name, touched[one.name] || told ? fault || told : '');
    });
    each(form.querySelectorAll('[name=promise]'), function (box) { promised = promised && box.checked; });
    id('made').value = file(answers);
    show(wrong, promised);
    fillSlip(answers);
    offer(answers);
    keep();
  }
  function offer(answers) {
    var text = issue(answers), letter;
    if (id('mail')) {
      letter = encodeURIComponent(text.replace(/\n/g, '\r\n'));
      if (letter.length > LONGEST_LETTER) letter = encodeURIComponent('（请把复制好的整段贴在这里）\r\n');
      id('mail').href = 'mailto:' + rules.mail + '?subject=' + encodeURIComponent(rules.title + (answers.name ? '，' + answers.name : '')) + '&body=' + letter;
    }
    if (id('issue')) id('issue').href = address(answers);
    if (!id('save').hidden) id('save').href = 'data:text/markdown;charset=utf-8,' + encodeURIComponent(file(answers));
  }
  function copy() {
    var done = false;
    id('made').select();
    try { done = d.execCommand('copy'); } catch (e) { /* Said below. */ }
    return done;
  }

  form.oninput = refresh;
  form.onchange = function (event) {
    if (event.target.name) touched[event.target.name] = true;
    refresh();
  };
  form.onsubmit = function () { return false; };
  id('copy').onclick = function () { id('copy').textContent = copy() ? '复制好了' : '请长按上面的字，选“复制”'; };
  id('print').onclick = function () { w.print(); };
  if (id('mail')) id('mail').onclick = function () { copy(); };
  id('empty').onclick = function () {
    if (!w.confirm('把填的都清空？')) return;
    form.reset();
    touched = {};
    refresh();
  };
  // Phones, and WeChat above all, save no files from a page.
  id('save').hidden = !('download' in id('save')) || !w.matchMedia('(hover:hover)').matches || /MicroMessenger/i.test(w.navigator.userAgent);
  restore();
  refresh();
})(window, document);
