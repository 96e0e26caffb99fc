"""Types of web servers and hosting: how each is recognized, and where a setting is fixed in it.

response headers ──recognize_server──▶ ServerType

setting, ServerType ──get_fix_instruction──▶ one Chinese sentence
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .client import Answer


@dataclass(frozen=True, slots=True)
class Host:
    """Type of server or hosting."""

    title: str
    signs: tuple[tuple[str, str], ...]
    """Response headers with patterns of their values (regular expressions, case-insensitive)."""
    guide: str
    """Page of the guide (below `content/guide/`) that describes its set-up, with an anchor."""


HOSTS: Mapping[str, Host] = {
    "oss": Host("阿里云 OSS", (("server", r"^AliyunOSS"), ("x-oss-request-id", r".")), "bucket.md#oss"),
    "cos": Host("腾讯云 COS", (("server", r"^tencent-cos"), ("x-cos-request-id", r".")), "bucket.md#cos"),
    "s3": Host("S3 桶", (("server", r"^(AmazonS3|MinIO)"), ("x-amz-request-id", r".")), "bucket.md"),
    "pages": Host("Pages", (("server", r"^GitHub\.com"), ("x-github-request-id", r".")), "keeper.md"),
    "nginx": Host("nginx", (("server", r"^(nginx|openresty|Tengine)"),), "server.md#nginx"),
    "apache": Host("Apache", (("server", r"^Apache"),), "server.md#apache"),
    "caddy": Host("Caddy", (("server", r"^Caddy"), ("via", r"\bCaddy\b")), "server.md#caddy"),
    "python": Host("python -m http.server", (("server", r"^SimpleHTTP"),), "server.md"),
}
"""Known types, the most specific signs first: a content delivery network may stand before a bucket."""

CDN = (
    ("via", r"."), ("x-cache", r"."), ("x-swift-cachetime", r"."), ("eagleid", r"."), ("x-nws-log-uuid", r"."),
    ("cf-ray", r"."), ("x-served-by", r"."),
)  # fmt: skip
"""Headers of content delivery networks (Aliyun, Tencent, Cloudflare, Fastly)."""

MENDS: Mapping[str, Mapping[str, str]] = {
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
    "hidden": {
        "nginx": "写 location ~ /\\. { return 404; }，网站文件夹指 site/，不要指整个仓库；删掉 autoindex on;。",
        "apache": '网站文件夹指 site/，不要指整个仓库；写 RedirectMatch 404 "/\\."，Options 里去掉 Indexes。',
        "caddy": "网站文件夹指 site/，不要指整个仓库；file_server 后面去掉 browse。",
        "": "网站文件夹只放 site/ 里的东西；点开头的文件和文件夹清单不给别人看。",
    },
}
"""Where a setting is fixed, by type of server; the empty key is for all others. An empty sentence: it cannot be fixed."""


def recognised(answer: Answer) -> str:
    """Return the key of the server type that sent a response; empty where it is unknown."""
    for key, host in HOSTS.items():
        if shows(answer, host.signs):
            return key
    return ""


def behind_cdn(answer: Answer) -> bool:
    """Return whether a content delivery network stands between us and the server."""
    return shows(answer, CDN)


def shows(answer: Answer, signs: tuple[tuple[str, str], ...]) -> bool:
    """Return whether any of these headers matches."""
    return any(re.search(pattern, answer.header(name), re.IGNORECASE) for name, pattern in signs)


def mend(setting: str, host: str) -> str:
    """Return where a setting is fixed on a server type; empty where that cannot be done."""
    told = MENDS[setting]
    return told.get(host, told[""])
