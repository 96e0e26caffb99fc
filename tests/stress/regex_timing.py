"""Worst-case texts for regular expressions: texts on which a backtracking engine tries as much as possible.

The parse tree of a pattern says what it repeats. For each repetition a text is built that leads to it, repeats what
it matches many times, and ends with characters that match nothing, so that the whole must fail. Characters that
several repetitions match come first: the number of ways to divide them costs most. `stopwatch.py` and
`stopwatch.mjs` run the texts in a process with a limit of processor time, so that a pattern that would never end is
reported.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
import pkgutil
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import exhibition
from exhibition.lazy import LazyPattern

TESTS = Path(__file__).resolve().parents[1]
HOME = Path(exhibition.__file__).parent
SCRIPTS = ("start", "comment")
"""Programs beside the package."""
JAVASCRIPT = (TESTS.parent / "overrides", HOME)

FUNCTIONS = {"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"}
ONCE, EVERYWHERE = frozenset({"match", "fullmatch"}), frozenset({"finditer"})
"""How a pattern is tried: at the beginning of a text, or at every position."""
MOST_PUMPS = 40
"""Highest number of texts for one pattern."""
TAIL = "\x00"
"""Matches hardly any pattern."""
FEW = 12
"""A repetition that ends after so many turns costs no more than so many times its content."""
LIMIT_S = 20
"""Processor time of one process that runs texts."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of the program: its text, flags, where it stands, the functions by which it is tried."""

    text: str
    flags: int
    place: str
    tried: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pump:
    """Parts of a text: what leads to a repetition, what is repeated, what ends it."""

    before: str
    piece: str
    tail: str


# --- The patterns of the program ---


def list_patterns() -> list[Pattern]:
    """Return every text pattern of the program, in the order of modules."""
    found: dict[tuple[str, int], Pattern] = {}
    sources = {path: path.read_text("utf-8") for path in [*HOME.rglob("*.py"), *HOME.parent.glob("*.py")]}

    def add(pattern: re.Pattern[str], place: str, tried: frozenset[str]) -> None:
        key = (pattern.pattern, pattern.flags)
        known = found[key].tried if key in found else frozenset()
        found[key] = Pattern(pattern.pattern, pattern.flags, place, known | (tried or ONCE | EVERYWHERE))

    for module in iter_modules():
        place = module.__name__
        own = Path(module.__file__)
        for name, value in vars(module).items():
            uses = find_uses(name, own, sources) if isinstance(value, re.Pattern | LazyPattern) else frozenset()
            for pattern in iter_held_patterns(value):
                add(pattern, f"{place}.{name}", uses)
            if isinstance(value, type) and value.__module__ == place:
                for inner, member_value in vars(value).items():
                    for pattern in iter_held_patterns(member_value):
                        add(pattern, f"{place}.{name}.{inner}", frozenset())
        for pattern, function in iter_literal_patterns(module):
            # What `compile` returns is found under its name.
            if function != "compile" or (pattern.pattern, pattern.flags) not in found:
                add(pattern, place, get_way(function))
    return list(found.values())


def get_way(function: str) -> frozenset[str]:
    """Return how a function of `re` tries a pattern; empty where that is unknown."""
    return frozenset({function}) if function in ONCE else frozenset() if function == "compile" else EVERYWHERE


def find_uses(name: str, own: Path, sources: dict[Path, str]) -> frozenset[str]:
    """Return how a pattern of this name is tried where it is defined and where the name is imported; empty if no use is
    found.

    With a position, `match` may be called again and again: that counts as everywhere.
    """
    found: set[str] = set()
    use = re.compile(rf"\b{name}\.(?:(match|fullmatch)\(([^()\n]*,)?|(search|finditer|findall|sub|subn|split)\b|(\w+))")
    defined = re.compile(rf"^{name}\b[^\n]*=", re.M)
    for path, source in sources.items():
        if name not in source or (path != own and (own.stem not in source or defined.search(source))):
            continue
        if re.search(rf"(?<![\w.\"]){name}\b(?!\.|: |\s*=[^=])", re.sub(r"(?m)^\s*from .*|^\s*import .*", "", source)):
            # It is passed on; the uses are unknown.
            found |= ONCE | EVERYWHERE
        for once, again, everywhere, other in use.findall(source):
            if once:
                found |= {once} | (EVERYWHERE if again else set())
            elif everywhere:
                found |= EVERYWHERE
            elif other not in {"pattern", "flags", "groups", "groupindex"}:
                found |= ONCE | EVERYWHERE
    return frozenset(found)


def iter_modules() -> Iterator[Any]:
    """Yield every module of the program, and the scripts beside it."""
    yield exhibition
    for info in pkgutil.walk_packages(exhibition.__path__, "exhibition."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)
    for name in SCRIPTS:
        spec = importlib.util.spec_from_file_location(f"script_{name}", HOME.parent / f"{name}.py")
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        yield module


def iter_held_patterns(value: Any) -> Iterator[re.Pattern[str]]:
    """Yield the patterns in a value: itself, or in a tuple, list, set or dictionary, or bound by a method or a partial."""
    if isinstance(value, LazyPattern):
        yield re.compile(*value.told)
    elif isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield from iter_held_patterns(value.__self__)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from iter_held_patterns(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from iter_held_patterns(one)


def iter_literal_patterns(module: Any) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield patterns that a module writes where it uses them, also with names of its own in them, and who uses them."""
    source = Path(module.__file__).read_text("utf-8")
    if "re." not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in FUNCTIONS
            and node.args
        ):
            try:
                text = evaluate(node.args[0], module)
                flags = next((evaluate(one.value, module) for one in node.keywords if one.arg == "flags"), 0)
                if node.func.attr == "compile" and len(node.args) > 1:
                    flags = evaluate(node.args[1], module)
            except NameError:
                # It depends on values at run time; then it is built of escaped texts.
                continue
            if isinstance(text, str):
                yield re.compile(text, flags), node.func.attr


def evaluate(node: ast.expr, module: Any) -> Any:
    """Return the value of an expression of a module. Raises NameError where it needs names at run time."""
    return eval(compile(ast.Expression(node), "", "eval"), dict(vars(module)))


# --- The texts ---


def list_pumps(pattern: Pattern) -> list[Pump]:
    """Return texts on which a pattern has the most to try; none for one that repeats nothing beyond a few turns."""
    tree = parser.parse(pattern.text, pattern.flags & ~re.UNICODE)
    repeats = list(iter_repetitions(tree))
    if not repeats:
        return []
    shared = list_common([body for _, body in repeats], list_characters(tree))
    found: dict[Pump, None] = {}
    for before, body in repeats:
        for piece in (*islice(shared, 4), *iter_alternatives(body)):
            for tail in (TAIL, "\n" + TAIL):
                found[Pump(before, piece, tail)] = None
    for before, _ in repeats:
        # The beginning of a match, again and again: each position may be tried to the end of the text.
        if before:
            found[Pump("", before, TAIL)] = None
    whole = make_example(tree)
    if whole:
        found[Pump("", whole, TAIL)] = None
    # All kinds of them rather than all of the first kind.
    rows = [one for one in found if one.piece]
    step = max(1, -(-len(rows) // MOST_PUMPS))
    return rows[::step]


def iter_repetitions(tree: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what leads to each repetition of a pattern, and the tree of what it repeats."""
    for kind, value in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            if value[1] > FEW:
                yield before, value[2]
            yield from iter_repetitions(value[2], before)
        elif kind is op.SUBPATTERN:
            yield from iter_repetitions(value[3], before)
        elif kind is op.ATOMIC_GROUP:
            yield from iter_repetitions(value, before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from iter_repetitions(branch, before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from iter_repetitions(value[1], before)
        before += make_operation_example(kind, value)


def list_characters(tree: Any) -> list[str]:
    """Return characters that a pattern names, and some of every common kind."""
    found = dict.fromkeys(" x1\n\t一-.,:：*(\"'/<")
    for kind, value in iter_leaves(tree):
        if kind in (op.LITERAL, op.NOT_LITERAL):
            found[chr(value)] = None
        elif kind is op.RANGE:
            found[chr(value[0])] = None
    return list(found)


def iter_leaves(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the characters and ranges in a tree, however deep."""
    for kind, value in tree:
        if kind in (op.LITERAL, op.NOT_LITERAL, op.RANGE):
            yield kind, value
        elif kind is op.IN:
            yield from iter_leaves(item for item in value if item[0] is not op.NEGATE)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from iter_leaves(branch)
        elif kind is op.SUBPATTERN:
            yield from iter_leaves(value[3])
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield from iter_leaves(value[2])
        elif kind is op.ATOMIC_GROUP:
            yield from iter_leaves(value)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from iter_leaves(value[1])


def list_common(bodies: Sequence[Any], signs: Iterable[str]) -> list[str]:
    """Return characters that the most repetitions match, first; none that only one matches."""
    count = {sign: sum(has_match(body, sign) for body in bodies) for sign in signs}
    return sorted((sign for sign, times in count.items() if times > 1), key=lambda sign: -count[sign])


def has_match(tree: Any, sign: str) -> bool:
    """Return whether some single operation of a tree matches a character."""
    for kind, value in tree:
        if kind is op.ANY and sign != "\n":
            return True
        if kind is op.LITERAL and value == ord(sign):
            return True
        if kind is op.NOT_LITERAL and value != ord(sign):
            return True
        if kind is op.IN and is_in_set(sign, value):
            return True
        if kind is op.SUBPATTERN and has_match(value[3], sign):
            return True
        if kind is op.BRANCH and any(has_match(branch, sign) for branch in value[1]):
            return True
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and has_match(value[2], sign):
            return True
    return False


def make_example(tree: Any) -> str:
    """Return a text that a part of a pattern matches; assertions are left out."""
    return "".join(make_operation_example(kind, value) for kind, value in tree)


def make_operation_example(kind: Any, value: Any) -> str:
    """Return a text that one operation matches."""
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return "x" if value != ord("x") else "y"
    if kind is op.ANY:
        return "x"
    if kind is op.IN:
        return choose_member(value)
    if kind is op.BRANCH:
        return make_example(value[1][0])
    if kind is op.SUBPATTERN:
        return make_example(value[3])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return make_example(value[2]) * max(1, min(value[0], 50)) if value[1] else ""
    if kind is op.ATOMIC_GROUP:
        return make_example(value)
    return ""


CATEGORIES = {
    op.CATEGORY_DIGIT: ("1", re.compile(r"\d")),
    op.CATEGORY_NOT_DIGIT: ("x", re.compile(r"\D")),
    op.CATEGORY_SPACE: (" ", re.compile(r"\s")),
    op.CATEGORY_NOT_SPACE: ("x", re.compile(r"\S")),
    op.CATEGORY_WORD: ("x", re.compile(r"\w")),
    op.CATEGORY_NOT_WORD: (" ", re.compile(r"\W")),
}


def choose_member(items: Any) -> str:
    """Return a character of a set."""
    if items[0][0] is op.NEGATE:
        return next((sign for sign in "x1 .-\n一*~" if is_in_set(sign, items)), "囗")
    kind, value = items[0]
    return chr(value) if kind is op.LITERAL else chr(value[0]) if kind is op.RANGE else CATEGORIES[value][0]


def is_in_set(sign: str, items: Any) -> bool:
    """Return whether a character is in a set."""
    negated = items[0][0] is op.NEGATE
    return negated != any(is_within(sign, item) for item in items[negated:])


def is_within(sign: str, item: Any) -> bool:
    """Return whether a character is within an item of a set."""
    kind, value = item
    if kind is op.LITERAL:
        return ord(sign) == value
    if kind is op.RANGE:
        return bool(value[0] <= ord(sign) <= value[1])
    return bool(CATEGORIES[value][1].match(sign))


def iter_alternatives(tree: Any) -> Iterator[str]:
    """Yield texts that one turn of a repetition may match."""
    yield make_example(tree)
    for kind, value in tree:
        if kind is op.IN:
            yield from (sign for sign in " \n1x*-一" if is_in_set(sign, value))
        if kind is op.ANY:
            yield from " *"
        if kind is op.BRANCH:
            yield from (make_example(branch) for branch in value[1])


# --- Running them ---


def find_slow(patterns: Iterable[Pattern]) -> list[str]:
    """Return the patterns that cost far more than their text is long, each with its place and a text."""
    jobs = [to_job(pattern) for pattern in patterns]
    return run_measurements([sys.executable, str(TESTS / "stopwatch.py")], [job for job in jobs if job["pumps"]])


def to_job(pattern: Pattern) -> dict[str, Any]:
    """Return a pattern as input of the measuring process."""
    rows = [[pump.before, pump.piece, pump.tail] for pump in list_pumps(pattern)]
    return {
        "place": pattern.place,
        "text": pattern.text,
        "flags": pattern.flags & ~re.DEBUG,
        "tried": sorted(pattern.tried),
        "pumps": rows,
    }


def limit_processor() -> None:
    """Set the limit of a new process; over it, it is killed."""
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S))


def run_measurements(
    command: list[str], jobs: list[dict[str, Any]], limit: Callable[[], None] = limit_processor
) -> list[str]:
    """Run texts in a process of their own, again after each pattern that does not end."""
    found = []
    while jobs:
        ran = subprocess.run(
            command, input=json.dumps(jobs), capture_output=True, encoding="utf-8", preexec_fn=limit, check=False
        )
        rows = [json.loads(line) for line in ran.stdout.splitlines()]
        found += [row["slow"] for row in rows if row.get("slow")]
        begun = sum("begun" in row for row in rows)
        if ran.returncode == 0:
            break
        assert ran.returncode < 0 and begun, ran.stderr
        found.append(f"{jobs[begun - 1]['place']}: does not end: {jobs[begun - 1]['text']}")
        jobs = jobs[begun:]
    return found


# --- Scripts of pages ---

TOKEN = re.compile(
    r"//[^\n]*+|/\*(?s:.*?)\*/|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\(?s:.))*+`"
    r"|(?P<slash>/)|(?P<sign>[^\s/\"'`\w$])|(?P<word>[\w$]+)"
)
REGEX = re.compile(r"/((?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++)/([a-z]*)")
BEFORE_A_VALUE = {"return", "typeof", "case", "in", "of"}


def list_script_patterns() -> list[Pattern]:
    """Return the text patterns in the scripts of pages; each is tried at every position."""
    found: dict[tuple[str, str], Pattern] = {}
    for folder in JAVASCRIPT:
        for path in sorted(folder.rglob("*.js")):
            for text, letters in iter_regexes(path.read_text("utf-8")):
                flags = (
                    (re.I if "i" in letters else 0) | (re.M if "m" in letters else 0) | (re.S if "s" in letters else 0)
                )
                found[text, letters] = Pattern(text, flags, str(path.relative_to(TESTS.parent)), EVERYWHERE)
    return list(found.values())


def iter_regexes(source: str) -> Iterator[tuple[str, str]]:
    """Yield the regular expressions of a script: text and flags. A slash after a value divides."""
    at, value_before = 0, False
    while token := TOKEN.search(source, at):
        at = token.end()
        if token["slash"]:
            found = None if value_before else REGEX.match(source, token.start())
            if found:
                yield found[1], found[2]
                at = found.end()
            value_before = bool(found)
        elif token["word"]:
            value_before = token["word"] not in BEFORE_A_VALUE
        elif token["sign"]:
            value_before = token["sign"] in ")]}"
        elif not token[0].startswith("/"):
            value_before = True


def find_slow_in_pages(patterns: Iterable[Pattern]) -> list[str]:
    """Return the patterns of scripts that cost far more than their text is long, in a browser's engine."""
    jobs = []
    for pattern in patterns:
        job = to_job(replace(pattern, text=re.sub(r"\(\?<(?![=!])", "(?P<", pattern.text)))
        flags = "g" + "".join(
            letter for letter, flag in (("i", re.I), ("m", re.M), ("s", re.S)) if pattern.flags & flag
        )
        jobs.append({**job, "text": pattern.text, "flags": flags})
    return run_measurements(["node", str(TESTS / "stopwatch.mjs")], [job for job in jobs if job["pumps"]])
