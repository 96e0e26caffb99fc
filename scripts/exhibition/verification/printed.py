"""Checks of issued addresses: each opens its own page, in every form in which phones and people write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ..qr.symbol import Payload, encode_address
from .client import Answer
from .decoding import decode
from .page import parse
from .rules import Finding, found
from .visit import GZIP, Visit

CAPITALS = 3
"""Chosen ids that are also requested in the form of their code: a fault there concerns every id."""
QUERY = "?from=singlemessage&isappinstalled=0"
"""Query that WeChat appends to an address that is shared."""

AGENTS: Mapping[str, str] = {
    "微信（安卓）": "Mozilla/5.0 (Linux; Android 10; M2006C3LC Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220805 Mobile Safari/537.36 MMWEBID/1234 MicroMessenger/8.0.28.2240(0x28001C57) WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64",
    "微信（苹果）": "Mozilla/5.0 (iPhone; CPU iPhone OS 13_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.28(0x18001c2b) NetType/WIFI Language/zh_CN",
    "手机浏览器": "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.99 Mobile Safari/537.36",
}
"""User agents of phones, by the names that people use."""
PHONE = AGENTS["微信（安卓）"]

FORMS: Mapping[str, str] = {
    "前面多一条斜杠": "/{id}/",
    "前面多一条斜杠、后面没有": "/{id}",
    "后面多一条斜杠": "{id}//",
    "写出 index.html": "{id}/index.html",
    "写出 index.html 带参数": "{id}/index.html?from=timeline",
    "写出 INDEX.HTML": "{id}/INDEX.HTML",
    "斜杠写成 %2F": "{id}%2F",
    "数字写成 %31": "%3{first}{rest}/",
    "后面多一个句号": "{id}。",
    "后面多一个空格": "{id}%20",
    "只有参数": "{id}?from=timeline",
}
"""Odd forms of an address (below the site's own): each must open the page or the site's 404 page."""


def check_promised(visit: Visit) -> Iterator[Finding]:
    """Check the chosen addresses with and without the slash at the end."""
    yield from visit.each(visit.chosen, lambda id: promised(visit, id))
    opened = frozenset(visit.opened)
    visit.opened = [id for id in visit.chosen if id in opened]


def promised(visit: Visit, id: str) -> Iterator[Finding]:
    """Check one address with its slash; where that opens, without it too."""
    url = f"{visit.base}{id}/"
    walk = visit.follow(url)
    wrong = [walk.problem] if walk.problem else list(visit.judge(url, walk.answer, id))
    if not wrong and walk.hops and urlsplit(walk.answer.url).path.rstrip("/") != urlsplit(url).path.rstrip("/"):
        wrong = [] if walk.answer.url.startswith(url) else [found("redirect-elsewhere", url, target=walk.answer.url)]
    if not wrong:
        visit.opened.append(id)
        wrong = list(without_slash(visit, id))
    yield from wrong


def without_slash(visit: Visit, id: str) -> Iterator[Finding]:
    """Check one address without its slash."""
    url = f"{visit.base}{id}"
    walk = visit.follow(url)
    if walk.problem:
        yield walk.problem
    elif walk.answer.trouble:
        yield from visit.silent(walk.answer)
    elif what := amiss(visit, walk.answer, id):
        yield found("no-slash", url, what=what)
    elif not walk.hops and visit.path != "/":
        yield found("slash-kept", url)


def amiss(visit: Visit, answer: Answer, id: str) -> str:
    """Return in a few words why a response is not the page of `id`; empty where it is."""
    if answer.status != 200:
        return f"打不开（答 {answer.status}）"
    page = parse(decode(answer).data)
    if visit.is_page_of(page, id):
        return ""
    return "打开的是首页" if visit.is_home(page) else f"打开的是“{page.name}”"


def check_printed(visit: Visit) -> Iterator[Finding]:
    """Check the exact address of a code: the host in capitals."""
    for id in visit.opened[:CAPITALS]:
        url = f"{visit.base}{id}/"
        content = encode_address(url)
        printed = content.text if isinstance(content, Payload) else url
        authority = urlsplit(printed).netloc
        walk = visit.follow(
            url, {**GZIP, "Host": authority.upper() if authority == visit.origin.authority else authority}
        )
        what = walk.problem.sentence.rstrip("。") if walk.problem else ""
        if not what and not walk.answer.trouble:
            what = amiss(visit, walk.answer, id)
        if what:
            yield found("capitals", url, printed=printed, what=what)


def check_query(visit: Visit) -> Iterator[Finding]:
    """Check an address with WeChat's query, with and without the slash."""
    for id in visit.opened[:1]:
        for url in (f"{visit.base}{id}/{QUERY}", f"{visit.base}{id}{QUERY}"):
            walk = visit.follow(url)
            if walk.problem:
                yield walk.problem
            elif walk.answer.trouble:
                yield from visit.silent(walk.answer)
            elif what := amiss(visit, walk.answer, id):
                yield found("query", url, query=QUERY, what=what)


def check_forms(visit: Visit) -> Iterator[Finding]:
    """Check a page in odd forms: the page or the site's 404 page, nothing else."""
    for id in visit.opened[:1]:
        for form, shape in FORMS.items():
            url = visit.base + shape.format(id=id, first=id[0], rest=id[1:])
            walk = visit.follow(url)
            page = parse(decode(walk.answer).data)
            if walk.problem:
                yield found("odd-form", url, form=form, what=walk.problem.sentence.rstrip("。"))
            elif walk.answer.trouble:
                yield from visit.silent(walk.answer)
            elif (what := amiss(visit, walk.answer, id)) and not (walk.answer.status == 404 and page.is_lost):
                yield found("odd-form", url, form=form, what=what)


def check_agents(visit: Visit) -> Iterator[Finding]:
    """Check a page with phones' user agents; the response must be the one that we get."""
    for id in visit.opened[:1]:
        url = f"{visit.base}{id}/"
        plain, again = visit.ask(url), visit.ask(url)
        for agent, words in AGENTS.items():
            answer = visit.ask(url, headers={**GZIP, "User-Agent": words})
            if answer.trouble:
                yield from visit.silent(answer)
            elif what := amiss(visit, answer, id) or led_away(visit, answer):
                yield found("user-agent", url, agent=agent, what=what)
            elif decode(plain).data == decode(again).data != decode(answer).data:
                yield found("user-agent-bytes", url, agent=agent)


def led_away(visit: Visit, answer: Answer) -> str:
    """Return the target of a meta refresh on a page that is right otherwise; empty where there is none."""
    location = answer.header("location")
    return f"会转到 {location}" if location else ""


def check_head(visit: Visit) -> Iterator[Finding]:
    """Check that HEAD gives the same status and type as GET."""
    for url in (visit.base, *(f"{visit.base}{id}/" for id in visit.opened[:1])):
        get, head = visit.page(url), visit.ask(url, "HEAD")
        if head.trouble:
            yield from visit.silent(head)
        elif not get.trouble and shown(get) != shown(head):
            yield found("head", url, get=shown(get), head=shown(head))


def shown(answer: Answer) -> str:
    """Return status and type of a response as text."""
    return f"{answer.status} {answer.content_type}".strip()
