"""Code owners' files (CODEOWNERS), from the reviewers of streets and the maintainers of the site.

Who that is stands in our data, nowhere else; where nobody is named yet, the line is there as a remark.
A record list that its owner alone writes (`RecordType.owner`) stands in a side file with a line of its own, behind those of
the streets; until its owner is named, it is the keepers'.
Forms: GitHub "About code owners", GitLab "Code Owners", Gitee "CodeOwners". The last line that fits decides, on GitLab
within each section, and every section that fits must agree. So there the keepers' section names all but the streets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from ..model import Exhibition, Term
from ..model.books import BOOKS
from ..model.record_types import OWNERS
from ..model.site_settings import parse_handles
from ..types import BY_STREET, CONTENT_TYPES

HEAD = """\
# 谁看哪一部分的改动：改了这些文件，代码平台会请后面的人看一遍。
# 这个文件由 owners 命令写，请不要直接改。要改人：街镇的写在 content/vocabularies/streets.yml 的“审核”，
# 管网站的人写在 mkdocs.yml 的 extra.exhibition.keepers（{owners}），然后运行 owners --write。
# 前面有 # 的行还没有人，不起作用。
"""
NO_KEEPERS = """\
# 现在还没有写 keepers：程序、设置、自动检查、模板、依赖和指南改了，代码平台不会请任何人看。
"""
"""What the file says until somebody is named."""
NOBODY = "（还没有人）"
KEEPERS = "管网站的人"
BESIDE_CONTENT = (
    "/*",
    "/.*/",
    "/benchmarks/",
    "/content/*",
    *(f"/{book.folder}/" for book in sorted(BOOKS, key=attrgetter("name"))),
    "/content/permalinks/",
    "/content/sheets/",
    "/content/vocabularies/",
    "/docs/",
    "/overrides/",
    "/scripts/",
    "/serving/",
    "/tests/",
)
"""Folders that maintainers look after, beside those of content types without streets. `/*` is each file beside these."""


def format_head(keepers: Sequence[str]) -> str:
    """Return the remarks at the head of a file, which say so where nobody looks after the site yet."""
    head = HEAD.format(owners="，".join(f"{title}：{name}" for name, title in OWNERS.items()))
    return head if keepers else head + NO_KEEPERS


def list_folders(street: Term) -> list[str]:
    """Return the patterns of all that a street's neighbours write."""
    return [f"/{row.root}/{street.slug}/" for row in CONTENT_TYPES if row.layout == BY_STREET]


def list_owned_files(owner: str) -> list[str]:
    """Return the patterns of the side files that an owner alone writes (a key of `OWNERS`)."""
    return [
        f"/{row.root}/{'*/' * (row.depth - row.root.count('/') - 1)}{told.side_file}"
        for row in CONTENT_TYPES
        for told in row.record_types
        if told.owner == owner
    ]


def list_owners(exhibition: Exhibition, owner: str) -> tuple[str, ...]:
    """Return who looks after what an owner alone writes: the keepers until somebody is named."""
    settings = exhibition.settings
    return parse_handles(getattr(settings, owner))[0] or parse_handles(settings.keepers)[0]


def list_beside_streets() -> list[str]:
    """Return the patterns of everything in the repository that belongs to no street."""
    flat = [f"/{row.root}/" for row in CONTENT_TYPES if row.layout != BY_STREET]
    return sorted((*BESIDE_CONTENT, *flat))


def list_reviewers(street: Term) -> tuple[str, ...]:
    """Who looks after a street."""
    return parse_handles(street.extra.get("审核", ""))[0]


def format_by_last_line(exhibition: Exhibition) -> str:
    """Return the file where of all lines the last decides: all is the keepers', then the streets come."""
    keepers = parse_handles(exhibition.settings.keepers)[0]
    parts = [f"# {KEEPERS}：程序、设置、自动检查、模板、依赖、指南，下面没有写到的一切\n{format_line('*', keepers)}"]
    for street in exhibition.vocabularies.streets:
        lines = [format_line(folder, list_reviewers(street)) for folder in list_folders(street)]
        parts.append("\n".join([f"# {street.name}", *lines]))
    for owner, title in OWNERS.items():
        if patterns := list_owned_files(owner):
            lines = [format_line(pattern, list_owners(exhibition, owner)) for pattern in patterns]
            parts.append("\n".join([f"# {title}", *lines]))
    return "\n".join([format_head(keepers), *("\n".join((part, "")) for part in parts)])


def format_by_section(exhibition: Exhibition) -> str:
    """Return the file of sections: the keepers' one holds all but the streets, and the streets without a reviewer."""
    keepers = parse_handles(exhibition.settings.keepers)[0]
    looked_after = [street for street in exhibition.vocabularies.streets if list_reviewers(street)]
    alone = [
        one for street in exhibition.vocabularies.streets if street not in looked_after for one in list_folders(street)
    ]
    parts = [format_section(KEEPERS, [*list_beside_streets(), *alone], keepers)]
    parts += [format_section(street.name, list_folders(street), list_reviewers(street)) for street in looked_after]
    # The reviewer of the street is asked too: sections do not take files from each other.
    parts += [
        format_section(title, patterns, list_owners(exhibition, owner))
        for owner, title in OWNERS.items()
        if (patterns := list_owned_files(owner))
    ]
    return "\n".join([format_head(keepers), *parts])


def format_section(name: str, patterns: Sequence[str], people: Sequence[str]) -> str:
    """Return one section; as a remark where it has nobody, because a section without people asks for anybody."""
    mark = "" if people else "# "
    return "\n".join([f"{mark}[{name}]", *(format_line(pattern, people) for pattern in patterns), ""])


def format_line(pattern: str, people: Sequence[str]) -> str:
    """Return one line: who is asked about which files."""
    return f"{pattern} {' '.join(people)}" if people else f"# {pattern} {NOBODY}"


FORGES: dict[str, Callable[[Exhibition], str]] = {
    ".github/CODEOWNERS": format_by_last_line,
    ".gitlab/CODEOWNERS": format_by_section,
    ".gitee/CODEOWNERS": format_by_last_line,
}
"""Every file of owners by its path in the repository, and how it is written."""


def format_code_owners(exhibition: Exhibition) -> dict[str, str]:
    """Return every file of owners, by path."""
    return {path: compose(exhibition) for path, compose in FORGES.items()}
