"""Official numbers: what the bureau has published, read from `content/vocabularies/official.yml` and written nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from ..lazy import dataclass
from .field_types import PartialDate, parse_standard_date
from .vocabulary import Term, Vocabularies


@dataclass(frozen=True, slots=True)
class OfficialNumber:
    """A number that the bureau has published (`content/vocabularies/official.yml`)."""

    slug: str
    name: str
    digits: str
    is_least: bool
    """Does the source say that it is more than this?"""
    unit: str
    words: str
    """What the home page says behind the digits."""
    on_home: bool
    as_of: PartialDate | None
    document: str
    source: str

    @property
    def value(self) -> int:
        """The number."""
        return int(self.digits)

    @property
    def shown(self) -> str:
        """The number with its counter word: 5500多个."""
        return f"{self.digits}{'多' if self.is_least else ''}{self.unit}"

    @property
    def as_of_words(self) -> str:
        """Of which day it is, as visitors read it."""
        return f"截至{self.as_of.chinese}" if self.as_of else "截至未注明"


def read_official(term: Term) -> OfficialNumber:
    """Return the official number of a term, whose form was checked when it was read."""
    told = term.extra.get
    number = told("数", "0")
    return OfficialNumber(
        term.slug,
        term.name,
        number.rstrip("+"),
        number.endswith("+"),
        told("单位", ""),
        told("说法", ""),
        told("首页", "") == "是",
        parse_standard_date(told("截至", "")),
        told("文号", ""),
        term.source,
    )


def list_official(vocabularies: Vocabularies) -> tuple[OfficialNumber, ...]:
    """Return the official numbers, in the order of their file."""
    return tuple(read_official(term) for term in vocabularies.official if term.extra.get("数"))


def fill_official(text: str, vocabularies: Vocabularies) -> str:
    """Return a sentence with `{slug}` replaced by that official number; empty where one of them is not known.

    >>> from exhibition.model import Vocabulary
    >>> known = Vocabularies({"official": Vocabulary("", "", (Term("units", "楼组", extra={"数": "900+", "单位": "个"}),))})
    >>> fill_official("至今有{units}。", known), fill_official("有{stars}。", known)
    ('至今有900多个。', '')
    """
    shown: Mapping[str, str] = {one.slug: one.shown for one in list_official(vocabularies)}
    try:
        return text.format_map(shown)
    except KeyError:
        return ""
