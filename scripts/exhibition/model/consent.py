"""A declaration that people may be shown or named: who was asked, when, for what, and who looked a second time.

No pattern finds a name or a child. What can be held to is what somebody has declared, with a day and a second person.
"""

from __future__ import annotations

from dataclasses import dataclass

from .dates import PartialDate

AGREED, NOBODY, REPORTED, REFUSED = "已同意", "不涉及人物", "已公开报道", "未取得"
"""What 同意 says: all were asked; nobody is in the picture; published before, by the source; not (yet) obtained."""
SITE, WALL = "网站", "网站和海报"
"""What 同意范围 says: shown on the site, or printed and hung on a wall as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Who or what is shown with consent. `consented` (同意日期), `scope` (同意范围), `reviewed` (复核: the second person)."""

    consent: str = ""
    consented: PartialDate | None = None
    scope: str = ""
    reviewed: str = ""

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

    name: str
