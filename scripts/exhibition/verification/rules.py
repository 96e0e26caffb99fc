"""Rules of `verify`: one row for each kind of fault.

The word of a row is stable: mail filters and monitoring may depend on it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from ..diagnostics import Severity

FAULT, HINT = Severity.ERROR, Severity.ADVICE
"""A fault breaks the site for people who scan a code, now or later; with a hint it works, but less well."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    word: str
    severity: Severity
    question: str
    wrong: str
    """Message where a site violates it; fields in braces are filled in."""
    wall: str
    """What that means for people who scan a code."""
    setting: str
    """Where it is fixed: a key of `server_types.FIX_INSTRUCTIONS`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Violation of a rule at one address."""

    rule: Rule
    url: str
    sentence: str
    wall: str


LONGEST = 160
"""Characters of a server's text that are repeated."""


def row(word: str, severity: Severity, question: str, wrong: str, wall: str, setting: str) -> tuple[str, Rule]:
    """Return one row of the table."""
    return word, Rule(word, severity, question, wrong, wall, setting)


RULES: Mapping[str, Rule] = dict(
    (
        # Connection.
        row("no-answer", FAULT, "每个地址都有回答吗", "没有回答：{trouble}。", "这一页打不开，手机上一直转圈。", "network"),
        row("half-reachable", FAULT, "域名的每个地址（IPv4、IPv6）都通吗", "域名还指着不通的地址：{numbers}。", "用 IPv6 的手机（移动、联通多数是）打开很慢，或者打不开。", "dns"),
        row("limited", HINT, "问得快了，还答吗", "嫌问得太快（429）。", "一般不受影响；许多人同时扫码时可能打不开。", "agents"),
        row("cut", FAULT, "内容送全了吗", "内容送到一半就断了（收到 {size} 字节）。", "网页、图片只出来一半。", "network"),
        row("tls-expired", FAULT, "证书过期了吗", "证书过期了。", "手机显示“不安全”，多数人打不开。", "https"),
        row("tls-early", FAULT, "证书生效了吗", "证书还没有生效（或者这台电脑的时间不对）。", "手机显示“不安全”，多数人打不开。", "https"),
        row("tls-host", FAULT, "证书上是这个域名吗", "证书是别的域名的，没有 {host}。", "手机显示“不安全”，多数人打不开。如果现在用的是要登录的无线网，请换一个网络再试。", "https"),
        row("tls-untrusted", FAULT, "证书是手机信任的机构发的吗", "证书不被信任（自己签的，或者缺中间证书）。", "手机显示“不安全”，多数人打不开。", "https"),
        row("tls", FAULT, "能建立安全连接吗", "建立不了安全连接（{detail}）。", "扫了码打不开。", "https"),
        row("tls-expiring", FAULT, "证书还有多少天", "证书还有 {days} 天到期（{date}）。", "到期以后，扫码会显示“不安全”，多数人打不开。", "https"),
        row("http-open", FAULT, "用 http 打开，会转到 https 吗", "用 http 打开，没有转到 https（答 {status}）。", "直接输入网址的人看到“不安全”。", "https"),
        row("http-elsewhere", FAULT, "http 转到的是同一个地址吗", "从 http 转到了 {target}，不是 https 的同一个地址。", "直接输入网址的人到不了要看的那一页。", "https"),
        row("http-closed", HINT, "http 端口开着吗", "80 端口没有回答（{trouble}），不能转到 https。", "直接输入网址、没有写 https 的人打不开。扫码不受影响。", "https"),
        row("plain-http", HINT, "是 https 吗", "这个网址是 http，没有加密。", "手机会说“不安全”；海报也只肯印 https 的网址。", "https"),
        # Identity of the site.
        row("no-identity", FAULT, "网站的 site.json 说得出它是谁吗", "site.json {problem}。", "网上可能是别的网站，或者很旧的一版。如果现在用的是要登录的无线网，请先登录。", "publish"),
        row("other-address", FAULT, "网站是为这个网址生成的吗", "网上的这一版是为 {address} 生成的。", "页面里的二维码和链接都指向 {address}。", "publish"),
        row("trial-online", FAULT, "正式网址上是正式的网站吗", "正式网址上放的是试验站。", "大家扫码看到的是试验的内容。", "publish"),
        row("not-online", FAULT, "本地有的编号，网上都有吗", "本地台账里有 {count} 个编号网上没有：{ids}。还没有发布，或者丢了。", "这些编号的码印出去，扫了打不开。", "publish"),
        row("behind", HINT, "网上有的编号，本地都有吗", "网上有 {count} 个编号本地没有：{ids}。本地的仓库可能旧了，请先 git pull。", "现在没有影响；用旧的本地发布一次，它们就没有了。", "publish"),
        row("home-status", FAULT, "首页打得开吗", "首页答的是 {status}。", "首页打不开。", "index"),
        row("home-foreign", FAULT, "首页是展厅的首页吗", "首页不是展厅：{title}。", "大家看到的是别的网站。如果现在用的是要登录的无线网，请先登录。", "publish"),
        # Printed addresses.
        row("gone", FAULT, "承诺过的编号都打得开吗", "答 {status}，没有这一页。", "墙上的码扫了打不开。", "index"),
        row("forbidden", FAULT, "大家都可以看吗", "答 {status}，不让看。", "墙上的码扫了打不开。", "access"),
        row("server-error", FAULT, "服务器自己出错了吗", "答 {status}，服务器出错了。", "扫了码看到一页英文的错误。", "network"),
        row("odd-status", FAULT, "答的是正常的状态吗", "答的是 {status}，应当是 200。", "有的手机打不开。", "publish"),
        row("home-page", FAULT, "码打开的是它自己的那一页吗", "打开的是首页，不是 {id} 的那一页。", "扫哪个码都只看到首页，找不到自己的楼。", "index"),
        row("other-page", FAULT, "码打开的是它自己的那一页吗", "打开的是“{title}”，不是 {id} 的那一页。", "扫了码，看到的不是自己的楼。", "index"),
        row("no-slash", FAULT, "少写了斜杠也打得开吗", "少写了最后的斜杠就{what}。", "手工输入网址的人打不开；有的扫码程序会去掉斜杠。", "index"),
        row("slash-kept", FAULT, "少写了斜杠会转过去吗", "少写了斜杠也直接给了页面，没有转到带斜杠的地址。", "在子路径下，这样打开的页面没有样子，图片和链接都是坏的。", "index"),
        row("capitals", FAULT, "照码里写的（主机大写）打得开吗", "照码里印的 {printed} 去问，{what}。", "扫码打不开，用小写输入却打得开。", "redirect"),
        row("query", FAULT, "网址后面多了微信加的参数也打得开吗", "后面多了参数（{query}），{what}。", "从微信里转发的链接打不开。", "index"),
        row("head", FAULT, "只问一声（HEAD）也答得一样吗", "HEAD 答 {head}，GET 答 {get}。", "有的扫码程序先问一声，以为这一页不在。", "publish"),
        row("odd-form", FAULT, "写得不规矩的地址也有好好回答吗", "{form} 这样写的，{what}。", "手工输错网址的人看到的不是展厅的页面。", "lost"),
        row("user-agent", FAULT, "微信里打开也一样吗", "{agent}里打开，{what}。", "用微信扫码的人打不开，或者看到别的。", "agents"),
        row("user-agent-bytes", HINT, "微信里打开内容也一样吗", "{agent}里打开，内容和平时不一样。", "可能有谁在网页里加了东西。", "agents"),
        row("tool-blocked", HINT, "检查的程序也答吗", "不答检查的程序（{status}），只答手机。下面是装作手机问的。", "大家扫码不受影响；监控会一直以为网站坏了。", "agents"),
        row("code-differs", FAULT, "网页上的二维码写的是这个网址吗", "二维码里写的是 {text}，应当是 {printed}。", "照这个码印出来的海报，扫了打不开，或者打开别的。", "publish"),
        # Redirects.
        row("redirect-port", FAULT, "跳转带着端口吗", "跳转到 {target}，多了端口。", "手机去找一个打不开的端口，一直转圈。", "redirect"),
        row("redirect-scheme", FAULT, "跳转还是 https 吗", "跳转到 {target}，从 https 变成了 http。", "手机说“不安全”，或者来回转。", "redirect"),
        row("redirect-host", FAULT, "跳转还在自己的域名上吗", "跳转到别的网站：{target}。", "扫了码到了别的网站。如果现在用的是要登录的无线网，请先登录。", "redirect"),
        row("redirect-elsewhere", FAULT, "跳转到的是同一页吗", "跳转到 {target}，不是这一页。", "扫了码看到的不是自己的楼。", "redirect"),
        row("redirect-loop", FAULT, "跳转有尽头吗", "跳转来回打转（{target}）。", "手机显示“重定向次数过多”，打不开。", "redirect"),
        row("redirect-long", FAULT, "跳转不超过两次吗", "跳转了 {count} 次才到。", "信号不好的时候，要等很久。", "redirect"),
        row("redirect-broken", FAULT, "跳转说得清去哪里吗", "答 {status}，没有说清转到哪里（{target}）。", "手机停在一页空白上。", "redirect"),
        # Addresses that do not exist.
        row("unknown-opens", FAULT, "没有的地址答 404 吗", "没有的地址也打开了（答 200：“{title}”）。", "输错网址的人以为到了，看到的却是别的；撤下的页面好像还在。", "lost"),
        row("unknown-redirects", FAULT, "没有的地址答 404 吗", "没有的地址转到了 {target}。", "输错网址的人不知道自己输错了。", "lost"),
        row("unknown-status", FAULT, "没有的地址答 404 吗", "没有的地址答的是 {status}，应当是 404。", "输错网址的人看到一页看不懂的英文。", "lost"),
        row("unknown-page", FAULT, "没有的地址打开展厅的“没有找到”页吗", "没有的地址答 404，可是不是展厅自己的页面（{what}）。", "输错网址的人看到一页英文，没有路回展厅。", "lost"),
        row("listing", HINT, "文件夹里的清单给人看吗", "把文件夹的清单给人看。", "现在没有影响，只是没有必要。", "hidden"),
        row("hidden-open", FAULT, "不该给人看的文件关着吗", "{path} 能打开。", "整个仓库的历史（连撤下的照片）都能被人下载。", "hidden"),
        # Files.
        row("file-missing", FAULT, "页面里用到的文件都在吗", "页面里用到它，可是答 {status}。", "{kind}出不来。", "publish"),
        row("wrong-content", FAULT, "文件是它名字说的那一种吗", "名字是{kind}，送来的却是{got}。", "{kind}出不来。", "index"),
        row("type", FAULT, "文件的类型说对了吗", "类型说成了 {type}，应当是 {wanted}。", "手机可能把它当文件下载，或者不显示。", "types"),
        row("download", FAULT, "是打开，不是下载吗", "叫手机下载，不是打开（Content-Disposition: attachment）。", "扫了码，手机问要不要下载一个文件。", "domain"),
        row("charset", FAULT, "说明了是 utf-8 吗", "{problem}。", "有的手机会把汉字显示成乱码。", "types"),
        row("gzip-unsaid", FAULT, "压缩了的有说明吗", "内容是压缩过的，可是没有说（缺 Content-Encoding）。", "手机显示一屏乱码。", "compression"),
        row("gzip-twice", FAULT, "只压缩一次吗", "压缩了两次。", "手机显示一屏乱码。", "compression"),
        row("gzip-broken", FAULT, "压缩得对吗", "说是 {encoding} 压缩的，可是解不开。", "手机打不开这一页。", "compression"),
        row("encoding-unasked", FAULT, "没有要压缩的，就不压缩吗", "没有要 {encoding} 压缩，它也压缩了。", "旧手机显示乱码。", "compression"),
        row("uncompressed", HINT, "文字都压缩了吗", "没有压缩（{size} 字节）。", "要等两三倍的时间，流量也多。", "compression"),
        row("vary", HINT, "压缩的有 Vary 吗", "压缩了，可是没有 Vary: Accept-Encoding。", "中间的缓存可能把压缩的给了不会解的旧手机。", "compression"),
        # Caches.
        row("html-cached", FAULT, "网页不会被留太久吗", "网页会留在手机里 {time}（{value}）。", "改过、撤下的内容，来过的人还会看到旧的。", "cache"),
        row("cdn-keeps", FAULT, "CDN 不会把网页留太久吗", "CDN 可以把网页留 {time}（{value}）。", "改过、撤下的内容，扫码的人看到的还是旧的。", "cdn"),
        row("cdn-old", FAULT, "CDN 给的是新的网页吗", "CDN 给的是 {time}以前留下的网页。", "改过、撤下的内容，扫码的人看到的还是旧的。", "cdn"),
        row("cache-unsaid", FAULT, "说明了能留多久吗", "没有说能留多久（缺 Cache-Control）。", "手机自己猜，改过、撤下的内容可能好几天还是旧的。", "cache"),
        row("fixed-cached", FAULT, "名字不变的文件不会被留太久吗", "名字不变的文件会留在手机里 {time}（{value}）。", "网站更新以后，来过的人还用旧的，页面会乱。", "cache"),
        row("hashed-short", HINT, "名字带指纹的文件留得久吗", "名字带指纹的文件只留 {time}（{value}）。", "再来的时候，照片又要下载一次。", "cache"),
        row("no-304", HINT, "没有变的不重新下载吗", "没有变，也重新送了一遍（没有 304）。", "再来的时候，每一页又要下载一次。", "cache"),
        row("range", FAULT, "能只要一段吗", "只要一段的，答得不对（{what}）。", "大照片在有的手机上出不来。", "range"),
        # Search engines, and what pages may do.
        row("noindex", FAULT, "搜索引擎可以收吗", "正式的网站叫搜索引擎不要收（{where}）。", "在微信、百度里搜不到展厅。", "robots"),
        row("robots-blocked", FAULT, "robots.txt 放行吗", "robots.txt 不让搜索引擎看（{line}）。", "在微信、百度里搜不到展厅。", "robots"),
        row("trial-indexed", FAULT, "试验站不给搜索引擎收吗", "这是试验站，可是没有叫搜索引擎不要收。", "搜到的人会把试验站当成真的。", "robots"),
        row("sitemap", HINT, "网站地图在吗", "sitemap.xml {problem}。", "搜索引擎收得慢。扫码不受影响。", "publish"),
        row("csp", FAULT, "服务器加的规矩不挡展厅自己的脚本吗", "服务器加的 Content-Security-Policy 挡住了展厅自己的东西（{what}）。", "页面没有样子，搜索、大字版、看大图都不能用。", "headers"),
        row("framing", HINT, "不让别的网站嵌进去吗", "没有说不许别的网站把展厅嵌进去（frame-ancestors）。", "没有影响；坏人可能拿展厅做假页面的底子。", "headers"),
        row("nosniff", HINT, "不让浏览器猜类型吗", "没有 X-Content-Type-Options: nosniff。", "没有影响；只是更稳妥。", "headers"),
    )
)  # fmt: skip
"""Every rule by its word."""


def found(word: str, url: str, **facts: object) -> Finding:
    """Return a finding at an address; text from the server is put on one line, without control characters, and
    shortened.
    """
    rule = RULES[word]
    plain = {name: clean(fact) for name, fact in facts.items()}
    return Finding(rule, clean(url), rule.wrong.format(**plain), rule.wall.format(**plain))


def clean(fact: object) -> str:
    r"""Return a fact on one line, without invisible characters, shortened.

    >>> clean("404\r\n Not\u202eFound")
    '404 NotFound'
    """
    text = "".join(sign for sign in " ".join(str(fact).split()) if unicodedata.category(sign)[0] != "C")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


GENERAL = {"kind": "图片、样式或脚本", "address": "那个网址"}
"""Values for the fields of `SiteRule.wall` where no finding fills them."""


def word_table() -> str:
    """Return all words with their questions and meanings, as a Markdown table."""
    rows = "".join(
        f"| `{rule.word}` | {rule.severity.value} | {rule.question}？ | {rule.wall.format(**GENERAL)} |\n"
        for rule in RULES.values()
    )
    return f"| 词 | 轻重 | 问的是 | 不对的话 |\n|---|---|---|---|\n{rows}"
