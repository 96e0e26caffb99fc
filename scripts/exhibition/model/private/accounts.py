"""Plain signs into the places of accounts by which a person is reached: WeChat, QQ, mail, telephones at home."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .numbers import Place

ID = r"[A-Za-z][A-Za-z0-9_-]{5,19}"
"""A WeChat id: 6 to 20 signs that begin with a letter."""
NUMBER = r"[1-9]\d{4,11}"
MIXED = r"(?=[A-Za-z_-]{0,19}[\d_])"
"""With a digit or a line in it: no word of a language."""

WECHAT = re.compile(
    rf"(?:微 ?信 ?(?:号码?|账号|帐号|ID)|[薇威V]信号?|(?<![A-Z0-9])(?:we ?chat|weixin)(?: ?(?:ID|号))?|(?<![A-Z0-9])[VW]X(?:号|ID)?)"
    rf"(?: ?[:=] ?|[ 是为“\"'(]{{1,3}})({ID}|{NUMBER})(?![A-Z0-9_-])"
    rf"|微信(?: ?[:=] ?({ID}|{NUMBER})|[ 是为加]{{0,2}}({MIXED}{ID}))(?![A-Z0-9_-])"
    rf"|(?:加 ?|\+ ?)[V薇](?: ?[:=] ?|[信 ]{{1,2}})({ID}|{NUMBER})(?![A-Z0-9_-])"
    rf"|(?<![A-Z0-9_])(?:VX|WX)号?({MIXED}{ID})(?![A-Z0-9_-])"
    r"|(?<![A-Z0-9_])(wxid_[A-Z0-9]{6,20})(?![A-Z0-9_-])",
    re.I,
)
QQ = re.compile(rf"(?<![A-Z])QQ群?(?:号码?)?(?: ?[:=] ?|[ 是为]{{0,2}})({NUMBER})(?!\d)", re.I)
MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63})@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}"
    r"(?![A-Za-z0-9-])"
)
LANDLINE = re.compile(
    r"(?<![\d.-])(?:(?:\+|00)86[ -]?)?(\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]{0,3}[2-9]\d{2,3}[ -]?\d{4})(?!\d|-\d{5})"
    r"|(?:电话|热线|座机|固话|Tel)[^\d\n]{0,4}([2-9]\d{2,3}[ -]?\d{4})(?!\d)",
    re.I,
)
"""A telephone with its area code, or seven or eight digits of which a word says that they are one."""


def wechat_ids(signs: str) -> Iterator[Place]:
    """Places of WeChat ids, without the word that says what they are."""
    return ids(WECHAT, signs)


def qq_numbers(signs: str) -> Iterator[Place]:
    """Places of QQ numbers, also of groups."""
    return ids(QQ, signs)


def landlines(signs: str) -> Iterator[Place]:
    """Places of telephones that are no mobiles."""
    return ids(LANDLINE, signs)


def mails(signs: str) -> Iterator[Place]:
    """Places of mail addresses."""
    for mail in MAIL.finditer(signs):
        yield Place(*mail.span())


def ids(pattern: re.Pattern[str], signs: str) -> Iterator[Place]:
    """Places of the one group that took part in each match."""
    for account in pattern.finditer(signs):
        yield Place(*account.span(account.lastindex or 0))
