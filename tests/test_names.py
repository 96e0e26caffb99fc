"""The naming convention: one meaning a class name, verbs for functions, plain words, few modules, no type known by name.

The tests read the source as text; nothing of the package is imported.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
PACKAGES = ("exhibition", "illustrations")
"""The packages below `scripts/` that follow the convention."""
MOST_MODULES = 286
LEAST_MEDIAN_LINES = 90
MOST_README_LINES = 12
"""About ten lines: what the package holds, what it may import, where to begin to read."""

VERB_WORDS = """
    accept acquire adapt add align answer append apply archive ask assign await begin blank blend break build cache call
    cancel capture change check choose classify clean clear clip close collect combine comment compact compare compile
    complete compose compute concatenate conclude configure confirm connect convert copy count create crop cut decide
    decode decompress deduplicate define delegate delete derive describe detect diagnose digest disable dispatch divide
    download draft draw drop dump edit embed embolden emit enable enclose encode end ensure enter escape estimate evaluate
    exchange exclude execute exit expand expect expire explain export extend extract fetch fill filter find finish fit fix
    flatten flip flush fold follow forget format freeze generate get group grow guess handle hash identify ignore import impose index infer
    init insert inspect install interpolate intersect invoke iter join judge keep launch lay limit link list load locate
    lock log look make map mark mask match measure merge migrate mirror move multiply normalize notify open order outline
    override pack paint pair parse patch pause perform pick place plan pop position preflight prepare print probe process
    prune publish push put query quote raise rank read rebuild recognize recompute record recover redirect reduce reencode
    refresh refuse register reject release reload relocate remember remind remove rename render renew repeat replace report
    request require resample reset resize resolve restage restore resume retire reuse reverse rotate round route run sample
    sanitize save scan score search secure select send separate serialize serve set share shift shorten show shrink shuffle sign
    silence simplify skip sort speed spell split squeeze stamp start store strip stroke submit subset suggest summarize swap
    synchronize test tidy time toggle tokenize trace transfer transform trim truncate try undo unlock unpack unquote update upload
    use validate verify view visit wait walk warn watch weigh widen wrap write
"""
VERBS = frozenset(VERB_WORDS.split())
"""First words of functions and methods, in the imperative. A new verb is a new word here."""
PREDICATES = frozenset(
    ["applies", "are", "can", "contains", "does", "has", "is", "lacks", "looks", "may", "must", "needs", "overlaps"]
)
"""First words of functions that return whether something is so."""
CONVERSIONS = frozenset(["as", "from", "to"])
"""First words of functions that return the same thing in another form: `to_page_uri`, `from_names`."""

EXCEPTIONS = {
    "main": "the entry point of a program",
    "dataclass": "takes the place of the library's",
    "addObjects": "overrides a method of ReportLab",
    "_closePath": "the pen protocol of fontTools",
    "_curveToOne": "the pen protocol of fontTools",
    "_lineTo": "the pen protocol of fontTools",
    "_moveTo": "the pen protocol of fontTools",
    "do_GET": "called by http.server",
    "do_HEAD": "called by http.server",
    "error": "overrides a method of argparse",
    "makefile": "overrides a method of sockets",
    "sendall": "overrides a method of sockets",
    "readable": "overrides a method of io.RawIOBase",
    "readinto": "overrides a method of io.RawIOBase",
    "on_any_event": "called by watchdog",
    "reducer_override": "called by pickle",
    "forbidden_names": "a check of preflight; its name goes into preflight.json",
    "of": "`exhibition.of(Unit)`: the entries of a type, read as a phrase",
    "published": "`exhibition.published(Unit)`: the same that visitors see",
    "published_by_id": "the same, by id",
    "backlinks": "`exhibition.backlinks(entry)`: the term of the field",
    "registered": "a context manager: names the state that holds in the block",
    "documentation_pages": "called by MkDocs",
    "on_config": "called by MkDocs",
    "on_files": "called by MkDocs",
    "on_nav": "called by MkDocs",
    "on_page_content": "called by MkDocs",
    "on_page_context": "called by MkDocs",
    "on_post_page": "called by MkDocs",
    "on_post_template": "called by MkDocs",
    "on_template_context": "called by MkDocs",
}
"""Names of functions and methods that begin with no verb, each with the reason."""
RULES = re.compile(r"(?:\w+\.)?(?:check|register_message)\(")
"""Decorators of rules. A rule is named after the fault that it reports (`missing_photo`); the name goes into reports."""
RULE_TABLES = ("FILE_CHECKS", "PAGE_CHECKS")
"""Tables of rules: the functions in them are named after the faults that they find; the names go into preflight.json."""

DROPPED_WORDS = """
    aside bureau casting darkroom desk developing dice fiction forge forging founded founding hall hang hanging
    hung imposing keeper keeping leaf leaves lying mend mended mending mends moods morals newcomer newcomers nobody ordeal
    parcel press pressing promise promises rehearsal rehearse rehearsed said saying says shore silencing
    slip slips stray strays suspect suspicion tell telling tellings tells told trouble troubles untold whoever wish workshop
"""
DROPPED = frozenset(DROPPED_WORDS.split())
"""Words of dropped metaphors (photo laboratory, theatre, workshop, speech, morals).

A function that draws is exempt, because it names the thing that it draws (`draw_leaf`). A promised address is a term.
"""

TYPE_NAMES = frozenset(["Unit", "Cluster"])
TYPE_KEYS = frozenset(["unit", "cluster"])
ABOUT_TYPES = {
    "exhibition/checks/entries.py": "rules that units and clusters name each other, and what only one of them must have",
}
"""Modules outside `types/` that may ask for one content type by name, each with the reason."""


class Definition(NamedTuple):
    """A function, method or class: its file below `scripts/`, its qualified name and its node."""

    file: str
    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def list_modules() -> dict[str, ast.Module]:
    """Return the syntax tree of each module, by its path below `scripts/`."""
    paths = sorted(path for package in PACKAGES for path in (SCRIPTS / package).rglob("*.py"))
    return {path.relative_to(SCRIPTS).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def iter_definitions(file: str, body: list[ast.stmt], owner: str = "") -> Iterator[Definition]:
    """Yield the definitions of a body and of the classes in it; what is defined inside functions is left out."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Definition(file, owner + node.name, node)
        elif isinstance(node, ast.ClassDef):
            yield Definition(file, owner + node.name, node)
            yield from iter_definitions(file, node.body, f"{owner}{node.name}.")
        elif isinstance(node, ast.If):
            yield from iter_definitions(file, [*node.body, *node.orelse], owner)


@cache
def list_definitions() -> list[Definition]:
    """Return every class, function and method of the packages."""
    return [found for file, module in list_modules().items() for found in iter_definitions(file, module.body)]


@cache
def list_rules() -> frozenset[str]:
    """Return the names of the functions that stand in a table of rules."""
    found = set()
    for module in list_modules().values():
        for node in module.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(target, ast.Name) and target.id in RULE_TABLES for target in targets):
                found |= {name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)}
    return frozenset(found)


def is_rule(found: Definition) -> bool:
    """Is this function a rule, by its decorator or because it stands in a table of rules?"""
    decorators = [ast.unparse(one) for one in found.node.decorator_list]
    return any(RULES.match(one) for one in decorators) or found.name in list_rules()


def is_property(found: Definition) -> bool:
    """Is this a property, which is read like a field and named by a noun?"""
    decorators = [ast.unparse(one) for one in found.node.decorator_list]
    return any(one.endswith(("property", ".setter", ".deleter")) for one in decorators)


def is_drawing(found: Definition) -> bool:
    """Does this function draw the thing that its name says?"""
    return found.name.rsplit(".", 1)[-1].lstrip("_").startswith("draw_")


def split_words(name: str) -> list[str]:
    """Return the words of a name in small letters: `BuildState.is_stale` is build, state, is, stale."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def test_no_class_name_is_defined_twice() -> None:
    places = defaultdict(list)
    for found in list_definitions():
        if isinstance(found.node, ast.ClassDef):
            places[found.name.rsplit(".", 1)[-1]].append(found.file)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def is_named_well(found: Definition) -> bool:
    """Does the name of a function begin with a verb, a predicate or a conversion, or is it exempt?"""
    name = found.name.rsplit(".", 1)[-1]
    if isinstance(found.node, ast.ClassDef) or re.fullmatch(r"__\w+__", name):
        return True
    first = name.lstrip("_").split("_")[0]
    known = first in VERBS or first in PREDICATES or first in CONVERSIONS
    return known or name in EXCEPTIONS or is_property(found) or is_rule(found)


def test_functions_begin_with_a_verb() -> None:
    assert [f"{found.file}: {found.name}" for found in list_definitions() if not is_named_well(found)] == []


def test_every_exception_is_still_needed() -> None:
    names = {found.name.rsplit(".", 1)[-1] for found in list_definitions()}
    assert sorted(set(EXCEPTIONS) - names - {"do_HEAD"}) == []


def has_code(module: ast.Module) -> bool:
    """Does a module hold more than a docstring? The package files that do not are no modules to be read."""
    return not all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in module.body)


def test_there_are_few_modules_and_they_are_not_tiny() -> None:
    files = [file for file, module in list_modules().items() if file.startswith("exhibition/") and has_code(module)]
    lines = [len((SCRIPTS / file).read_text("utf-8").splitlines()) for file in files]
    assert len(files) <= MOST_MODULES
    assert median(lines) >= LEAST_MEDIAN_LINES


def test_no_name_has_a_dropped_word() -> None:
    names = {file.removesuffix(".py") for file in list_modules()}
    exempt = (is_rule, is_property, is_drawing)
    named = [found for found in list_definitions() if not any(test(found) for test in exempt)]
    names |= {f"{found.file}: {found.name}" for found in named}
    assert sorted(name for name in names if DROPPED & set(split_words(name))) == []


def find_types_asked_for(module: ast.Module) -> Iterator[int]:
    """Yield the lines on which one content type is asked for: by `isinstance`, or by comparing with its key."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
            asked = {
                one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in ast.walk(node.args[1])
            }
            if asked & TYPE_NAMES:
                yield node.lineno
        elif isinstance(node, ast.Compare):
            values = {
                one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
            if values & TYPE_KEYS:
                yield node.lineno
        elif (
            isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant) and node.value.value in TYPE_KEYS
        ):
            yield node.lineno


def test_no_content_type_is_asked_for_by_name() -> None:
    found = [
        f"{file}:{line}"
        for file, module in list_modules().items()
        if not file.startswith("exhibition/types/") and file not in ABOUT_TYPES
        for line in find_types_asked_for(module)
    ]
    assert found == []


def test_types_asked_for_are_found() -> None:
    text = 'isinstance(entry, Unit | model.Cluster)\nkind == "unit"\nkind in ("cluster", "all")\nisinstance(entry, Entry)\n'
    assert list(find_types_asked_for(ast.parse(text))) == [1, 2, 3]


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_has_a_short_readme(package: str) -> None:
    folders = sorted(path.parent for path in (SCRIPTS / package).rglob("__init__.py"))
    assert folders
    readmes = {folder.relative_to(SCRIPTS).as_posix(): folder / "README.md" for folder in folders}
    assert [name for name, readme in readmes.items() if not readme.is_file()] == []
    lengths = {name: len(readme.read_text("utf-8").splitlines()) for name, readme in readmes.items()}
    assert {name: count for name, count in lengths.items() if not 1 <= count <= MOST_README_LINES} == {}


def test_words_of_names() -> None:
    assert split_words("BuildState.is_stale") == ["build", "state", "is", "stale"]
    assert split_words("HTMLPage") == ["html", "page"]
    assert split_words("exhibition/pages/facet_lists") == ["exhibition", "pages", "facet", "lists"]
