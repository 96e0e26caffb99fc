"""Pages of books, as far as they are files: Markdown for the engine's theme, pictures; what markers ask for.

    <!-- fields: unit -->  in a page becomes the fields of a unit, as the model has them

Prose is written by hand; tables, pictures and templates are made, so that neither has to be kept in step with the other.
A field, a record or a vocabulary that is added to the model appears here by itself. The ten likeliest mistakes are a
judgement: nobody has counted yet; what is said of each is tested against the checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path

from illustrations.guide_diagrams import DIAGRAM_ROWS, GUIDE_DIAGRAMS, GuideDiagram, get_diagram_path

from ..bodies.guide_pages import MARKER, list_marker_names, split_page
from ..checks.registry import is_book_file
from ..content.record_blocks import LONG_FRONT_MATTER
from ..content.scaffold import FIXED, iter_examples, render_template
from ..diagnostics import Refusal
from ..lazy import dataclass
from ..media.metadata import find_metadata
from ..model import Artifact, Vocabularies
from ..model.books import BOOKS, POSE, Book, BookPage
from ..model.field_types import Choice, FieldType, Reference
from ..model.fields import Field, ListOf, RecordList, collect_own_fields
from ..model.record_types import RecordType
from ..model.vocabulary import POSES, Term
from ..print.formats import FORMATS
from ..storage.cache import digest
from ..storage.safe_files import BOOK_PICTURE_LIMIT, UnsafeFile, iter_files, list_within, read_file
from ..storage.toolchain import get_process_version
from ..types import CONTENT_TYPES
from .emblems import list_sample_files, render_samples

WIDE = "(min-width: 45em)"
"""From this width of the window on a page has room for drawings of 700 px."""


def render_figure(sketch: GuideDiagram, root: str) -> str:
    """Return the figure of a sketch; `root` leads from its page to the root of the site."""
    narrow = sketch.narrow()
    source = ""
    if sketch.wide:
        wide = sketch.wide()
        source = (
            f'<source media="{WIDE}" srcset="{root}{get_diagram_path(sketch, wide=True)}" '
            f'width="{wide.width}" height="{wide.height}">'
        )
    image = (
        f'<img src="{root}{get_diagram_path(sketch)}" alt="{escape(sketch.alt)}" '
        f'width="{narrow.width}" height="{narrow.height}" loading="lazy">'
    )
    size = "" if sketch.wide else " is-narrow"
    return f'<figure class="ex-sketch{size}"><picture>{source}{image}</picture></figure>'


@dataclass(frozen=True, slots=True)
class MistakeCard:
    """One slip: the code that answers it, lines as they are wrong and right, and one action that begins with a verb."""

    code: str
    title: str
    wrong: str
    right: str
    action: str


CARDS = (
    MistakeCard(
        "E105",
        "冒号打成了中文的",
        "名称：灯火楼",
        "名称: 灯火楼",
        "切换到英文，打一个冒号，再按一下空格键。",
    ),
    MistakeCard("E107", "冒号后面没空一格", "星级:4", "星级: 4", "把光标放在冒号后面，按一下空格键。"),
    MistakeCard(
        "E104",
        "减号后面没空一格",
        "  -议事协商",
        "  - 议事协商",
        "把光标放在减号后面，按一下空格键。减号要用英文的。",
    ),
    MistakeCard(
        "E103",
        "行首是中文的空格",
        "　　说明: 大家一起包饺子",
        "    说明: 大家一起包饺子",
        "删掉行首的空白，切换到英文，按四下空格键。",
    ),
    MistakeCard("E011", "三个减号变成了长横线", "———", "---", "删掉长横线，切换到英文，连打三个减号。"),
    MistakeCard(
        "E016",
        "下面那三个减号丢了",
        "来源: 示例内容\n\n从前这里黑漆漆的。",
        "来源: 示例内容\n---\n\n从前这里黑漆漆的。",
        "在最后一项的下一行，连打三个英文减号。",
    ),
    MistakeCard(
        "E122",
        "一句话断成了两行",
        "一句话: 七次议事，\n一起装好了电梯",
        "一句话: 七次议事，一起装好了电梯",
        "把光标放在第二行最前面，按一下退格键，接回上一行。",
    ),
    MistakeCard("E238", "选项写错了一个字", "街镇: 高镜镇", "街镇: 高境镇", "照着能选的词，一个字一个字抄。"),
    MistakeCard(
        "E231",
        "照片名字大小写不一样",
        "  - 文件: Photo-01.JPG",
        "  - 文件: photo-01.jpg",
        "照着文件夹里的名字，一个字母一个字母抄。",
    ),
    MistakeCard(
        "E310",
        "照片还没问过人",
        "    同意: 未取得",
        "    同意: 已同意",
        "先问画面里的每一个人。都点头了，再改成“已同意”。",
    ),
)
"""From the likeliest on."""


def render_cards(up: str) -> str:
    """Return all cards; `up` leads from the page to the folder that holds `guide/` and `help/`."""
    return "\n".join(['<div class="ex-slips"><ol>', *(render_card(card, up) for card in CARDS), "</ol></div>"])


def render_card(card: MistakeCard, up: str) -> str:
    """Return one card."""
    return (
        f"<li><h2>{card.title}</h2>"
        f'<div class="is-wrong"><b>错</b><pre><code>{render_visible_line(card.wrong)}</code></pre></div>'
        f'<div class="is-right"><b>对</b><pre><code>{render_visible_line(card.right)}</code></pre></div>'
        f'<p>{card.action}<a href="{up}help/{card.code}/" aria-label="{card.title}的说明，代码 {card.code}">{card.code}</a></p></li>'
    )


def render_visible_line(line: str) -> str:
    """Return a line as HTML in which a full-width space can be seen; what is copied stays the same."""
    return escape(line).replace("　", '<span class="ex-wide-space">　</span>')


EVERY = "every"
"""The group of fields that types share."""


def group_fields() -> Mapping[str, Sequence[Field]]:
    """Return the fields of one value or one list: those that types share, then by type what its own dataclass declares."""
    single = [field for field in CONTENT_TYPES.fields if not isinstance(field.kind, RecordList)]
    own = {
        row.name: [field for field in row.fields if field in collect_own_fields(row.model).values()]
        for row in CONTENT_TYPES
    }
    alone = {field for fields in own.values() for field in fields}
    return {EVERY: [field for field in single if field not in alone]} | {
        name: [field for field in fields if field in single] for name, fields in own.items()
    }


def record_fields() -> Mapping[str, tuple[Field, RecordList]]:
    """Return the fields whose records have fields of their own, by attribute."""
    return {
        field.attribute: (field, field.kind) for field in CONTENT_TYPES.fields if isinstance(field.kind, RecordList)
    }


GREETING = {"streets"}
"""Vocabularies whose notes greet visitors; they do not tell what a word means."""


def build_type_tables(vocabularies: Vocabularies) -> str:
    """Return the fields that only one type has, type by type, each below a heading; of types without any nothing."""
    tables: list[str] = []
    met: set[str] = set()
    for row in CONTENT_TYPES:
        fields = group_fields()[row.name]
        # Anchors differ: two types may name their fields alike.
        prefix = f"{row.name}-" if met & {field.attribute for field in fields} else ""
        met |= {field.attribute for field in fields}
        if fields:
            note = f"\n\n{row.note}" if row.note else ""
            tables.append(f"## {row.label}才有的\n\n{render_field_list(fields, vocabularies, prefix)}{note}")
    return "\n\n".join(tables)


def render_field_list(fields: Sequence[Field], vocabularies: Vocabularies, prefix: str = "") -> str:
    """Return fields as an HTML list of descriptions; `prefix` keeps the anchors of records apart."""
    rows = "\n".join(render_field(field, vocabularies, prefix) for field in fields)
    return f'<div class="ex-fields"><dl>\n{rows}\n</dl></div>'


def render_field(field: Field, vocabularies: Vocabularies, prefix: str) -> str:
    """Return one field: its key and when it is needed, then what to write."""
    told = [escape(field.help)]
    if field.example:
        told.append(f"例如 <code>{escape(format_sample_value(field))}</code>")
    told += iter_choices(field.kind, vocabularies)
    term = f"<dt>{field.key} <small>{field.required.value}</small></dt>"
    return f'<div id="{prefix}{field.attribute}">{term}{"".join(f"<dd>{one}</dd>" for one in told)}</div>'


def format_sample_value(field: Field) -> str:
    """Return an example as it is typed: an item of a list with its dash."""
    return f"- {field.example}" if isinstance(field.kind, ListOf) else f"{field.key}: {field.example}"


def iter_choices(kind: FieldType | ListOf | RecordList, vocabularies: Vocabularies) -> Iterator[str]:
    """Yield the words that a field may hold, where they are fixed: those with a note one by one, others in a line."""
    item = kind.item if isinstance(kind, ListOf) else kind
    if not isinstance(item, Choice):
        return
    terms = (
        vocabularies.get(item.vocabulary).terms if item.vocabulary else tuple(map(make_plain_term, item.words.names))
    )
    speaking = item.vocabulary not in GREETING
    noted = [f"<li><b>{escape(term.name)}</b> {escape(term.note)}</li>" for term in terms if term.note and speaking]
    if noted:
        yield f"从这些里选：<ul>{''.join(noted)}</ul>"
    bare = "、".join(escape(term.name) for term in terms if not ((term.note and speaking) or term.example))
    if bare:
        yield f"{'还有' if noted else '从这些里选'}：{bare}。"


def make_plain_term(name: str) -> Term:
    """Return a word of a field's own as a term without a note."""
    return Term(slug="", name=name)


def render_record_fields(name: str, vocabularies: Vocabularies) -> str:
    """Return the fields of one kind of record. Raises KeyError where there is no such kind."""
    return render_field_list(record_fields()[name][1].fields, vocabularies, f"{name}-")


def render_records(vocabularies: Vocabularies) -> str:
    """Return every field of records, each below a heading: sentence, lines to copy, its own fields."""
    return "\n\n".join(
        f"### {field.key} {{#{name}}}\n\n{render_record_section(field, name, vocabularies)}"
        for name, (field, _) in record_fields().items()
    )


def render_record_section(field: Field, name: str, vocabularies: Vocabularies) -> str:
    """Return what is said of a field of records: sentence, lines to copy, its own fields; of a record list (`record_types`)
    also who may have one, in which files it may stand, and its note. What only its owner writes nobody copies.
    """
    told = field.kind.told if isinstance(field.kind, RecordList) else None
    parts = [field.help]
    if told is not None:
        parts.append(describe_list_place(told))
    if told is None or not told.owner:
        parts.append(f"```\n{render_sample(field)}\n```")
    parts.append(render_record_fields(name, vocabularies))
    if told is not None and told.note:
        parts.append(told.note)
    return "\n\n".join(parts)


def describe_list_place(told: RecordType) -> str:
    """Return who may have a record list, and in which files it may stand."""
    holders = "、".join(row.label for row in CONTENT_TYPES if told in row.record_types)
    if told.owner:
        return f"{holders}有。只写在 index.md 旁边的 `{told.side_file}` 里，由{told.owner_title}填；别的人不用写。"
    return (
        f"{holders}可以写。写在 index.md 里，次序不要紧；写长了（信息栏超过 {LONG_FRONT_MATTER} 行），就整份移到同一个文件夹的"
        f" `{told.side_file}` 里：第一行 `---`，下面是同样的几行，最后一行 `---`。两处只写一处。"
    )


def render_list(name: str, vocabularies: Vocabularies) -> str:
    """Return what is said of the record list of this name. Raises KeyError where there is no such list."""
    told = {one.name: one for one in CONTENT_TYPES.record_types}[name]
    attribute, field = next((at, field) for at, (field, kind) in record_fields().items() if kind.told is told)
    return render_record_section(field, attribute, vocabularies)


def render_sample(field: Field) -> str:
    """Return a field of several values as one copies it, each line with its example."""
    return "\n".join([f"{field.key}:", *(line.removeprefix("# ") for line in list(iter_examples(field))[1:])])


def render_blank_file(kind: str) -> str:
    """Return the whole file from which a neighbour begins, as a block to copy. Raises KeyError for an unknown kind."""
    row = CONTENT_TYPES.get_by_name(kind)
    body = row.body.starter if row.body else "从这里写我们的故事。"
    return f"```\n{render_template(row.fields, {**FIXED, **row.sample}).rstrip()}\n\n{body}\n```"


def render_street_folders(vocabularies: Vocabularies) -> str:
    """Return the table of streets and the folders that hold their units."""
    rows = [f"| {term.name} | `{term.slug}` |" for term in vocabularies.streets if not term.example]
    return "\n".join(["| 街镇 | 文件夹 |", "|---|---|", *rows])


MOST_HEADINGS = 3
"""Other headings of a column that the guide names; all of them are understood."""


def render_columns() -> str:
    """Return the table of the columns that sheets of the first content type may have, and a sentence on those of others."""
    columns = {row.label: [field for field in row.fields if field.headings is not None] for row in CONTENT_TYPES}
    (_, first), *others = columns.items()
    rows = (
        f"| {field.key} | {'、'.join((field.headings or ())[:MOST_HEADINGS])}{describe_writing(field)} |"
        for field in first
    )
    known = {field.key for field in first}
    rest = ((label, [field.key for field in fields if field.key not in known]) for label, fields in others)
    sentences = (f"\n{label}的表还有：{'、'.join(keys)}。" for label, keys in rest if keys)
    return "\n".join(["| 列 | 也可以叫 |", "|---|---|", *rows, *sentences])


def describe_writing(field: Field) -> str:
    """Return what the guide adds of how a cell is written."""
    if isinstance(field.kind, ListOf):
        return "" if field.kind.split else "（一行一条）"
    return "（写编号）" if isinstance(field.kind, Reference) else ""


def format_product_table() -> str:
    """Return the table of products: size, place, and the distance from which the code is scanned."""
    rows = (
        f"| {row.title} | {row.width_mm:g} × {row.height_mm:g} 毫米 | {row.place} | "
        f"{f'{row.distance_m:g} 米以内' if row.has_code else '没有码'} |"
        for row in FORMATS.values()
    )
    return "\n".join(["| 产品 | 大小 | 贴在哪里 | 多远能扫 |", "|---|---|---|---|", *rows])


def format_product_keys() -> str:
    """Return what `--product` takes, in a sentence."""
    *others, last = (f"`{row.key}`（{row.title}）" for row in FORMATS.values())
    return f"{'、'.join(others)}或 {last}。" if others else f"{last}。"


def format_product_paper() -> str:
    """Return the paper of every product in a sentence, products of one paper together."""
    words: dict[str, list[str]] = {}
    for row in FORMATS.values():
        words.setdefault(row.stock, []).append(row.word)
    sentences = (
        f"{'、'.join(dict.fromkeys(used))}用{' ' if stock[0].isascii() else ''}{stock}" for stock, used in words.items()
    )
    return f"{'，'.join(sentences)}。"


def format_product_sheets() -> str:
    """Return the imposition of every product that has one, in a sentence."""
    schemes = [(row.title, row.imposition) for row in FORMATS.values() if row.imposition]
    sheets = "；".join(f"{title}：{scheme.describe('')}" for title, scheme in schemes)
    return f"{sheets}。" if len(schemes) == len(FORMATS) else f"{sheets}。别的产品，一张就是一个整页。"


def format_product_bleed() -> str:
    """Return the bleed of the products: that of most, then each other one."""
    bleeds = [row.bleed_mm for row in FORMATS.values()]
    usual = max(dict.fromkeys(bleeds), key=bleeds.count)
    others = "，".join(f"{row.title} {row.bleed_mm:g} 毫米" for row in FORMATS.values() if row.bleed_mm != usual)
    return f"{usual:g} 毫米{f'（{others}）' if others else ''}"


def format_product_ink() -> str:
    """Return the most ink that any product carries on one place."""
    return f"{max(row.ink_limit for row in FORMATS.values()):g}%"


PRODUCTS: Mapping[str, Callable[[], str]] = {
    "table": format_product_table,
    "keys": format_product_keys,
    "paper": format_product_paper,
    "sheets": format_product_sheets,
    "bleed": format_product_bleed,
    "ink": format_product_ink,
}
"""What the guide says of the products, by the name in its marker."""


COMMENT = re.compile(r"<!--.*")


THEMED = next(book for book in BOOKS if not book.template)
"""The book in which a page stands where nobody says another: the first that the engine's theme shows."""


@dataclass(frozen=True, slots=True)
class MarkerContext:
    """Where a marker stands: the words that fields may hold, and the way from its page to the root of the site."""

    vocabularies: Vocabularies
    root: str


def render_word_table() -> str:
    """Return the table of the words by which `verify` says what it has found."""
    # Only a build that makes this page of the guide needs these rules.
    from ..verification.rules import format_word_table

    return format_word_table()


MAKERS: Mapping[str, Callable[[str, MarkerContext], str]] = {
    "fields": lambda name, at: render_field_list(group_fields()[name], at.vocabularies),
    "types": lambda _, at: build_type_tables(at.vocabularies),
    "record": lambda name, at: render_record_fields(name, at.vocabularies),
    "records": lambda _, at: render_records(at.vocabularies),
    "list": lambda name, at: render_list(name, at.vocabularies),
    "choices": lambda name, at: "、".join(at.vocabularies.get(name).names) + "。",
    "streets": lambda _, at: render_street_folders(at.vocabularies),
    "columns": lambda *_: render_columns(),
    "template": lambda name, _: render_blank_file(name),
    "picture": lambda name, at: render_figure(GUIDE_DIAGRAMS[name], at.root),
    "emblems": lambda name, at: render_samples(f"emblem_{name}", at.vocabularies, at.root),
    "slips": lambda _, at: render_cards(at.root),
    "products": lambda name, _: PRODUCTS[name](),
    "verify": lambda *_: render_word_table(),
}
"""What makes the part of the page that a marker asks for, by the word of the marker; `list_marker_names` has its names."""


def build_guide(root: Path, vocabularies: Vocabularies) -> list[Artifact]:
    """Return every page of the books that the theme shows, and the pictures of all books; `root` holds `content/`.

    Pages of books with a template are made elsewhere (`books.py`). Raises Refusal where a page asks for something that
    nothing makes.
    """
    return [
        *(made for book in BOOKS for made in iter_book_files(root, book, vocabularies)),
        *list_diagram_files(),
        *list_sample_files(vocabularies),
    ]


def make_guide_key(root: Path, vocabularies: Vocabularies) -> str:
    """Return the key of what `build_guide` returns: its pages ask the declarations, which are code, and the vocabularies."""
    parts: list[bytes | str] = [get_process_version("page source").make_key(), repr(vocabularies)]
    for book in BOOKS:
        for path in iter_files(root / book.folder) if list_within(root, book.folder).readable else ():
            parts += [path.relative_to(root).as_posix(), read_whole(path)]
    return digest(*parts)


def read_whole(path: Path) -> bytes:
    """Return the bytes of a file of a book; of one that cannot be read, why, which whoever needs it will say."""
    try:
        return read_file(path, BOOK_PICTURE_LIMIT)
    except OSError as problem:
        return str(problem).encode()


def iter_book_files(root: Path, book: Book, vocabularies: Vocabularies) -> Iterator[Artifact]:
    """Yield the pictures of a book, and its pages where the engine's theme shows them; none where a link leads to it."""
    if not list_within(root, book.folder).readable:
        return
    folder = root / book.folder
    for path in iter_files(folder):
        if is_book_file(path.name) and not (book.template and path.suffix == ".md"):
            yield make_artifact(path, path.relative_to(folder).as_posix(), vocabularies, book)


def make_artifact(path: Path, name: str, vocabularies: Vocabularies, book: Book) -> Artifact:
    """Return a file of a book: a page with its markers replaced, a picture without what is hidden in it."""
    if path.suffix != ".md":
        return Artifact(f"{book.path}{name}", partial(read_published_bytes, path))
    told = split_page(read_page_text(path, name, book), book, name)
    # Always with front matter: without it the engine would take a first line with a colon for settings.
    head = f'---\nbook: "{book.name}"\npose: "{choose_pose(told, book)}"\n---\n\n'
    page = head + fill_markers(told.text, name, vocabularies, book)
    return Artifact(f"{book.path}{name}", partial(bytes, page.encode()))


def choose_pose(page: BookPage, book: Book) -> str:
    """Return how the mascot stands on a page: as it says, where there is such a pose."""
    pose = page.settings.get(POSE, "")
    return pose if pose in POSES else book.pose


def read_page_text(path: Path, name: str, book: Book) -> str:
    """Return the text of a page. Raises Refusal where it is none."""
    try:
        return read_file(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnsafeFile as problem:
        raise Refusal(f"{book.label} {book.folder}/{name} 打不开：{problem}。") from problem
    except UnicodeDecodeError as problem:
        raise Refusal(f"{book.label} {book.folder}/{name} 不是 UTF-8 编码。请另存为 UTF-8，再试一次。") from problem


def fill_markers(text: str, name: str, vocabularies: Vocabularies, book: Book = THEMED) -> str:
    """Return the Markdown of the page `name` of a book with every marker replaced. Raises Refusal."""
    depth = name.count("/") + (1 if name.endswith("index.md") else 2)
    place = MarkerContext(vocabularies, "../" * depth)
    left = COMMENT.search(MARKER.sub("", text))
    where = f"{book.label} {book.folder}/{name}"
    if left:
        raise make_unknown_marker_error(left[0], where)
    return MARKER.sub(lambda found: make_marker_text(found[1], found[2], where, place), text)


def make_marker_text(word: str, argument: str, where: str, place: MarkerContext) -> str:
    """Return what one marker asks for. Raises Refusal."""
    make = MAKERS.get(word)
    if make is None or argument not in list_marker_names().get(word, ()):
        raise make_unknown_marker_error(f"<!-- {word}: {argument} -->", where)
    return make(argument, place)


def make_unknown_marker_error(marker: str, where: str) -> Refusal:
    """Return what is said of a marker that nothing answers; `where` names its page."""
    known = "、".join(f"{word}（{' '.join(sorted(names))}）" for word, names in list_marker_names().items())
    return Refusal(f"{where} 里有看不懂的标记：{marker} 请改好它，或者删掉。能写的有：{known}。")


def read_published_bytes(path: Path) -> bytes:
    """Return the bytes of a file of a book, as they may be published."""
    data = read_file(path, BOOK_PICTURE_LIMIT)
    if not find_metadata(data).needs_stripping:
        return data
    # What decodes pictures takes 15 ms to load, and hardly any picture of a book needs it.
    from ..media.codec import strip_metadata

    return strip_metadata(data, path.name)


def list_diagram_files() -> Iterator[Artifact]:
    """Yield every drawing as a file of the site."""
    for sketch in DIAGRAM_ROWS:
        yield Artifact(get_diagram_path(sketch), sketch.narrow().to_svg)
        if sketch.wide:
            yield Artifact(get_diagram_path(sketch, wide=True), sketch.wide().to_svg)
