"""Dataclasses whose methods are made later are what `dataclasses` makes of the same class."""

from __future__ import annotations

import copy
import dataclasses
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pytest

import exhibition
from exhibition.lazy import compile_later, dataclass

Make = Callable[..., Any]


def declare(make: Make, **options: bool) -> dict[str, Any]:
    """Return some classes that `make` decorates, by name."""

    @make(frozen=True, **options)
    class Base:
        """A base."""

        name: str
        kind: ClassVar[str] = "base"
        marks: tuple[int, ...] = ()
        more: dict[str, int] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    @make(frozen=True, **options)
    class Derived(Base):
        """A class below it."""

        limit: int = dataclasses.field(default=0, init=False)
        last: str = "x"

        def __post_init__(self) -> None:
            object.__setattr__(self, "limit", len(self.name))

    @make(frozen=True, **options)
    class Spoken:
        """A class that says itself what it looks like and what is equal."""

        name: str

        def __repr__(self) -> str:
            return f"<{self.name}>"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Spoken)

        def __hash__(self) -> int:
            return 1

    @make(frozen=True, eq=False, **options)
    class Single:
        """A class of which each object is another."""

        name: str

    @make(frozen=True, kw_only=True, **options)
    class Named:
        """A class whose values are named."""

        first: str = "a"
        second: str

    return {one.__name__: one for one in (Base, Derived, Spoken, Single, Named)}


def tell(work: Callable[[], Any]) -> Any:
    """Return the result of a call, or the exception that it raises."""
    try:
        return work()
    except Exception as problem:
        return type(problem), re.sub(r"0x\w+|<locals>\.", "", str(problem))


@pytest.mark.parametrize("slots", [False, True])
def test_they_behave_as_those_of_the_library(slots: bool) -> None:
    theirs, ours = declare(dataclasses.dataclass, slots=slots), declare(dataclass, slots=slots)

    def look(one: Any) -> list[Any]:
        first = dataclasses.fields(one)[0].name
        return [
            repr(one).replace(hex(id(one)), ""),
            [(field.name, field.init, field.kw_only, getattr(one, field.name)) for field in dataclasses.fields(one)],
            tell(lambda: setattr(one, first, "x")),
            # Where there are slots that of the library raises TypeError.
            tell(lambda: setattr(one, "nowhere", "x"))[0] in (dataclasses.FrozenInstanceError, TypeError),
            tell(lambda: delattr(one, first)),
            dataclasses.replace(one) == one,
            copy.copy(one) == one,
            hash(copy.copy(one)) == hash(one),
            one == "another",
            sorted(dataclasses.asdict(one)),
            type(one).__match_args__,
            type(one).__doc__,
            hasattr(one, "__dict__"),
        ]

    def look_at_all(kinds: dict[str, Any]) -> list[Any]:
        base, derived, spoken, single, named = kinds.values()
        made = (base("a", (1,), {"b": 2}), derived("abc", last="z"), spoken("s"), single("t"), named(second="b"))
        told = [look(one) for one in made]
        told += [[tell(lambda: base()), tell(lambda: base("a", (), {}, 4)), tell(lambda: named("a", "b"))]]
        told += [[base("a") == base("a", (), {"b": 1}), base("a") == derived("a"), hash(base("a")) == hash(base("a"))]]
        told += [[base("a") != base("b"), len({base("a"), base("a"), base("b")}), base("a").more is base("a").more]]
        return told

    assert look_at_all(ours) == look_at_all(theirs)


@dataclass(frozen=True, slots=True)
class Kept:
    """A class that can be found by its name."""

    name: str
    marks: tuple[str, ...] = ()


def test_they_can_be_pickled() -> None:
    one = Kept("a", ("b",))
    assert pickle.loads(pickle.dumps(one)) == one == copy.deepcopy(one)


@dataclass(frozen=True)
class Counted:
    """A class that keeps what it has computed."""

    name: str

    @cached_property
    def length(self) -> int:
        """Length of the name."""
        return len(self.name)


def test_what_is_computed_once_can_be_kept() -> None:
    assert Counted("abc").length == 3


def test_each_may_follow_one_of_the_other_kind() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class Above(Kept):
        """A class of the library below one of ours."""

        more: int = 0

    @dataclass(frozen=True, slots=True)
    class Below(Above):
        """One of ours below that."""

        last: int = 0

    assert Below("a", (), 1, 2) == Below("a", more=1, last=2)
    assert Above("a") != Kept("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Below("a").more = 3  # type: ignore[misc]


def test_what_is_not_frozen_is_made_by_the_library() -> None:
    @dataclass
    class Changed:
        """A class whose values may change."""

        name: str

    one = Changed("a")
    one.name = "b"
    assert one == Changed("b")


def test_no_method_is_made_before_it_is_called() -> None:
    script = """
import dataclasses
made = []
create = dataclasses._create_fn
dataclasses._create_fn = lambda name, *rest, **named: made.append(name) or create(name, *rest, **named)
from exhibition.lazy import dataclass
@dataclass(frozen=True, slots=True)
class One:
    name: str
assert made == [], made
one = One("a")
assert "__init__" in made and "__repr__" not in made, made
assert repr(one) == "One(name='a')"
count = len(made)
assert repr(One("b")) == "One(name='b')" and len(made) == count, made
"""
    scripts = str(Path(exhibition.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": scripts}
    )
    assert done.returncode == 0, done.stderr


def test_a_pattern_is_compiled_when_it_is_used() -> None:
    pattern = compile_later("(?P<word>a+)b", re.IGNORECASE)
    assert set(vars(pattern)) == {"told"}
    found = pattern.search("xAAb")
    assert found and found["word"] == "AA" and pattern.groupindex == {"word": 1}
    assert pattern.pattern == "(?P<word>a+)b" and pattern.flags & re.IGNORECASE
    assert not hasattr(pattern, "nowhere")
    with pytest.raises(re.error):
        compile_later("(").search("")


ALONE = {"site/csp.py", "site/css_subset.py", "site/mkdocs_hooks.py", "bodies/sanitizer.py"}
"""Modules that an exported docs tree has: they import no other of ours."""


def test_all_frozen_dataclasses_of_the_program_are_of_this_kind() -> None:
    package = Path(exhibition.__file__).parent
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"^from dataclasses import (?:.*, )?dataclass\b", text := path.read_text("utf-8"), re.M)
        and re.search(r"^ *@dataclass\(frozen=True(?!.*order=True)", text, re.M)
    }
    assert sorted(found - ALONE) == []
