/* Follows a preview: loads the page again when there is a new one, and shows what is found in the content. ES5. */
(function () {
  "use strict";
  var PAUSE_MS = 20, AGAIN_MS = 2000, LONGEST_MS = 60000;
  var own = document.currentScript || document.querySelector("script[data-version]");
  var version = own ? own.getAttribute("data-version") : "";
  var panel = null, shown = "", opened = false, number = "", asking = null;

  /* As bright as the page: it follows the system too. */
  var dark = !!window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches;
  var INK = dark ? "#eef2f4" : "#222", QUIET = dark ? "#b4c0c8" : "#555", PAPER = dark ? "#16232b" : "#fff";
  var BOX = dark ? "#22333d" : "#f6f6f6", KEY = dark ? "#2d414d" : "#f2f2f2", EDGE = dark ? "#8c9ba5" : "#767676";
  var STOP = dark ? "#ff8a7d" : "#b3261e", ADVICE = dark ? "#e3bb55" : "#8a6d00";

  /* Styles are set one by one: a policy that forbids style attributes allows this. */
  function element(tag, text, styles, parent) {
    var node = document.createElement(tag), name;
    for (name in styles) node.style.setProperty(name, styles[name], "important");
    if (text) node.textContent = text;
    if (parent) parent.appendChild(node);
    return node;
  }

  var BASE = {
    all: "initial", position: "fixed", "z-index": "2147483647", "box-sizing": "border-box",
    font: "16px/1.6 system-ui, sans-serif", color: INK, background: PAPER, "text-align": "left"
  };
  function based(more) {
    var styles = {}, name;
    for (name in BASE) styles[name] = BASE[name];
    for (name in more) styles[name] = more[name];
    return styles;
  }
  var BUTTON = {
    all: "initial", display: "inline-block", font: "16px/1.4 system-ui, sans-serif", color: INK, cursor: "pointer",
    background: KEY, border: "1px solid " + EDGE, "border-radius": "6px", padding: "8px 14px", margin: "8px 0 0"
  };

  function button(text, parent, action) {
    var node = element("button", text, BUTTON, parent);
    node.type = "button";
    node.addEventListener("click", action);
    return node;
  }

  function heading(state) {
    if (state.sentence) return "预览停在改之前的样子";
    if (state.errors) return "预览停在改之前的样子：还有 " + state.errors + " 处要改";
    return (state.advice + state.warnings.length) + " 条提醒（不改也能发布）";
  }

  function finding(one, parent) {
    var block = { display: "block", margin: "0 0 4px", "overflow-wrap": "anywhere" };
    var box = element("div", "", { display: "block", margin: "0 0 14px", padding: "10px 12px", background: BOX,
      "border-left": "4px solid " + (one.blocks ? STOP : ADVICE) }, parent);
    element("div", one.place, { display: "block", "font-size": "14px", color: QUIET, "overflow-wrap": "anywhere" }, box);
    element("div", one.weight + " " + one.code + " · " + one.message, { display: "block", margin: "0 0 4px",
      "font-weight": "700", "overflow-wrap": "anywhere" }, box);
    if (one.line) element("div", one.line, { display: "block", margin: "0 0 4px", "white-space": "pre-wrap",
      "font-family": "monospace", "font-size": "14px", "overflow-wrap": "anywhere" }, box);
    if (one.hint) element("div", "怎么改：" + one.hint, block, box);
    if (one.fixed) element("div", "改好的：" + one.fixed, block, box);
  }

  function warning(text, parent) {
    element("div", "排版程序提醒：" + text, { display: "block", margin: "0 0 14px", padding: "10px 12px",
      background: BOX, "border-left": "4px solid " + ADVICE, "white-space": "pre-wrap", "overflow-wrap": "anywhere" }, parent);
  }

  function close() {
    if (panel && panel.parentNode) panel.parentNode.removeChild(panel);
    panel = null;
  }

  function pill(state) {
    panel = element("div", "", based({ left: "12px", bottom: "12px", background: "transparent" }), document.body);
    panel.id = "exhibition-preview";
    button(heading(state), panel, function () { opened = true; show(state); });
  }

  function show(state) {
    var i, list;
    close();
    if (!state.findings.length && !state.sentence && !state.warnings.length) return;
    if (!opened) { pill(state); return; }
    panel = element("div", "", based({
      left: "0", right: "0", bottom: "0", "max-height": "70vh", "overflow-y": "auto", padding: "16px 20px 20px",
      "border-top": "6px solid " + (state.blocked ? STOP : ADVICE), "box-shadow": "0 -4px 24px rgba(0,0,0,.35)"
    }), document.body);
    panel.id = "exhibition-preview";
    panel.setAttribute("role", state.blocked ? "alert" : "status");
    panel.lang = "zh-CN";
    list = element("div", "", { display: "block", "max-width": "60em", margin: "0 auto" }, panel);
    element("div", heading(state), { display: "block", "font-size": "20px", "font-weight": "700", margin: "0 0 10px" }, list);
    if (state.sentence) element("div", state.sentence, { display: "block", margin: "0 0 14px", "white-space": "pre-wrap" }, list);
    for (i = 0; i < state.findings.length; i++) finding(state.findings[i], list);
    for (i = 0; i < state.warnings.length; i++) warning(state.warnings[i], list);
    i = state.errors + state.advice - state.findings.length;
    if (i > 0) element("div", "还有 " + i + " 条，都写在终端里。", { display: "block", margin: "0 0 14px" }, list);
    element("div", "改好、保存以后，这里自己会消失。", { display: "block", color: QUIET }, list);
    button("先看看页面", list, function () { opened = false; show(state); });
  }

  function stopped() {
    if (shown === "stopped") return;
    shown = "stopped";
    close();
    panel = element("div", "预览停下了：终端里的 serve 已经结束。", based({ left: "12px", bottom: "12px",
      padding: "8px 14px", border: "1px solid " + EDGE, "border-radius": "6px" }), document.body);
    panel.id = "exhibition-preview";
  }

  /* A page that stands where there is none of the site says it itself; returns whether nothing else is to be said. */
  function step(state) {
    var place = document.getElementById("exhibition-step");
    var text = state.ready ? state.sentence : state.step;
    if (place && text) place.textContent = text;
    return !!place && !!text && !state.findings.length;
  }

  function answered(text) {
    var state, key;
    try { state = JSON.parse(text); } catch (e) { later(AGAIN_MS); return; }
    number = state.number;
    if (step(state)) { shown = ""; close(); later(PAUSE_MS); return; }
    if (state.version && state.version !== version) { location.reload(); return; }
    key = JSON.stringify([state.sentence, state.findings, state.warnings]);
    if (state.ready && shown !== key) {
      shown = key;
      opened = state.blocked;
      show(state);
    }
    later(PAUSE_MS);
  }

  function later(ms) { setTimeout(ask, ms); }

  /* The answer comes when something has changed. A page that nobody looks at asks nothing. */
  function ask() {
    if (asking || document.hidden) return;
    asking = new XMLHttpRequest();
    asking.open("GET", "/.preview/state?number=" + number + "&page=" + encodeURIComponent(location.pathname));
    asking.timeout = LONGEST_MS;
    asking.onload = function () { var text = asking.responseText; asking = null; answered(text); };
    asking.onerror = asking.ontimeout = function () { asking = null; number = ""; stopped(); later(AGAIN_MS); };
    asking.send();
  }

  document.addEventListener("visibilitychange", ask);
  ask();
})();
