"""Read `content/vocabularies/*.yml`: the words that fields may hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from ..diagnostics import Diagnostic, Span
from ..lazy import dataclass
from ..messages import files as messages
from ..messages.files import split_conflict_sides
from ..messages.registry import DiagnosticCollector
from ..model import Entry, Term, Vocabularies, Vocabulary
from ..model.content_types import map_reserved_slugs
from ..model.field_types import make_names_key, normalize_name, parse_standard_date
from ..model.site_settings import parse_handles
from ..model.vocabulary import (
    DRAWN,
    EMPTY,
    POSES,
    VOCABULARIES,
    ChoiceWords,
    Lexicon,
    PublicContact,
    VocabularyRow,
)
from ..storage.safe_files import list_within
from ..text.characters import parse_integer
from ..types import CONTENT_TYPES
from .yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, parse_node, read_node

FOLDER = "content/vocabularies"
REVIEW = "审核"
"""Who is asked to look at the changes of a street."""

CONTACTS = "public-contacts.yml"
CONTACT_KEYS = ("内容", "理由", "来源")

SLUG = re.compile(r"(?=.{1,40}$)[a-z0-9]+(?:-[a-z0-9]+)*")
FLAGS = ("", "是", "否", "true", "false")
FORMER = "旧slug"
"""Slugs that a term had before, or that terms had which are part of it now: their addresses lead to its own."""
LISTS = ("别名", FORMER)
SOURCE = "来源"
SLOTS = "空位"
"""How many terms there are beside the named ones."""
MOST_SLOTS = 99
UNKNOWN_SLOTS = ("不详", "不知道")
OWN = ("slug", "名称", *LISTS, "说明", "示例", SOURCE)
WORDS = ("slug", "名称", "accent", "on", "tile", "pose", "cover", "数", "截至")
"""Parts of a term that hold no space: a line that was broken, or joined to the next one, shows itself in them."""
TERM_KEYS = (*OWN, *WORDS, "记事", "记事来源", "审核", "数", "单位", "说法", "首页", "截至", "文号")
LONGEST = 30
"""Characters of a term's name: it stands on buttons, and the name of its page is longer still."""


@dataclass(frozen=True, slots=True)
class TermPartShape:
    """What a part of a term must look like, how that is said, and what to do."""

    shape: re.Pattern[str]
    why: str
    hint: str
    parse: Callable[[str], object] | None = None
    """Returns None for a text of this shape that is wrong all the same."""

    def is_right(self, text: str) -> bool:
        """Does a text look like this?"""
        return bool(self.shape.fullmatch(text)) and (self.parse is None or self.parse(text) is not None)


WORD_SHAPES: Mapping[str, TermPartShape] = {
    "accent": TermPartShape(
        re.compile("#[0-9A-Fa-f]{6}"), "颜色要写成 # 和六位数字或 a 到 f", '改成 accent: "#0F6B75" 的样子，引号也要写。'
    ),
    "on": TermPartShape(re.compile("paper|ink"), "主色上的字只有两种颜色", "写 paper（米白）或 ink（墨色）。"),
    "tile": TermPartShape(re.compile("[0-9]{1,2},[0-9]{1,2}"), "地图上的位置是“列,行”", "改成 tile: 3,2 的样子。"),
    "pose": TermPartShape(re.compile("|".join(POSES)), "吉祥物没有这个姿势", f"从这几个里选一个：{'、'.join(POSES)}。"),
    "cover": TermPartShape(re.compile("|".join(DRAWN)), "没有这幅插画", "照抄 scenes.yml 里的一个 slug。"),
    "名称": TermPartShape(
        re.compile(rf"[^\x00-\x1f\x7f-\x9f<>/\\\"]{{1,{LONGEST}}}"),
        f"名称里有不能用的符号，或者超过 {LONGEST} 个字",
        "改短，或者去掉这个符号。",
    ),
    "数": TermPartShape(
        re.compile(r"[0-9]{1,9}\+?"), "数要写成阿拉伯数字", "改成 1634 的样子；原文说“多”“以上”，后面加一个 +。"
    ),
    "首页": TermPartShape(re.compile("是|否"), "首页只能写“是”或“否”", "写“是”，或者删掉这一行。"),
    "截至": TermPartShape(
        re.compile("[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?"),
        "日期要写成年-月-日",
        "改成 2025-12 或 2025-12-31 的样子；不知道就空着。",
        parse_standard_date,
    ),
}
"""Parts of a term that reach a style, an address or a template, where they must hold what is meant for them."""

INVITATION = "新词"
"""The sentence that invites people to add a term."""
LISTING_KEYS = ("名称", SOURCE, "说明", INVITATION, SLOTS, "词", "停用词", "方言", "问句", "问楼", "相关")
PATTERN_KEYS = ("问句", "问楼")
"""Lists of regular expressions that the browser compiles."""
NOT_IN_BROWSERS = re.compile(r"\(\?(?![:=!])|\\[ApPZ]|[*+?}]\+")
"""What this language's expressions have and those of an old browser have not: named groups, lookbehind, possessive repeats."""


def read_vocabularies(root: Path) -> tuple[Vocabularies, list[Diagnostic]]:
    """Return all vocabularies; one that cannot be read is empty, and reported."""
    found: dict[str, Vocabulary] = {}
    diagnostics: list[Diagnostic] = []
    contacts: tuple[PublicContact, ...] = ()
    for row in VOCABULARIES:
        notes = DiagnosticCollector(f"{FOLDER}/{row.file}")
        found[row.name] = read_vocabulary(root, row, notes)
        diagnostics += notes.diagnostics
    files = {row.file for row in VOCABULARIES}
    # Words that only the search reads (synonyms) are text to us, but must be readable before anything is built.
    for name in list_within(root, FOLDER).files:
        if name.endswith(".yml") and name not in files:
            notes = DiagnosticCollector(f"{FOLDER}/{name}")
            listing = read_word_list(root, notes)
            if listing and name == CONTACTS:
                contacts = read_contacts(listing[1], notes)
            if notes.is_muted and name == CONTACTS:
                # What either version lets through is not told as private: the conflict is what has to be mended.
                other = parse_word_list(
                    parse_node(split_conflict_sides(notes.text)[1], notes, messages.unreadable_vocabulary), notes
                )
                contacts += read_contacts(other[1], notes) if other else ()
            diagnostics += notes.diagnostics
    return Vocabularies(found, contacts), diagnostics


def read_contacts(nodes: SequenceNode, notes: DiagnosticCollector) -> tuple[PublicContact, ...]:
    """Return the public contacts; one without a reason or a source is reported and lets nothing through."""
    contacts: list[PublicContact] = []
    for node in nodes.items:
        texts = [get_text(node, key).strip() for key in CONTACT_KEYS] if isinstance(node, MappingNode) else [""] * 3
        missing = [key for key, text in zip(CONTACT_KEYS, texts, strict=True) if not text]
        if missing:
            notes.report(messages.unreasoned_contact(missing), node.line, node.column)
        else:
            value, reason, source = texts
            contacts.append(PublicContact(value, reason, source, Span(notes.path, node.line, node.column)))
    return tuple(contacts)


def read_vocabulary(root: Path, row: VocabularyRow, notes: DiagnosticCollector) -> Vocabulary:
    """Return the vocabulary of one file."""
    listing = read_word_list(root, notes)
    if listing is None:
        return EMPTY
    record, nodes = listing
    source = get_text(record, SOURCE)
    report_missing_sources(record, nodes, notes)
    report_missing_terms(nodes, row, notes)
    terms = read_terms(nodes, row, notes, source)
    slots, is_open = read_slots(record, notes)
    if notes.is_muted:
        # Entries of either version find their words: otherwise each of them would be told to choose another.
        known = {term.slug for term in terms} | {term.name for term in terms}
        others = parse_terms(split_conflict_sides(notes.text)[1], row, notes)
        terms += tuple(term for term in others if not {term.slug, term.name} & known)
    note, invitation = get_text(record, "说明"), get_text(record, INVITATION)
    return Vocabulary(get_text(record, "名称"), source, terms, slots, is_open, note, invitation)


def report_missing_sources(record: MappingNode, nodes: SequenceNode, notes: DiagnosticCollector) -> None:
    """Note a list, or each of its terms, that does not say where it is from."""
    if get_text(record, SOURCE):
        return
    without = [node for node in nodes.items if not (isinstance(node, MappingNode) and get_text(node, SOURCE))]
    if len(without) == len(nodes.items):
        notes.report(messages.unsourced_vocabulary(), *record.places.get(SOURCE, (1, 1)))
        return
    for node in without:
        name = get_text(node, "名称") if isinstance(node, MappingNode) else ""
        notes.report(messages.unsourced_vocabulary(name), node.line, node.column)


def report_missing_terms(nodes: SequenceNode, row: VocabularyRow, notes: DiagnosticCollector) -> None:
    """Note each term that pages ask for and that is not there."""
    there = {get_text(node, "slug") for node in nodes.items if isinstance(node, MappingNode)}
    for slug in row.named:
        if slug not in there:
            notes.report(messages.missing_term(slug))


def read_slots(record: MappingNode, notes: DiagnosticCollector) -> tuple[int, bool]:
    """Return how many terms have no name yet, and whether it is not known how many; what is no number is reported."""
    node = record.values.get(SLOTS)
    text = node.text.strip() if isinstance(node, ScalarNode) else ""
    if text in UNKNOWN_SLOTS:
        return 0, True
    number = parse_integer(text)
    if number is not None and 0 <= number <= MOST_SLOTS:
        return number, False
    if node is not None and not (isinstance(node, ScalarNode) and not text):
        notes.report(messages.malformed_slots(text), *record.places[SLOTS])
    return 0, False


def parse_terms(text: str, row: VocabularyRow, notes: DiagnosticCollector) -> tuple[Term, ...]:
    """Return the terms of a vocabulary's text."""
    listing = parse_word_list(parse_node(text, notes, messages.unreadable_vocabulary), notes)
    return read_terms(listing[1], row, notes, get_text(listing[0], SOURCE)) if listing else ()


def read_word_list(root: Path, notes: DiagnosticCollector) -> tuple[MappingNode, SequenceNode] | None:
    """Return the whole of a file and its list of words; None, with what is wrong said, where it has none."""
    return parse_word_list(read_node(root, notes, messages.unreadable_vocabulary), notes)


def parse_word_list(node: Node | None, notes: DiagnosticCollector) -> tuple[MappingNode, SequenceNode] | None:
    """Return the whole of a file and its list of words; None, with what is wrong said, where it has none."""
    if node is None:
        return None
    terms = node.values.get("词") if isinstance(node, MappingNode) else None
    for why, line, column in find_wrong_keys(node) if isinstance(node, MappingNode) else ():
        notes.report(messages.unreadable_vocabulary(f"第 {line} 行的{why}"), line, column)
    if isinstance(node, MappingNode) and isinstance(terms, SequenceNode):
        return node, terms
    notes.report(messages.unreadable_vocabulary("没有“词”这一项，或者它不是列表"))
    return None


def find_wrong_keys(record: MappingNode) -> Iterator[tuple[str, int, int]]:
    """What is wrong with the keys of a whole vocabulary, and where."""
    for key, place in record.doubles:
        yield f"“{key}”前面已经写过", *place
    for key, place in record.places.items():
        if key not in LISTING_KEYS:
            yield f"“{key}”不是词表里的一项", *place
        elif key in PATTERN_KEYS and isinstance(listed := record.values.get(key), SequenceNode):
            for item in listed.items:
                if not (isinstance(item, ScalarNode) and is_browser_pattern(item.text)):
                    yield "句式不是浏览器看得懂的正则表达式", item.line, item.column


def is_browser_pattern(text: str) -> bool:
    """Is a text a regular expression that an old browser compiles too, and that finds something?"""
    try:
        return not NOT_IN_BROWSERS.search(text) and not re.compile(text).fullmatch("")
    except re.error:
        return False


def read_terms(nodes: SequenceNode, row: VocabularyRow, notes: DiagnosticCollector, source: str) -> tuple[Term, ...]:
    """Return the terms of a vocabulary, which is from `source`; the malformed are reported and left out."""
    terms: list[Term] = []
    taken: set[str] = set()
    for node in nodes.items:
        term = read_term(node, row, source)
        if isinstance(node, MappingNode):
            report_wrong_shapes(node, notes)
            if row.drawn and (slug := get_text(node, "slug")) and slug not in row.drawn:
                hint = "改成 scripts/illustrations 里画好的一幅；新画的要先加在那里。"
                notes.report(messages.malformed_term(f"slug 是“{slug[:40]}”，没有这幅插画", hint), *node.places["slug"])
        names = {term.slug, term.name, *term.aliases, *term.former} if isinstance(term, Term) else set()
        kept = CONTENT_TYPES.derive(map_reserved_slugs).get(row.name)
        # A number is the address of a further page of the room.
        if (
            isinstance(term, Term)
            and kept
            and (used := [one for one in (term.slug, *term.former) if one in kept or one.isdecimal()])
        ):
            term = f"slug“{used[0]}”这个网址已经有别的用处，换一个"
        if isinstance(term, Term) and names & taken:
            term = f"“{next(iter(names & taken))}”已经有了"
        if isinstance(term, str):
            notes.report(messages.malformed_term(term), node.line, node.column)
            continue
        if isinstance(node, MappingNode) and (wrong := parse_handles(get_text(node, REVIEW))[1]):
            notes.report(messages.malformed_reviewer(wrong), *node.places[REVIEW])
        taken |= names
        terms.append(term)
    return tuple(terms)


def read_term(node: Node, row: VocabularyRow, source: str) -> Term | str:
    """Return one term of a vocabulary, which is from `source`, or what is wrong with it."""
    if not isinstance(node, MappingNode):
        return "它没有分项写"
    slug, name = get_text(node, "slug"), get_text(node, "名称")
    if not SLUG.fullmatch(slug):
        return f"slug“{slug}”不对" if slug else "没有 slug"
    if not name:
        return "没有名称"
    why = describe_wrong_shape(node)
    if why:
        return why
    for key in row.needs:
        if not get_text(node, key):
            return f"没有“{key}”"
    aliases, former = get_texts(node, "别名"), get_texts(node, FORMER)
    for old in former:
        if not SLUG.fullmatch(old):
            return f"“{FORMER}”里的“{old}”不对"
    extra = {key: value.text for key, value in node.values.items() if key not in OWN and isinstance(value, ScalarNode)}
    extra = {key: text for key, text in extra.items() if key not in WORD_SHAPES or WORD_SHAPES[key].is_right(text)}
    example = get_text(node, "示例") in ("是", "true")
    return Term(slug, name, aliases, get_text(node, "说明"), example, extra, former, get_text(node, SOURCE) or source)


def get_texts(record: MappingNode, key: str) -> tuple[str, ...]:
    """Return the texts of a list, none where there is no list."""
    node = record.values.get(key)
    return (
        tuple(item.text for item in node.items if isinstance(item, ScalarNode))
        if isinstance(node, SequenceNode)
        else ()
    )


def report_wrong_shapes(record: MappingNode, notes: DiagnosticCollector) -> None:
    """Note each part of a term that would break a style or a template."""
    for key, wanted in WORD_SHAPES.items():
        text = get_text(record, key)
        if text and not re.search(r"\s", text) and not wanted.is_right(text):
            notes.report(
                messages.malformed_term(f"{key} 是“{text[:40]}”，{wanted.why}", wanted.hint), *record.places[key]
            )


def describe_wrong_shape(record: MappingNode) -> str:
    """Say what of a term would be lost: a part that was written twice, a list that is none, a single value that is one."""
    if record.doubles:
        return f"“{record.doubles[0][0]}”写了两次"
    for key, node in record.values.items():
        if key not in TERM_KEYS:
            return f"没有“{key}”这一项"
        if key in WORDS and re.search(r"\s", get_text(record, key)):
            return f"“{key}”里有空格，或者下一行连了上来"
        if key in LISTS:
            single = not isinstance(node, SequenceNode) or not all(isinstance(item, ScalarNode) for item in node.items)
            if single and (not isinstance(node, ScalarNode) or node.text):
                return f"“{key}”要写成 [甲, 乙] 的样子"
        elif not isinstance(node, ScalarNode):
            return f"“{key}”只能写一个内容"
    if get_text(record, "示例") not in FLAGS:
        return "“示例”只能写“是”或“否”"
    return ""


def get_text(record: MappingNode, key: str) -> str:
    """Return the text of a key, empty where there is none."""
    node = record.values.get(key)
    return node.text if isinstance(node, ScalarNode) else ""


def build_lexicon(vocabularies: Vocabularies) -> Lexicon:
    """Return the look-ups that the kinds of values ask."""
    return {row.name: build_choice_words(vocabularies.get(row.name)) for row in VOCABULARIES}


def build_choice_words(vocabulary: Vocabulary) -> ChoiceWords:
    """Return the words of one vocabulary, with every understood writing."""
    aliases = {other: term.name for term in vocabulary.terms for other in (term.slug, *term.aliases, *term.former)}
    return ChoiceWords.from_names(vocabulary.names, aliases, vocabulary.invitation)


def build_name_lexicon(entries: Collection[Entry]) -> Lexicon:
    """Return the look-ups of ids by name, address or id, for references in which people write a name instead of an id."""
    by_type = {row.name: [entry for entry in entries if type(entry) is row.model] for row in CONTENT_TYPES}
    return {make_names_key(name): build_entry_names(some) for name, some in {**by_type, "": entries}.items()}


def build_entry_names(entries: Iterable[Entry]) -> ChoiceWords:
    """Return the look-up of the ids of these entries."""
    known: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        where = entry.location.compound or entry.location.street
        shown = f"{entry.id}（{entry.name}{'，' if where else ''}{where}）"
        for name in entry.spoken_names:
            if core := normalize_name(name):
                known[core].add(shown)
        known[entry.id].add(shown)
    return ChoiceWords((), {core: "|".join(sorted(shown)) for core, shown in known.items()})
