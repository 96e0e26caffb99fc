"""Turns vocabularies into the words that mean the same, and those that a question may hold without asking for anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..files import read_within
from ..model import Term, Vocabularies
from ..pages.question_words import SUFFIXES, stem
from .normal import canonical, fold


@dataclass(frozen=True, slots=True)
class Words:
    """Groups of words of one meaning, and words to pass over."""

    same: tuple[tuple[str, ...], ...] = ()
    stop: tuple[str, ...] = ()


def read_words(root: Path) -> Words:
    """Read `content/vocabularies/synonyms.yml` below `root`; no file, no words."""
    try:
        told = yaml.safe_load(read_within(root, "content/vocabularies/synonyms.yml").decode("utf-8-sig")) or {}
    except FileNotFoundError:
        return Words()
    same = tuple(tuple(map(str, [term["名称"], *(term.get("别名") or [])])) for term in told.get("词") or [])
    return Words(same, tuple(map(str, told.get("停用词") or [])))


def known(words: Words, vocabularies: Vocabularies) -> Words:
    """Return all words as they are compared: those of the file, the aliases of themes, the short forms of streets."""
    groups = [*words.same, *map(theme_names, vocabularies.themes), *map(street_names, vocabularies.streets)]
    alike = (tuple(dict.fromkeys(map(compared, group))) for group in groups)
    return Words(tuple(group for group in alike if len(group) > 1), tuple(dict.fromkeys(map(compared, words.stop))))


def compared(word: str) -> str:
    """Return a word in the form in which it is compared."""
    return canonical(fold(word))


def theme_names(term: Term) -> tuple[str, ...]:
    """Return the names of a theme."""
    return (term.name, *term.aliases)


def street_names(term: Term) -> tuple[str, ...]:
    """Return the names that a street is written by: stem first, then with each suffix."""
    return tuple(dict.fromkeys((stem(term.name), *term.aliases, *written_out(stem(term.name)))))


def written_out(street_stem: str) -> Iterator[str]:
    """Yield the stem of a street with each suffix."""
    return (street_stem + end for end in SUFFIXES)
