"""Rules of `verify`: a row for each kind of fault with its stable word and its sentences, and the sentences for requests without a response."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ..diagnostics import Severity
from ..lazy import dataclass
from .http_client import HttpResponse


@dataclass(frozen=True, slots=True)
class ServerType:
    """Type of server or hosting."""

    title: str
    signs: tuple[tuple[str, str], ...]
    """Response headers with patterns of their values (regular expressions, case-insensitive)."""
    guide: str
    """Page of the guide (below `content/guide/`) that describes its set-up, with an anchor."""


HOSTS: Mapping[str, ServerType] = {
    "oss": ServerType("阿里云 OSS", (("server", r"^AliyunOSS"), ("x-oss-request-id", r".")), "bucket.md#oss"),
    "cos": ServerType("腾讯云 COS", (("server", r"^tencent-cos"), ("x-cos-request-id", r".")), "bucket.md#cos"),
    "s3": ServerType("S3 桶", (("server", r"^(AmazonS3|MinIO)"), ("x-amz-request-id", r".")), "bucket.md"),
    "pages": ServerType("Pages", (("server", r"^GitHub\.com"), ("x-github-request-id", r".")), "keeper.md"),
    "nginx": ServerType("nginx", (("server", r"^(nginx|openresty|Tengine)"),), "server.md#nginx"),
    "apache": ServerType("Apache", (("server", r"^Apache"),), "server.md#apache"),
    "caddy": ServerType("Caddy", (("server", r"^Caddy"), ("via", r"\bCaddy\b")), "server.md#caddy"),
    "python": ServerType("python -m http.server", (("server", r"^SimpleHTTP"),), "server.md"),
}
"""Known types, the most specific signs first: a content delivery network may stand before a bucket."""
CDN = (
    ("via", r"."), ("x-cache", r"."), ("x-swift-cachetime", r"."), ("eagleid", r"."), ("x-nws-log-uuid", r"."),
    ("cf-ray", r"."), ("x-served-by", r"."),
)  # fmt: skip
"""Headers of content delivery networks (Aliyun, Tencent, Cloudflare, Fastly)."""
FIX_INSTRUCTIONS: Mapping[str, Mapping[str, str]] = {
    "index": {
        "oss": "桶的“数据管理 → 静态页面”：默认首页 index.html，子目录首页选“开通”，文件 404 规则选 Redirect。",
        "cos": "桶的“基础配置 → 静态网站”：打开，索引文档 index.html；自定义域名的源站类型选“静态网站源站”。",
        "s3": "打开桶的静态网站（索引文档 index.html），域名指到“网站端点”，不是 REST 端点。",
        "pages": "发布的要是整个 site/ 文件夹，里面每个编号一个文件夹。",
        "nginx": "写 index index.html;，找不到的用 try_files $uri $uri/ =404;，不要落到 /index.html。",
        "apache": "写 DirectoryIndex index.html，打开 mod_dir；不要写 FallbackResource。",
        "caddy": "写 file_server；不要写 try_files … /index.html。",
        "": "文件夹要打开它里面的 index.html；找不到的不要落到首页。",
    },
    "lost": {
        "oss": "桶的“数据管理 → 静态页面”：默认 404 页写 404.html，错误文档响应码选 404，子目录首页选“开通”。",
        "cos": "桶的“基础配置 → 静态网站”：错误文档写 404.html，错误文档响应码选“原始错误码”。",
        "s3": "静态网站的错误文档写 404.html；桶策略要允许大家列出对象（ListBucket），不然答的是 403。",
        "pages": "发布的文件夹最外层要有 404.html。",
        "nginx": "写 error_page 404 /404.html;（不要写 =200）；在子路径下写 /a/b/404.html。",
        "apache": "写 ErrorDocument 404 /404.html（只写路径，不写 http://）；在子路径下写 /a/b/404.html。",
        "caddy": "写 handle_errors，里面 rewrite * /404.html 和 file_server。",
        "python": "它只能在自己电脑上看看，不能用来上线。",
        "": "找不到的要答 404，内容用 404.html。",
    },
    "redirect": {
        "oss": "绑定自己的域名；CDN 的“回源协议”和“回源 HOST”要和域名一致；文件 404 规则选 Redirect。",
        "cos": "绑定自己的域名；静态网站里打开“强制 HTTPS”，回源协议和域名一致。",
        "s3": "前面的 CDN 要把跳转里的主机换成自己的域名，或者在 CDN 上补斜杠。",
        "pages": "自定义域名（Custom domain）要写成展厅的域名，打开 Enforce HTTPS。",
        "nginx": "写 absolute_redirect off;，跳转就只写路径，不带端口和 http。",
        "apache": "写 ServerName https://域名 和 UseCanonicalName On，跳转就不会带上里面的端口和 http。",
        "caddy": "前面有别的代理时，让它带上原来的 Host；站点地址写展厅的域名。",
        "": "补斜杠的跳转只写路径，不写协议、主机和端口。",
    },
    "types": {
        "oss": "重新运行 upload；手工传的文件，在桶里改它的 Content-Type，再去掉 Content-Disposition。",
        "cos": "重新运行 upload；手工传的文件，在桶里改它的 Content-Type，再去掉 Content-Disposition。",
        "s3": "重新运行 upload；手工传的文件，在桶里改它的 Content-Type，再去掉 Content-Disposition。",
        "nginx": "写 include mime.types; charset utf-8;，缺的类型在 types { } 里补；不要加 Content-Disposition。",
        "apache": "写 AddDefaultCharset utf-8，缺的类型用 AddType 补；不要加 Content-Disposition。",
        "caddy": "缺的类型用 header *.avif Content-Type image/avif 这样补；不要加 Content-Disposition。",
        "python": "它只能在自己电脑上看看，不能用来上线。",
        "": "每种文件的 Content-Type 要对，网页带 charset=utf-8，不带 Content-Disposition: attachment。",
    },
    "domain": {
        "oss": "给桶绑定自己的域名（要备案）：默认域名会让手机把网页当文件下载。",
        "cos": "给桶绑定自己的域名（要备案）：默认域名会让手机把网页当文件下载。",
        "": "去掉回应里的 Content-Disposition: attachment。",
    },
    "compression": {
        "oss": "OSS 自己压缩不全：前面加 CDN，打开“智能压缩”；不要自己传 .gz 的内容。",
        "cos": "前面加 CDN，打开“智能压缩”；不要自己传 .gz 的内容。",
        "s3": "前面加 CDN，打开压缩；不要自己传 .gz 的内容。",
        "nginx": "写 gzip on; gzip_vary on; gzip_types text/css application/javascript image/svg+xml application/json;。",
        "apache": "打开 mod_deflate，用 AddOutputFilterByType DEFLATE 写上网页、样式、脚本、SVG、JSON。",
        "caddy": "写 encode zstd gzip；没有 Vary 的，加 header +Vary Accept-Encoding。",
        "python": "它只能在自己电脑上看看，不能用来上线。",
        "": "文字类的文件用 gzip 压缩一次，写明 Content-Encoding 和 Vary: Accept-Encoding。",
    },
    "cache": {
        "oss": "用 upload 传，它会写好每个文件的 Cache-Control；CDN 的缓存规则选“遵循源站”。",
        "cos": "用 upload 传，它会写好每个文件的 Cache-Control；CDN 的缓存规则选“遵循源站”。",
        "s3": "用 upload 传，它会写好每个文件的 Cache-Control；CDN 的缓存规则选“遵循源站”。",
        "nginx": "网页写 add_header Cache-Control no-cache;，名字带指纹的写 max-age=31536000, immutable；不要用 expires。",
        "apache": "用 mod_headers：网页 no-cache，名字带指纹的 max-age=31536000, immutable；不要用 ExpiresDefault。",
        "caddy": "用 header：网页 no-cache，名字带指纹的 max-age=31536000, immutable。",
        "pages": "",
        "python": "它只能在自己电脑上看看，不能用来上线。",
        "": "网页写 Cache-Control: no-cache；名字带指纹的文件写 max-age=31536000, immutable。",
    },
    "https": {
        "oss": "域名上“证书托管”换新证书；CDN 上打开“强制跳转 HTTPS”，用 301。",
        "cos": "自定义域名上换新证书；打开“强制 HTTPS”。",
        "pages": "仓库的 Pages 设置里打开 Enforce HTTPS；证书由平台自己续。",
        "nginx": "80 端口写 return 301 https://域名$request_uri;；证书用 certbot renew 续，续完 reload。",
        "apache": "80 端口的 VirtualHost 写 Redirect permanent / https://域名/；证书用 certbot renew 续，续完 reload。",
        "caddy": "站点地址只写域名，Caddy 自己会跳转、申请和续证书；看它的日志为什么没有续上。",
        "": "证书要有效、写着这个域名、带上中间证书；http 用 301 转到 https 的同一个地址。",
    },
    "robots": {
        "nginx": "去掉 add_header X-Robots-Tag。试验站才要它。",
        "apache": "去掉 Header set X-Robots-Tag。试验站才要它。",
        "caddy": "去掉 header X-Robots-Tag。试验站才要它。",
        "": "正式的网站：去掉 X-Robots-Tag: noindex，robots.txt 不要写 Disallow: /。试验站正相反。",
    },
    "headers": {
        "pages": "",
        "oss": "桶里设不了，要在 CDN 的“HTTP 响应头”里设。",
        "cos": "桶里设不了，要在 CDN 的“HTTP 响应头”里设。",
        "nginx": "写 add_header Content-Security-Policy \"frame-ancestors 'self'\" always; 和 add_header X-Content-Type-Options nosniff always;。",
        "apache": "写 Header always set Content-Security-Policy \"frame-ancestors 'self'\" 和 Header always set X-Content-Type-Options nosniff。",
        "caddy": "在 header { } 里写 Content-Security-Policy \"frame-ancestors 'self'\" 和 X-Content-Type-Options nosniff。",
        "": "回应里只加 Content-Security-Policy: frame-ancestors 'self' 和 X-Content-Type-Options: nosniff，别的规矩网页自己带着。",
    },
    "agents": {
        "oss": "看看桶和 CDN 的“防盗链”“UA 黑白名单”“WAF”，微信和普通浏览器都要放行，空 Referer 也要放行。",
        "cos": "看看桶和 CDN 的“防盗链”“UA 黑白名单”“WAF”，微信和普通浏览器都要放行，空 Referer 也要放行。",
        "": "看看服务器、防火墙（WAF）有没有按 User-Agent 区别对待；微信和普通浏览器要答得一样。",
    },
    "publish": {
        "pages": "看看最近一次发布的流水线是不是绿的；再发布一次。",
        "oss": "在最新的主分支上 build、upload 各运行一次；有 CDN 的，再清一次缓存。",
        "cos": "在最新的主分支上 build、upload 各运行一次；有 CDN 的，再清一次缓存。",
        "s3": "在最新的主分支上 build、upload 各运行一次；有 CDN 的，再清一次缓存。",
        "": "在最新的主分支上 build 一次，看看服务器的网站文件夹（root）是不是指着这个 site/；文件 644、文件夹 755。",
    },
    "cdn": {"": "CDN 的缓存规则选“遵循源站”，网页（html）不缓存；现在先刷新一次。"},
    "dns": {"": "在域名的解析里删掉不通的那一条（A 或 AAAA），或者让服务器也在那个地址上答话。"},
    "access": {
        "oss": "桶的读写权限选“公共读”；CDN 回源的，打开“私有 Bucket 回源”。防盗链要允许空 Referer。",
        "cos": "存储桶的访问权限选“公有读私有写”。防盗链要允许空 Referer。",
        "s3": "桶策略允许大家读（GetObject），域名指到“网站端点”。",
        "nginx": "写 index index.html;；文件 644、文件夹 755，网站上面的每一层文件夹 nginx 也要进得去。",
        "apache": "写 Require all granted；文件 644、文件夹 755，网站上面的每一层文件夹也要进得去。",
        "caddy": "文件 644、文件夹 755，网站上面的每一层文件夹 caddy 也要进得去（不要放在 /root、/home 里）。",
        "": "每个人都可以读：不要密码，不限地区和 IP；文件 644、文件夹 755。",
    },
    "range": {"": "让服务器自己送静态文件，中间不要隔着会改内容、不认 Range 的程序。"},
    "network": {"": "看看服务器、防火墙、CDN 是不是都好；请在另一个网络里再试一次。"},
    "footer": {
        "": "在 mkdocs.yml 的 extra.exhibition 里写上 contact（电话、邮箱）和 icp（备案号），build 一次，再发布一次。"
    },
    "hidden": {
        "nginx": "写 location ~ /\\. { return 404; }，网站文件夹指 site/，不要指整个仓库；删掉 autoindex on;。",
        "apache": '网站文件夹指 site/，不要指整个仓库；写 RedirectMatch 404 "/\\."，Options 里去掉 Indexes。',
        "caddy": "网站文件夹指 site/，不要指整个仓库；file_server 后面去掉 browse。",
        "": "网站文件夹只放 site/ 里的东西；点开头的文件和文件夹清单不给别人看。",
    },
}
"""Where a setting is fixed, by type of server; the empty key is for all others. An empty sentence: it cannot be fixed."""


def recognize_server(answer: HttpResponse) -> str:
    """Return the key of the server type that sent a response; empty where it is unknown."""
    for key, host in HOSTS.items():
        if has_sign(answer, host.signs):
            return key
    return ""


def is_behind_cdn(answer: HttpResponse) -> bool:
    """Return whether a content delivery network stands between us and the server."""
    return has_sign(answer, CDN)


def has_sign(answer: HttpResponse, signs: tuple[tuple[str, str], ...]) -> bool:
    """Return whether any of these headers matches."""
    return any(re.search(pattern, answer.get_header(name), re.IGNORECASE) for name, pattern in signs)


def get_fix_instruction(setting: str, host: str) -> str:
    """Return where a setting is fixed on a server type; empty where that cannot be done."""
    told = FIX_INSTRUCTIONS[setting]
    return told.get(host, told[""])


FAULT, HINT = Severity.ERROR, Severity.ADVICE
"""A fault breaks the site for people who scan a code, now or later; with a hint it works, but less well."""


@dataclass(frozen=True, slots=True)
class SiteRule:
    """One rule."""

    word: str
    severity: Severity
    question: str
    wrong: str
    """Message where a site violates it; fields in braces are filled in."""
    wall: str
    """What that means for people who scan a code."""
    setting: str
    """Where it is fixed: a key of `rules.FIX_INSTRUCTIONS`."""


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """Violation of a rule at one address."""

    rule: SiteRule
    url: str
    sentence: str
    wall: str


LONGEST = 160
"""Characters of a server's text that are repeated."""


def make_rule(
    word: str, severity: Severity, question: str, wrong: str, wall: str, setting: str
) -> tuple[str, SiteRule]:
    """Return one row of the table."""
    return word, SiteRule(word, severity, question, wrong, wall, setting)


RULES: Mapping[str, SiteRule] = dict(
    (
        # Connection.
        make_rule("no-answer", FAULT, "每个地址都有回答吗", "没有回答：{trouble}。", "这一页打不开，手机上一直转圈。", "network"),
        make_rule("half-reachable", FAULT, "域名的每个地址（IPv4、IPv6）都通吗", "域名还指着不通的地址：{numbers}。", "用 IPv6 的手机（移动、联通多数是）打开很慢，或者打不开。", "dns"),
        make_rule("limited", HINT, "问得快了，还答吗", "嫌问得太快（429）。", "一般不受影响；许多人同时扫码时可能打不开。", "agents"),
        make_rule("cut", FAULT, "内容送全了吗", "内容送到一半就断了（收到 {size} 字节）。", "网页、图片只出来一半。", "network"),
        make_rule("tls-expired", FAULT, "证书过期了吗", "证书过期了。", "手机显示“不安全”，多数人打不开。", "https"),
        make_rule("tls-early", FAULT, "证书生效了吗", "证书还没有生效（或者这台电脑的时间不对）。", "手机显示“不安全”，多数人打不开。", "https"),
        make_rule("tls-host", FAULT, "证书上是这个域名吗", "证书是别的域名的，没有 {host}。", "手机显示“不安全”，多数人打不开。如果现在用的是要登录的无线网，请换一个网络再试。", "https"),
        make_rule("tls-untrusted", FAULT, "证书是手机信任的机构发的吗", "证书不被信任（自己签的，或者缺中间证书）。", "手机显示“不安全”，多数人打不开。", "https"),
        make_rule("tls", FAULT, "能建立安全连接吗", "建立不了安全连接（{detail}）。", "扫了码打不开。", "https"),
        make_rule("tls-expiring", FAULT, "证书还有多少天", "证书还有 {days} 天到期（{date}）。", "到期以后，扫码会显示“不安全”，多数人打不开。", "https"),
        make_rule("http-open", FAULT, "用 http 打开，会转到 https 吗", "用 http 打开，没有转到 https（答 {status}）。", "直接输入网址的人看到“不安全”。", "https"),
        make_rule("http-elsewhere", FAULT, "http 转到的是同一个地址吗", "从 http 转到了 {target}，不是 https 的同一个地址。", "直接输入网址的人到不了要看的那一页。", "https"),
        make_rule("http-closed", HINT, "http 端口开着吗", "80 端口没有回答（{trouble}），不能转到 https。", "直接输入网址、没有写 https 的人打不开。扫码不受影响。", "https"),
        make_rule("plain-http", HINT, "是 https 吗", "这个网址是 http，没有加密。", "手机会说“不安全”；海报也只肯印 https 的网址。", "https"),
        # Identity of the site.
        make_rule("no-identity", FAULT, "网站的 site.json 说得出它是谁吗", "site.json {problem}。", "网上可能是别的网站，或者很旧的一版。如果现在用的是要登录的无线网，请先登录。", "publish"),
        make_rule("other-address", FAULT, "网站是为这个网址生成的吗", "网上的这一版是为 {address} 生成的。", "页面里的二维码和链接都指向 {address}。", "publish"),
        make_rule("trial-online", FAULT, "正式网址上是正式的网站吗", "正式网址上放的是试验站。", "大家扫码看到的是试验的内容。", "publish"),
        make_rule("not-online", FAULT, "本地有的编号，网上都有吗", "本地台账里有 {count} 个编号网上没有：{ids}。还没有发布，或者丢了。", "这些编号的码印出去，扫了打不开。", "publish"),
        make_rule("behind", HINT, "网上有的编号，本地都有吗", "网上有 {count} 个编号本地没有：{ids}。本地的仓库可能旧了，请先 git pull。", "现在没有影响；用旧的本地发布一次，它们就没有了。", "publish"),
        make_rule("home-status", FAULT, "首页打得开吗", "首页答的是 {status}。", "首页打不开。", "index"),
        make_rule("home-foreign", FAULT, "首页是展厅的首页吗", "首页不是展厅：{title}。", "大家看到的是别的网站。如果现在用的是要登录的无线网，请先登录。", "publish"),
        # Printed addresses.
        make_rule("gone", FAULT, "承诺过的编号都打得开吗", "答 {status}，没有这一页。", "墙上的码扫了打不开。", "index"),
        make_rule("forbidden", FAULT, "大家都可以看吗", "答 {status}，不让看。", "墙上的码扫了打不开。", "access"),
        make_rule("server-error", FAULT, "服务器自己出错了吗", "答 {status}，服务器出错了。", "扫了码看到一页英文的错误。", "network"),
        make_rule("odd-status", FAULT, "答的是正常的状态吗", "答的是 {status}，应当是 200。", "有的手机打不开。", "publish"),
        make_rule("home-page", FAULT, "码打开的是它自己的那一页吗", "打开的是首页，不是 {id} 的那一页。", "扫哪个码都只看到首页，找不到自己的楼。", "index"),
        make_rule("other-page", FAULT, "码打开的是它自己的那一页吗", "打开的是“{title}”，不是 {id} 的那一页。", "扫了码，看到的不是自己的楼。", "index"),
        make_rule("no-slash", FAULT, "少写了斜杠也打得开吗", "少写了最后的斜杠就{what}。", "手工输入网址的人打不开；有的扫码程序会去掉斜杠。", "index"),
        make_rule("slash-kept", FAULT, "少写了斜杠会转过去吗", "少写了斜杠也直接给了页面，没有转到带斜杠的地址。", "在子路径下，这样打开的页面没有样子，图片和链接都是坏的。", "index"),
        make_rule("capitals", FAULT, "照码里写的（主机大写）打得开吗", "照码里印的 {printed} 去问，{what}。", "扫码打不开，用小写输入却打得开。", "redirect"),
        make_rule("query", FAULT, "网址后面多了微信加的参数也打得开吗", "后面多了参数（{query}），{what}。", "从微信里转发的链接打不开。", "index"),
        make_rule("head", FAULT, "只问一声（HEAD）也答得一样吗", "HEAD 答 {head}，GET 答 {get}。", "有的扫码程序先问一声，以为这一页不在。", "publish"),
        make_rule("odd-form", FAULT, "写得不规矩的地址也有好好回答吗", "{form} 这样写的，{what}。", "手工输错网址的人看到的不是展厅的页面。", "lost"),
        make_rule("user-agent", FAULT, "微信里打开也一样吗", "{agent}里打开，{what}。", "用微信扫码的人打不开，或者看到别的。", "agents"),
        make_rule("user-agent-bytes", HINT, "微信里打开内容也一样吗", "{agent}里打开，内容和平时不一样。", "可能有谁在网页里加了东西。", "agents"),
        make_rule("tool-blocked", HINT, "检查的程序也答吗", "不答检查的程序（{status}），只答手机。下面是装作手机问的。", "大家扫码不受影响；监控会一直以为网站坏了。", "agents"),
        make_rule("code-differs", FAULT, "网页上的二维码写的是这个网址吗", "二维码里写的是 {text}，应当是 {printed}。", "照这个码印出来的海报，扫了打不开，或者打开别的。", "publish"),
        # Redirects.
        make_rule("redirect-port", FAULT, "跳转带着端口吗", "跳转到 {target}，多了端口。", "手机去找一个打不开的端口，一直转圈。", "redirect"),
        make_rule("redirect-scheme", FAULT, "跳转还是 https 吗", "跳转到 {target}，从 https 变成了 http。", "手机说“不安全”，或者来回转。", "redirect"),
        make_rule("redirect-host", FAULT, "跳转还在自己的域名上吗", "跳转到别的网站：{target}。", "扫了码到了别的网站。如果现在用的是要登录的无线网，请先登录。", "redirect"),
        make_rule("redirect-elsewhere", FAULT, "跳转到的是同一页吗", "跳转到 {target}，不是这一页。", "扫了码看到的不是自己的楼。", "redirect"),
        make_rule("redirect-loop", FAULT, "跳转有尽头吗", "跳转来回打转（{target}）。", "手机显示“重定向次数过多”，打不开。", "redirect"),
        make_rule("redirect-long", FAULT, "跳转不超过两次吗", "跳转了 {count} 次才到。", "信号不好的时候，要等很久。", "redirect"),
        make_rule("redirect-broken", FAULT, "跳转说得清去哪里吗", "答 {status}，没有说清转到哪里（{target}）。", "手机停在一页空白上。", "redirect"),
        # Addresses that do not exist.
        make_rule("unknown-opens", FAULT, "没有的地址答 404 吗", "没有的地址也打开了（答 200：“{title}”）。", "输错网址的人以为到了，看到的却是别的；撤下的页面好像还在。", "lost"),
        make_rule("unknown-redirects", FAULT, "没有的地址答 404 吗", "没有的地址转到了 {target}。", "输错网址的人不知道自己输错了。", "lost"),
        make_rule("unknown-status", FAULT, "没有的地址答 404 吗", "没有的地址答的是 {status}，应当是 404。", "输错网址的人看到一页看不懂的英文。", "lost"),
        make_rule("unknown-page", FAULT, "没有的地址打开展厅的“没有找到”页吗", "没有的地址答 404，可是不是展厅自己的页面（{what}）。", "输错网址的人看到一页英文，没有路回展厅。", "lost"),
        make_rule("listing", HINT, "文件夹里的清单给人看吗", "把文件夹的清单给人看。", "现在没有影响，只是没有必要。", "hidden"),
        make_rule("hidden-open", FAULT, "不该给人看的文件关着吗", "{path} 能打开。", "整个仓库的历史（连撤下的照片）都能被人下载。", "hidden"),
        # Files.
        make_rule("file-missing", FAULT, "页面里用到的文件都在吗", "页面里用到它，可是答 {status}。", "{kind}出不来。", "publish"),
        make_rule("wrong-content", FAULT, "文件是它名字说的那一种吗", "名字是{kind}，送来的却是{got}。", "{kind}出不来。", "index"),
        make_rule("type", FAULT, "文件的类型说对了吗", "类型说成了 {type}，应当是 {wanted}。", "手机可能把它当文件下载，或者不显示。", "types"),
        make_rule("download", FAULT, "是打开，不是下载吗", "叫手机下载，不是打开（Content-Disposition: attachment）。", "扫了码，手机问要不要下载一个文件。", "domain"),
        make_rule("charset", FAULT, "说明了是 utf-8 吗", "{problem}。", "有的手机会把汉字显示成乱码。", "types"),
        make_rule("gzip-unsaid", FAULT, "压缩了的有说明吗", "内容是压缩过的，可是没有说（缺 Content-Encoding）。", "手机显示一屏乱码。", "compression"),
        make_rule("gzip-twice", FAULT, "只压缩一次吗", "压缩了两次。", "手机显示一屏乱码。", "compression"),
        make_rule("gzip-broken", FAULT, "压缩得对吗", "说是 {encoding} 压缩的，可是解不开。", "手机打不开这一页。", "compression"),
        make_rule("encoding-unasked", FAULT, "没有要压缩的，就不压缩吗", "没有要 {encoding} 压缩，它也压缩了。", "旧手机显示乱码。", "compression"),
        make_rule("uncompressed", HINT, "文字都压缩了吗", "没有压缩（{size} 字节）。", "要等两三倍的时间，流量也多。", "compression"),
        make_rule("vary", HINT, "压缩的有 Vary 吗", "压缩了，可是没有 Vary: Accept-Encoding。", "中间的缓存可能把压缩的给了不会解的旧手机。", "compression"),
        # Caches.
        make_rule("html-cached", FAULT, "网页不会被留太久吗", "网页会留在手机里 {time}（{value}）。", "改过、撤下的内容，来过的人还会看到旧的。", "cache"),
        make_rule("cdn-keeps", FAULT, "CDN 不会把网页留太久吗", "CDN 可以把网页留 {time}（{value}）。", "改过、撤下的内容，扫码的人看到的还是旧的。", "cdn"),
        make_rule("cdn-old", FAULT, "CDN 给的是新的网页吗", "CDN 给的是 {time}以前留下的网页。", "改过、撤下的内容，扫码的人看到的还是旧的。", "cdn"),
        make_rule("cache-unsaid", FAULT, "说明了能留多久吗", "没有说能留多久（缺 Cache-Control）。", "手机自己猜，改过、撤下的内容可能好几天还是旧的。", "cache"),
        make_rule("fixed-cached", FAULT, "名字不变的文件不会被留太久吗", "名字不变的文件会留在手机里 {time}（{value}）。", "网站更新以后，来过的人还用旧的，页面会乱。", "cache"),
        make_rule("hashed-short", HINT, "名字带指纹的文件留得久吗", "名字带指纹的文件只留 {time}（{value}）。", "再来的时候，照片又要下载一次。", "cache"),
        make_rule("no-304", HINT, "没有变的不重新下载吗", "没有变，也重新送了一遍（没有 304）。", "再来的时候，每一页又要下载一次。", "cache"),
        make_rule("range", FAULT, "能只要一段吗", "只要一段的，答得不对（{what}）。", "大照片在有的手机上出不来。", "range"),
        # Search engines, and what pages may do.
        make_rule("noindex", FAULT, "搜索引擎可以收吗", "正式的网站叫搜索引擎不要收（{where}）。", "在微信、百度里搜不到展厅。", "robots"),
        make_rule("robots-blocked", FAULT, "robots.txt 放行吗", "robots.txt 不让搜索引擎看（{line}）。", "在微信、百度里搜不到展厅。", "robots"),
        make_rule("trial-indexed", FAULT, "试验站不给搜索引擎收吗", "这是试验站，可是没有叫搜索引擎不要收。", "搜到的人会把试验站当成真的。", "robots"),
        make_rule("sitemap", HINT, "网站地图在吗", "网站地图 {problem}。", "搜索引擎收得慢。扫码不受影响。", "publish"),
        make_rule("robots-sitemap", HINT, "robots.txt 写着网站地图吗", "robots.txt 没有写网站地图在哪里。", "搜索引擎收得慢。扫码不受影响。", "publish"),
        make_rule("feed", HINT, "订阅在吗", "feed.xml {problem}。", "订阅的人看不到新挂出来的楼组。扫码不受影响。", "publish"),
        make_rule("no-contact", HINT, "首页写了电话或者邮箱吗", "首页最下面没有电话，也没有邮箱。", "看见一张不该放的照片，不知道找谁。", "footer"),
        make_rule("no-filing", HINT, "内地的网站写了备案号吗", "首页最下面没有备案号，也没有连到 beian.miit.gov.cn（看上去在内地：{why}）。", "没有影响；可是少了备案号的网站会被要求关掉。服务器在境外的，不用管。", "footer"),
        make_rule("csp", FAULT, "服务器加的规矩不挡展厅自己的脚本吗", "服务器加的 Content-Security-Policy 挡住了展厅自己的东西（{what}）。", "页面没有样子，搜索、大字版、看大图都不能用。", "headers"),
        make_rule("framing", HINT, "不让别的网站嵌进去吗", "没有说不许别的网站把展厅嵌进去（frame-ancestors）。", "没有影响；坏人可能拿展厅做假页面的底子。", "headers"),
        make_rule("nosniff", HINT, "不让浏览器猜类型吗", "没有 X-Content-Type-Options: nosniff。", "没有影响；只是更稳妥。", "headers"),
    )
)  # fmt: skip
"""Every rule by its word."""


def make_finding(word: str, url: str, **facts: object) -> SiteFinding:
    """Return a finding at an address; text from the server is put on one line, without control characters, and
    shortened.
    """
    rule = RULES[word]
    plain = {name: clean_text(fact) for name, fact in facts.items()}
    return SiteFinding(rule, clean_text(url), rule.wrong.format(**plain), rule.wall.format(**plain))


def clean_text(fact: object) -> str:
    r"""Return a fact on one line, without invisible characters, shortened.

    >>> clean_text("404\r\n Not\u202eFound")
    '404 NotFound'
    """
    text = "".join(sign for sign in " ".join(str(fact).split()) if unicodedata.category(sign)[0] != "C")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


GENERAL = {"kind": "图片、样式或脚本", "address": "那个网址"}
"""Values for the fields of `SiteRule.wall` where no finding fills them."""


def format_word_table() -> str:
    """Return all words with their questions and meanings, as a Markdown table."""
    rows = "".join(
        f"| `{rule.word}` | {rule.severity.value} | {rule.question}？ | {rule.wall.format(**GENERAL)} |\n"
        for rule in RULES.values()
    )
    return f"| 词 | 轻重 | 问的是 | 不对的话 |\n|---|---|---|---|\n{rows}"


REQUEST_ERRORS: Mapping[str, str] = {
    "dns": "查不到域名 {host} 的地址",
    "refused": "{host} 不接受连接",
    "timeout": "等了 {wait:.0f} 秒，没有答完",
    "reset": "连接被断开了",
    "network": "网络不通（{detail}）",
    "garbage": "答的不是网页（{detail}）",
    "cut": "内容送到一半就断了",
    "tls": "建立不了安全连接（{detail}）",
    "tls-expired": "证书过期了",
    "tls-early": "证书还没有生效",
    "tls-host": "证书是别的域名的",
    "tls-untrusted": "证书不被信任",
    "late": "时间到了，没有再问",
    "elsewhere": "--connect 没有说这个端口连到哪里",
}
"""Short sentences by the words of `http_client.RequestError`."""
ADVICE: Mapping[str, str] = {
    "dns": "请看看域名写对了没有、解析（DNS）设好了没有。域名还没有指过去的，可以加 --connect 服务器的IP。",
    "refused": "请看看网页服务器开着没有、端口对不对、防火墙放行没有。",
    "timeout": "请看看服务器忙不忙、防火墙放行没有，过一会儿再试。",
    "reset": "请看看防火墙和备案：没有备案的域名，运营商会断开连接。",
    "network": "请看看这台电脑能不能上网，再试一次。",
    "garbage": "请看看端口对不对：那里答话的可能不是网页服务器。",
}
"""What to do where a whole site could not be reached."""


def format_error(word: str, host: str, detail: str, wait: float) -> str:
    """Return the message for an error, without a full stop."""
    return REQUEST_ERRORS.get(word, REQUEST_ERRORS["network"]).format(host=host, detail=detail, wait=wait)
