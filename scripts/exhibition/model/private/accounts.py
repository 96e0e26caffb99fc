"""Plain signs into the places of accounts by which a person is reached: WeChat, QQ, mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .numbers import Place

ID = r"(?:[A-Za-z][A-Za-z0-9_-]{5,19}|[A-Za-z](?: [A-Za-z0-9_-]){5,19})"
"""A WeChat id: 6 to 20 signs that begin with a letter; or its signs with a space between any two."""
NUMBER = r"[1-9]\d{4,11}"
MIXED = r"(?=[A-Za-z_-]{0,19}[\d_])"
"""With a digit or a line in it: no word of a language."""
HANDLE = r"[A-Za-z0-9][A-Za-z0-9._-]{3,29}"
G = r"[^\w\n]{0,2}"
"""What may stand between the parts of a word to hide it."""
LINK = r"[^\w\n*]{1,4}"
"""What may stand between a word and the account that it announces."""

WECHAT = re.compile(
    rf"(?:[微威薇维徽溦]{G}信{G}(?:号码?|账号|帐号|I{G}D)|(?<![A-Z0-9])V{G}信(?:号码?)?|[薇威维徽溦]{G}信|(?<![A-Z0-9])(?:we{G}chat|wei{G}xin)(?:{G}(?:ID|号))?"
    rf"|[薇威]号?|绿泡泡号?|(?<![A-Z0-9])[VW]{G}X(?:号|ID)?|(?<![A-Z0-9])V号?)"
    rf"(?:{LINK}|[ 是为“\"'(]{{1,3}}|(?<=号)|(?<=码))({ID}|{NUMBER})(?![A-Z0-9_-])"
    rf"|[微薇威维徽溦V]{G}信(?:[^\w\n*]{{0,2}}[^\w\n *，。；！、,;!“”\"'-]{G}({ID}|{NUMBER})|[ 是为加]{{0,2}}({MIXED}{ID}))(?![A-Z0-9_-])"
    rf"|(?:加 ?我?|\+ ?)[V薇](?: ?[:=] ?|[信 ]{{1,2}})({ID}|{NUMBER})(?![A-Z0-9_-])"
    rf"|(?<![A-Z0-9_])(?:VX|WX)号?({MIXED}{ID})(?![A-Z0-9_-])"
    r"|(?<![A-Z0-9_])(wxid_[A-Z0-9]{6,20})(?![A-Z0-9_-])",
    re.I,
)
HANDLES = re.compile(
    # `抖音号: name`, `小红书ID name`
    rf"(?:抖{G}音|快{G}手|小?红{G}书|微博|(?<![A-Z])B站|支付宝|钉钉|陌陌|视频号|知乎)"
    rf"(?:(?:{G}(?:号码?|账号|帐号|昵称|U?ID|用户名)(?:{LINK}|[ 是为]{{0,2}})|(?<=频号){LINK})({HANDLE})"
    # `抖音：name01`
    rf"| ?: ?({MIXED}{HANDLE}))(?![A-Z0-9_-]|[年月日户人万个次点条位])",
    re.I,
)
"""Names on other networks. A name in Chinese is none that a pattern finds."""
SPACED = r"[1-9](?:[ ./_·-]{0,2}\d){4,11}"
QQ = re.compile(
    rf"(?:(?<![A-Z])Q{G}Q群?|扣扣群?|企鹅号?|(?<![A-Z])Q(?=[号:]))(?:号码?)?(?:{LINK}|[ 是为]{{0,2}})"
    rf"((?!(?:19|20)\d\d[-./年])(?:{SPACED}))(?!\d)",
    re.I,
)
HOST = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}"
NAME = r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63})"
MAIL = re.compile(rf"{NAME}@{HOST}(?![A-Za-z0-9-])")
TOP = r"(?:com|cn|net|org|edu|gov|vip|me|cc|com\.cn|edu\.cn|gov\.cn|example)"
KNOWN = (
    r"(?:qq|163|126|139|189|yeah|gmail|outlook|hotmail|live|msn|sina|sohu|foxmail|aliyun|icloud|yahoo|vip\.qq|vip\.163)"
)
DOT = r" ?(?:[.。·]|[(\[{<【（]? ?(?:dot|点) ?[)\]}>】）]?) ?"
HIDDEN_MAIL = re.compile(
    rf"{NAME}(?:"
    # `name(at)host.com`, `name 艾特 host点com`, `name @ host . com`
    rf" ?(?:[(\[{{<【（] ?(?:at|a|@|艾特) ?[)\]}}>】）]|艾特|圈a|@) ?[A-Za-z0-9-]{{1,63}}(?:{DOT}[A-Za-z0-9-]{{1,63}}){{0,3}}{DOT}{TOP}"
    # `name at host dot com`
    rf"| at [A-Za-z0-9-]{{1,63}}(?: dot [A-Za-z0-9-]{{1,63}}){{0,3}} dot {TOP}"
    # `name#qq.com`, `name at qq.com`
    rf"| ?(?:#|＃| at |at|·at·|\*) ?{KNOWN}{DOT}{TOP})(?![A-Za-z0-9-])",
    re.I,
)


def wechat_ids(signs: str, cuts: frozenset[int] = frozenset()) -> Iterator[Place]:
    """Places of WeChat ids, without the word that says what they are."""
    return ids(WECHAT, signs)


def qq_numbers(signs: str, cuts: frozenset[int] = frozenset()) -> Iterator[Place]:
    """Places of QQ numbers, also of groups."""
    return ids(QQ, signs)


def handles(signs: str, cuts: frozenset[int] = frozenset()) -> Iterator[Place]:
    """Places of accounts on other networks."""
    return ids(HANDLES, signs)


def mails(signs: str, cuts: frozenset[int] = frozenset()) -> Iterator[Place]:
    """Places of mail addresses."""
    for pattern in (MAIL, HIDDEN_MAIL):
        for mail in pattern.finditer(signs):
            yield Place(*mail.span())


def ids(pattern: re.Pattern[str], signs: str) -> Iterator[Place]:
    """Places of the one group that took part in each match."""
    for account in pattern.finditer(signs):
        yield Place(*account.span(account.lastindex or 0))
