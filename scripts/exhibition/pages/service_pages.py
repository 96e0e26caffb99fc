"""Search page, form page (Sveltia CMS), upload assistant, help pages, covers of terms.

Without script the search page is complete: it leads to every street, theme, star level and list. The upload assistant
(`overrides/assets/upload.js`) does what the command `photos` does, for those who have only a phone; no photo leaves it.
Each message code has a help page at `help/<code>/`: Markdown of our own for the engine's own theme, so nothing in it
needs escaping.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial

from ..checks import list_rules
from ..checks.photos import WIDTH
from ..diagnostics import Rule, Severity
from ..exchange.cms.configuration import make_side_collection_name
from ..exchange.open_data import FOLDER
from ..lazy import dataclass
from ..media import metadata
from ..media.file_formats import BMP_HEADERS, FORMATS, GENERAL, TIFF_TAGS
from ..media.probe import MOST_PIXELS, SLIMMEST
from ..media.sizes import ARCHIVE_LIMITS, ARCHIVED_STRIP, PANORAMA_LIMITS
from ..messages.registry import RETIRED
from ..model import Artifact, Entry
from ..model.artifact import SPHERE_RATIOS
from ..model.vocabulary import VOCABULARIES
from ..text.characters import FORMS, make_relative
from ..types import CONTENT_TYPES, Unit
from .contact_pages import REMARK_PATH, list_application_links
from .context import EntryStory, PageContext, PlainFile
from .facets import ALL_UNITS, NUMBERS, SEARCH_PATH, STREETS, WALLS, Facet, FacetValue
from .page import Html, Page
from .rooms import list_room_indexes
from .scene_pictures import TermCover, get_cover
from .sharing import SHARE_SIZE


def build_form_page(context: PageContext) -> Iterator[Page]:
    """Yield the page of the form where it is turned on; without what it is made of, it says so."""
    if context.forms is None:
        return
    exhibition = context.exhibition
    data = {
        "description": "不用学格式，在表格里填空，就能补上自己楼的故事。",
        "site": exhibition.settings.site_name,
        "forge": exhibition.settings.forms.host_name if exhibition.settings.forms else "",
        "module": context.forms.module,
        # Stands in the page to the letter, or the browser would not read it.
        "imports": Html(context.forms.imports),
        "hosts": " ".join(context.forms.hosts),
    }
    yield Page(FORMS, "forms.html", "用表单写", data)


def make_form_address(entry: Entry, key: str = "") -> str:
    """Return the address of the form of an entry, from the root of the site: its folder's parent is its collection.

    With a `key` it is the form of the file in which that field stands.
    """
    collection, file = entry.folder.split("/")[-2], entry.get_span(key).path.rpartition("/")[2]
    lists = CONTENT_TYPES.get_type_of(entry).record_types
    told = next((one for one in lists if one.side_file == file and not one.owner), None)
    name, stem = (make_side_collection_name(collection, told), told.label) if told else (collection, "index")
    return f"{FORMS}#/collections/{name}/entries/{entry.id}/{stem}"


UPLOAD_PATH = "upload/"
STANDING_PATHS = (
    "about/",
    NUMBERS,
    FOLDER,
    UPLOAD_PATH,
    REMARK_PATH,
    *(path for _, path in list_application_links()),
    "help/",
    WALLS,
    ALL_UNITS,
    SEARCH_PATH,
)
"""Pages that every exhibition has beside rooms, galleries and the guide; they may answer a question (`answers.yml`)."""
SearchLink = tuple[str, str, int]
"""A way in: its name, its path from the root of the site, and how many units it leads to (0: not said)."""


def build_search_page(context: PageContext) -> Iterator[Page]:
    """Yield the search page."""
    exhibition, assets = context.exhibition, context.assets
    total = len(exhibition.published(Unit))
    yield Page(
        SEARCH_PATH,
        "search.html",
        "搜索楼组",
        {
            "description": f"按小区、楼号、楼名或邻居做过的事，在 {total} 个楼组里找。",
            "name": "找一找",
            "lead": "写小区和楼号，也可以写一件事，比如加装电梯。拼音也行。",
            "elsewhere": {"words": "按街镇看", "link": STREETS.index},
            "groups": [{"title": title, "links": links} for title, links in iter_groups(context) if links],
            "script": assets.script if assets else "",
            "catalogue": assets.catalogue if assets else "",
        },
    )


def iter_groups(context: PageContext) -> Iterator[tuple[str, list[SearchLink]]]:
    """Yield the ways in by their heading."""
    for gallery in context.hung.facets:
        if gallery.browse:
            rooms = (room for room in context.hung.every[gallery.kind] if room.units or gallery.browse_empty)
            yield gallery.browse, [(room.name, room.path, room.count) for room in rooms]
    yield from iter_record_groups(context)
    others = [(row, context.hung.rooms[row.kind]) for row in context.hung.facets if row.entrance and not row.browse]
    yield (
        "一个一个看",
        [*((row.label, row.entrance, count_entries(row, rooms)) for row, rooms in others), ("窗墙", WALLS, 0)],
    )


def iter_record_groups(context: PageContext) -> Iterator[tuple[str, list[SearchLink]]]:
    """Yield the pages of the terms that records are about, vocabulary by vocabulary, then the rooms."""
    rooms = context.exhibition.derive(list_room_indexes)
    seen: set[str] = set()
    for index in rooms:
        facet = index.room.facets[0] if index.room.facets else None
        if (
            facet
            and facet.vocabulary
            and facet.vocabulary not in seen
            and facet.name in {row.what for row in index.rows}
        ):
            seen.add(facet.vocabulary)
            yield (
                f"按{facet.label}找",
                [(value.name, value.path, len(value.records)) for value in index.first if value.term],
            )
    yield "走进展区", [(index.room.title, index.room.path, len(index.records)) for index in rooms]


def count_entries(gallery: Facet, rooms: Sequence[FacetValue]) -> int:
    """Return how many pages a gallery leads to, examples apart: those of its units, or of its rooms where these are entries."""
    if gallery.lists:
        return len({unit.id for room in rooms for unit in room.units if not unit.example})
    return sum(not (room.entry and room.entry.example) for room in rooms)


MOST_BYTES = 80_000_000
"""Larger files are no photos of phones; a phone that opens one may close the browser."""
METADATA_KINDS = {
    "place": metadata.PLACE,
    "time": metadata.TIME,
    "serial": metadata.SERIAL,
    "owner": metadata.OWNER,
    "model": metadata.MODEL,
    "maker": metadata.MAKER,
    "text": metadata.TEXT,
    "xmp": metadata.XMP,
    "iptc": metadata.IPTC,
    "thumbnail": metadata.THUMBNAIL,
    "saved": metadata.SAVED,
    "other": metadata.OTHER,
    "film": metadata.FILM,
    "data": metadata.DATA,
}
"""What may be hidden in a picture, by the name that the script has for it; gravest first."""


def list_tags(words: str) -> list[str]:
    """Return the EXIF tags that reveal this, as the script knows them: directory and number."""
    return [f"{directory} {tag}" for (directory, tag), told in metadata.BY_TAG.items() if told == words]


def build_format_table() -> dict[str, object]:
    """Return the table of formats as the script has it: bytes as text of one sign each."""

    def text(sign: bytes) -> str:
        return sign.decode("latin-1")

    formats = [
        [
            *(one.name, one.title, one.shown, [[at, text(sign)] for at, sign in one.begins], [*map(text, one.brands)]),
            one.sound,
        ]
        for one in FORMATS
    ]
    return {"formats": formats, "general": [*map(text, GENERAL)], "tiff": TIFF_TAGS, "bmp": [*map(text, BMP_HEADERS)]}


def build_upload_page(context: PageContext) -> Iterator[Page]:
    """Yield the one page that makes photos safe."""
    keeping = {
        "side": ARCHIVE_LIMITS.side,
        "budget": ARCHIVE_LIMITS.budget,
        "panorama": {
            "side": PANORAMA_LIMITS.side,
            "budget": PANORAMA_LIMITS.budget,
            "strip": ARCHIVED_STRIP,
            "sphere": SPHERE_RATIOS,
        },
        "quality": ARCHIVE_LIMITS.format.quality / 100,
        "pixels": max(MOST_PIXELS.values()),
        "bytes": MOST_BYTES,
        "wide": WIDTH,
        "told": METADATA_KINDS,
        "slimmest": SLIMMEST,
        "known": build_format_table(),
        "tags": {name: tags for name, words in METADATA_KINDS.items() if (tags := list_tags(words))},
    }
    root = make_relative("", UPLOAD_PATH)
    yield Page(
        UPLOAD_PATH,
        "upload.html",
        "上传助手",
        {
            "description": "把手机里的照片变小、转正，去掉藏着的拍摄地点，再交给展厅。照片不会传出去。",
            "crumbs": [["首页", root], ["志愿者指南", f"{root}guide/"]],
            "name": "上传助手",
            "lead": "照片先在这里收拾一下：转正，变小，去掉藏着的拍摄地点。都在你的手机里做，不传出去。",
            "pose": "sweeping",
            "keeping": json.dumps(keeping),
        },
    )


LABEL = re.compile(r"^(问题|不好|好|怎么改)：\n*", re.MULTILINE)
"""How the paragraphs of a manual begin (see the docstrings of the checks); an example's indentation stays."""
HEADINGS = {"问题": "是什么问题", "不好": "不好的写法", "好": "好的写法", "怎么改": "怎么改"}
WEIGHT = {
    Severity.ERROR: "**错误**：改好以前，新的网站不会发布，原来的网站不受影响。",
    Severity.ADVICE: "**提醒**：不改也能发布，改了更好。",
}


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A Markdown file of the docs tree that the engine's own theme shows."""

    uri: str
    text: str

    @property
    def artifact(self) -> Artifact:
        """It as a file of the docs tree."""
        return Artifact(self.uri, partial(bytes, self.text.encode()))


def build_help_pages(context: PageContext) -> Iterator[HelpPage]:
    """Yield the help page of every rule, and their index; they are the same in every exhibition."""
    known = list_rules()
    yield HelpPage("help/index.md", render_index(known))
    for rule in known:
        yield HelpPage(f"help/{rule.code}/index.md", render_manual(rule))
    for code, title in RETIRED.items():
        yield HelpPage(f"help/{code}/index.md", render_retired(code, title))


def render_manual(rule: Rule) -> str:
    """Return the help page of one rule."""
    body = LABEL.sub(lambda found: f"## {HEADINGS[found[1]]}\n\n", rule.manual)
    head = (
        f'---\ntitle: "{rule.code} {rule.title}"\n---\n\n# {rule.title}\n\n代码`{rule.code}`。{WEIGHT[rule.severity]}'
    )
    return f"{head}\n\n{body}\n\n---\n\n[全部提示代码](../index.md)\n"


def render_retired(code: str, title: str) -> str:
    """Return the page of a code that nothing reports any more: its address may stand in an old comment."""
    head = f'---\ntitle: "{code} {title}"\n---\n\n# {title}\n\n代码`{code}`。'
    return f"{head}这一条现在不再检查，看到它的话不用改。\n\n---\n\n[全部提示代码](../index.md)\n"


def render_index(known: Sequence[Rule]) -> str:
    """Return the list of all codes, those that stop a publication first."""
    lead = "检查时跳出来的每一条提示，都带一个代码。在这里按代码找怎么改。"
    parts = [f"---\ntitle: 提示代码\n---\n\n# 提示代码\n\n{lead}\n"]
    for severity in Severity:
        rows = [
            f"| [{rule.code}]({rule.code}/index.md) | {rule.title} |" for rule in known if rule.severity is severity
        ]
        table = [f"## {severity.value}\n", f"{WEIGHT[severity]}\n", "| 代码 | 说的是什么 |", "|---|---|", *rows]
        parts.append("\n".join([*table, ""]))
    return "\n".join(parts)


KIOSK_LOOP = "assets/kiosk-loop.js"
MOST_SLIDES = 12
"""Showcases in the loop of a kiosk: two and a half minutes."""


def build_kiosk_loop(context: PageContext) -> Iterator[PlainFile]:
    """Yield what a kiosk shows when nobody is there (`overrides/assets/exhibit/kiosk.js`), as a call that works from `file://` too.

    The slides are those of the entries that the home page shows as pictures with a
    sentence, true ones before examples; where there are none, of the newest entries that have a sentence.
    """
    rows = [row for row in context.hung.facets if row.home and row.home.layout == "entries"]
    entries = [room.entry for row in rows for room in context.hung.rooms[row.kind] if room.entry]
    if not entries:
        entries = [entry for entry in context.exhibition.published(Entry) if entry.tagline and not entry.example]
    slides = [build_slide(entry, context) for entry in sorted(entries, key=lambda entry: entry.example)[:MOST_SLIDES]]
    text = json.dumps(slides, ensure_ascii=False, separators=(",", ":"))
    yield PlainFile(KIOSK_LOOP, f"exKiosk({text})\n".encode())


def build_slide(entry: Entry, context: PageContext) -> list[object]:
    """Return one slide of a kiosk: name, sentence; picture, its width and height, what it shows."""
    name = entry.name if not entry.example or "示例" in entry.name else f"{entry.name}（示例）"
    if shown := EntryStory(entry, context, "").build_opening():
        return [name, entry.tagline, *(shown[key] for key in ("src", "width", "height", "alt"))]
    image = context.find_share_image(entry)
    return [name, entry.tagline, image.uri, *SHARE_SIZE, ""]


def build_covers(context: PageContext) -> Iterator[TermCover]:
    """Yield the cover of every term that has one, each drawing once: a theme and a problem may share theirs."""
    words = context.exhibition.vocabularies
    terms = (term for row in VOCABULARIES for term in words.get(row.name))
    yield from dict.fromkeys(filter(None, map(get_cover, terms)))
