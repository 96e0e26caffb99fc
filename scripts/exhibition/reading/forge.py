"""The settings of the forms (`extra.exhibition.forms` in `mkdocs.yml`) into the git host into which they write."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..diagnostics import Span
from ..model import Forge
from . import slips_settings as said
from .nodes import Record
from .notes import Notes
from .vocabularies import text_of

ADDRESS = r"(?:https://[\w.-]+|http://(?:127\.0\.0\.1|localhost))(?::\d+)?(?:/[\w./~-]*)?"
"""A token is not sent over a line on which others can read it; the own machine is no such line."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the forms: its key, what it must look like, and how that is said."""

    key: str
    shape: re.Pattern[str]
    wanted: str


def setting(key: str, shape: str, wanted: str) -> Setting:
    """Return one row of the table."""
    return Setting(key, re.compile(shape), wanted)


SETTINGS = (
    setting("backend", "github|gitlab|gitea", "写 github、gitlab 或 gitea（Forgejo 也写 gitea）"),
    setting("repo", r"[^\s/:]+(?:/[^\s/:]+)+", "写成 主人/仓库，例如 district/louzu"),
    setting("branch", r"\S*", "写分支的名字，例如 main；也可以空着"),
    setting("host", f"(?:{ADDRESS})?", "写成以 https:// 开头的网址，例如 https://git.example.cn；用公共服务就空着"),
    setting("app_id", r"\S*", "写应用的编号；没有就空着"),
    setting("sign_in", f"(?:{ADDRESS})?", "写成以 https:// 开头的网址；没有就空着"),
)


def read_forge(record: Record, notes: Notes) -> Forge | None:
    """Return where forms write; None where they are not turned on, or wrongly, which is noted: the site goes on."""
    written = {row.key: text_of(record, row.key) for row in SETTINGS}
    if not written["backend"] and not written["repo"]:
        return None
    wrong = [row for row in SETTINGS if not row.shape.fullmatch(written[row.key])]
    for row in wrong:
        place = record.places.get(row.key, (record.line, record.column))
        notes.say(said.wrong_forms(row.key, written[row.key], row.wanted), *place)
    if wrong:
        return None
    address, sign_in = written["host"].rstrip("/"), written["sign_in"].rstrip("/")
    span = Span(notes.path, *record.places["backend"])
    return Forge(written["backend"], written["repo"], written["branch"], address, written["app_id"], sign_in, span)
