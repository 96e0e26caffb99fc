"""Adaptation of built pages for the preview: one script from the preview's own address, allowed by their policy."""

from __future__ import annotations

import html
import re

META = re.compile(r"<meta\b(?=[^<>]*content-security-policy)[^<>]*+>", re.I)
CONTENT = re.compile(r"""(?<=\bcontent=)(?:"([^"]*)"|'([^']*)')""", re.I)
ALLOWED = ("script-src", "script-src-elem", "connect-src")
"""Directives that the script needs: to be loaded, and to ask the preview for changes."""

EMPTY = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>预览</title>
<body style="font:16px/1.7 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1.5em">
<h1 style="font-size:1.4em">这里还没有页面</h1>
<p>第一次的页面还没有做好，或者没有这个地址。做好以后，这里会自己刷新。</p>
</body>
</html>
"""
"""Page that is served while there is no site yet."""


def followed(page: str, script: str, version: str) -> str:
    """Return a page with the script at its end and a policy that allows it.

    >>> followed("<p>x</p></body>", "/s.js", "1")
    '<p>x</p><script src="/s.js" data-version="1"></script></body>'
    """
    page = META.sub(lambda meta: adapted(meta[0]), page)
    tag = f'<script src="{script}" data-version="{html.escape(version)}"></script>'
    at = page.lower().rfind("</body>")
    return page + tag if at < 0 else page[:at] + tag + page[at:]


def adapted(meta: str) -> str:
    """Return the policy's meta element, extended for the preview's script."""
    return CONTENT.sub(lambda found: f'"{html.escape(allowing(html.unescape(found[1] or found[2] or "")))}"', meta)


def allowing(policy: str) -> str:
    """Return a policy that also allows scripts and requests of the page's own host.

    >>> allowing("default-src 'none'; img-src 'self'")
    "default-src 'none'; img-src 'self'; script-src 'self'; connect-src 'self'"
    >>> allowing("script-src 'sha256-x='; connect-src 'self' https://a.example")
    "script-src 'sha256-x=' 'self'; connect-src 'self' https://a.example"
    """
    directives = [words for part in policy.split(";") if (words := part.split())]
    by_name = {words[0].lower(): words[1:] for words in directives}
    for name in ALLOWED:
        sources = by_name.get(name, None if name == "script-src-elem" else by_name.get("default-src"))
        if sources is not None and "'self'" not in sources:
            by_name[name] = [*(source for source in sources if source.lower() != "'none'"), "'self'"]
    return "; ".join(" ".join((name, *sources)) for name, sources in by_name.items())
