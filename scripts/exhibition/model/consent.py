"""A declaration that people may be shown or named: who was asked, when, for what, and who looked a second time.

No pattern finds a name or a child. What can be held to is what somebody has declared, with a day and a second person.
"""

from dataclasses import dataclass
from typing import Annotated

from .dates import PartialDate
from .fields import Field, Need, Section
from .kinds import Choice, Date, Text
from .words import Words

AGREED, NOBODY, REPORTED, REFUSED = "已同意", "不涉及人物", "已公开报道", "未取得"
"""What 同意 says: all were asked; nobody is in the picture; published before, by the source; not (yet) obtained."""
SITE, WALL = "网站", "网站和海报"
"""What 同意范围 says: shown on the site, or printed and hung on a wall as well."""

ASKED = {"同意": AGREED, "是": AGREED, "否": REFUSED}
CONSENT = Choice(words=Words.of((AGREED, NOBODY, REFUSED), {**ASKED, "无人物": NOBODY}))
NAMING = Choice(words=Words.of((AGREED, REPORTED, REFUSED), {**ASKED, "公开报道": REPORTED}))
SCOPE = Choice(words=Words.of((SITE, WALL), {"只上网": SITE, "海报": WALL, "网站、海报": WALL, "全部": WALL}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Who or what is shown with consent. `consented` (同意日期), `scope` (同意范围), `reviewed` (复核: the second person)."""

    consent: Annotated[
        str,
        Field(
            "同意",
            CONSENT,
            "已同意",
            "画面里的人是否同意公开：已同意、不涉及人物、未取得。",
            placed=True,
            section=Section.LIFE,
        ),
    ] = ""
    consented: Annotated[
        PartialDate | None,
        Field("同意日期", Date(), "2024-05-01", "哪一天问过、都点了头的。", placed=True, section=Section.LIFE),
    ] = None
    scope: Annotated[
        str,
        Field(
            "同意范围",
            SCOPE,
            "网站和海报",
            "同意用在哪里：网站，或者网站和海报；空着就只用在网站。",
            section=Section.LIFE,
        ),
    ] = ""
    reviewed: Annotated[
        str, Field("复核", Text(20), "第二楼组长", "第二个看过、问过的人，写身份。", section=Section.LIFE)
    ] = ""

    @property
    def shown(self) -> bool:
        """May it be shown on the site?"""
        return self.consent in (AGREED, NOBODY, REPORTED)

    @property
    def hung(self) -> bool:
        """May it be printed on a poster? Whoever was asked about a website was not asked about a wall."""
        return self.consent in (NOBODY, REPORTED) or (self.consent == AGREED and self.scope == WALL)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The keys that a declared consent still lacks."""
        told = {"同意日期": self.consented, "复核": self.reviewed}
        return tuple(key for key, value in told.items() if not value) if self.consent == AGREED else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Declared):
    """Somebody whom an entry names (具名), as the page calls them."""

    name: Annotated[
        str, Field("称呼", Text(20), "示例老师", "页面上怎么称呼这个人；能写身份，就不要具名。", Need.ALWAYS)
    ]
    consent: Annotated[
        str,
        Field(
            "同意",
            NAMING,
            "已同意",
            "本人是否同意：已同意、已公开报道、未取得。",
            Need.ALWAYS,
            placed=True,
            section=Section.LIFE,
        ),
    ] = ""
