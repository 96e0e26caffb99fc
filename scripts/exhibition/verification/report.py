"""Report of a verification: text for people, JSON for monitoring."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..diagnostics import Severity
from .hosts import HOSTS, mend
from .rules import Finding
from .verify import Outcome

SHOWN = 3
"""Addresses that are listed for one kind of finding."""


def lines(outcome: Outcome) -> Iterator[str]:
    """Yield the findings, faults first: a line with the word of the rule, then what it means and where to fix it."""
    order = {severity: number for number, severity in enumerate(Severity)}
    kinds = {finding.rule.word: number for number, finding in enumerate(reversed(outcome.findings))}
    found = sorted(outcome.findings, key=lambda one: (order[one.rule.severity], -kinds[one.rule.word]))
    for _, group in groupby(found, key=lambda one: one.rule.word):
        yield from told(list(group), outcome)


def told(group: Sequence[Finding], outcome: Outcome) -> Iterator[str]:
    """Yield the lines of the findings of one rule."""
    rule, first = group[0].rule, group[0]
    yield f"{rule.severity.value} {rule.word} {first.url} {first.sentence}"
    others = list(dict.fromkeys(finding.url for finding in group[1:] if finding.url != first.url))
    if others:
        more = f"，一共 {len(others) + 1} 个地址" if len(others) >= SHOWN else ""
        yield f"    还有：{'、'.join(others[: SHOWN - 1])}{more}"
    yield f"    对墙边的人：{first.wall}"
    if where := mend(rule.setting, outcome.host):
        named = HOSTS[outcome.host].title if outcome.host else ""
        yield f"    怎么改{f'（{named}）' if named else ''}：{where}"


def closing(outcome: Outcome) -> Iterator[str]:
    """Yield further facts about the site."""
    if outcome.findings:
        if outcome.cdn:
            yield "前面有 CDN：改好以后清一次 CDN 的缓存，再检查。"
        if not outcome.host:
            yield "认不出是哪一种服务器，上面说的是通用的改法。"
        yield f"一步一步怎么设，见指南 content/guide/{guide_of(outcome)}；每个词的意思，见 content/guide/{WORDS}"
    if not outcome.ids:
        if outcome.findings:
            yield "打开的不是展厅，或者打不开，别的没有再问。"
        return
    took = (
        f"；一页平常 {outcome.median_s:.2f} 秒，最慢 {outcome.slowest_s:.2f} 秒（{outcome.slowest}）"
        if outcome.slowest
        else ""
    )
    yield f"问了 {outcome.promised} 个编号里的 {len(outcome.ids)} 个，一共 {outcome.asked} 次{took}。"
    if outcome.certificate_days is not None:
        yield f"证书还有 {outcome.certificate_days} 天。"
    if not outcome.compared:
        yield "没有和本地的台账比：本地的 site_url 不是这个网址，或者这里不是仓库。"


def guide_of(outcome: Outcome) -> str:
    """Return the page of the guide for the recognized server type."""
    return HOSTS[outcome.host].guide if outcome.host else GUIDE


GUIDE = "keeper.md"
"""Page of the guide that links to all server types."""


WORDS = "verify.md#words"
"""Place in the guide that explains each word."""


def as_json(outcome: Outcome, code: int, seed: int) -> str:
    """Return a result as JSON for monitoring; keys are only ever added."""
    told = {
        "url": outcome.url,
        "exit": code,
        "result": {0: "right", 1: "wrong"}.get(code, "unasked"),
        "unasked": outcome.unasked,
        "host": outcome.host,
        "cdn": outcome.cdn,
        "promised": outcome.promised,
        "sampled": list(outcome.ids),
        "seed": seed,
        "requests": outcome.asked,
        "seconds": {
            "median": round(outcome.median_s, 3),
            "slowest": round(outcome.slowest_s, 3),
            "url": outcome.slowest,
        },
        "certificate_days": outcome.certificate_days,
        "compared": outcome.compared,
        "findings": [
            {
                "word": finding.rule.word,
                "severity": "fault" if finding.rule.severity is Severity.ERROR else "hint",
                "url": finding.url,
                "sentence": finding.sentence,
                "meaning": finding.wall,
                "mend": mend(finding.rule.setting, outcome.host),
            }
            for finding in outcome.findings
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
