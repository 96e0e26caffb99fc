"""What is made when it is first used: the methods of frozen dataclasses, compiled patterns.

A process that does one small thing loads some 400 dataclasses and uses 100 of them. `dataclasses` writes and compiles six functions
for each, which took an eighth of the time of a build after one line has changed. Here a class gets functions that make the real
ones, by `dataclasses` itself, on the first call. Otherwise such a class is what `dataclasses.dataclass` makes of it.
Likewise patterns that take long to compile, of which most commands use few.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(kind: type | None = None, /, **options: bool) -> Any:
        """Return a class as `dataclasses.dataclass` makes it, with the same options.

        Of one that is frozen and has no order the methods are made later.
        """
        if not options.get("frozen") or options.get("order"):
            return dataclasses.dataclass(kind, **options) if kind else dataclasses.dataclass(**options)
        return add_methods(kind, **options) if kind else lambda kind: add_methods(kind, **options)


METHODS: dict[str, dict[str, bool]] = {
    "__init__": {"init": True, "frozen": True},
    "__repr__": {"repr": True},
    "__eq__": {"eq": True},
    "__hash__": {"eq": True, "frozen": True},
}
"""The methods that are made later, with the options by which `dataclasses` makes them."""
NOTHING = {"init": False, "repr": False, "eq": False, "frozen": False}


def add_methods(kind: type, *, eq: bool = True, **options: bool) -> type:
    """Return a frozen dataclass with methods that make those of `METHODS` when they are first called.

    Those that the class has itself stay.
    """
    own = vars(kind)
    names = ["__init__", "__repr__"] + (["__eq__", "__hash__"] if eq else [])
    # A class that says what is equal has None here, which nobody wrote.
    written = {name for name in names if own.get(name) is not None}
    # A frozen class must not follow one that is not, nor the other way round.
    below = any(
        vars(one)["__dataclass_params__"].frozen for one in kind.__mro__[1:] if "__dataclass_params__" in vars(one)
    )
    made: Any = dataclasses.dataclass(**{**options, **NOTHING, "frozen": below})(kind)
    if not below:
        freeze(made, slots=options.get("slots", False))
    for name in names:
        if name not in written:
            setattr(made, name, make_later(made, name))
    return made  # type: ignore[no-any-return]


def freeze(kind: Any, *, slots: bool) -> None:
    """Let nobody set or delete a field of an object of a class."""
    fields = frozenset(one.name for one in dataclasses.fields(kind))

    def refuse_change(self: object, name: str, value: object) -> None:
        if type(self) is kind or name in fields:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(kind, self).__setattr__(name, value)

    def refuse_deletion(self: object, name: str) -> None:
        if type(self) is kind or name in fields:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(kind, self).__delattr__(name)

    kind.__setattr__, kind.__delattr__ = refuse_change, refuse_deletion
    if slots:
        kind.__getstate__, kind.__setstate__ = list_values, set_values
    kind.__dataclass_params__.frozen = True


def list_values(self: Any) -> list[object]:
    """Return the values of all fields, for copies and pickles."""
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def set_values(self: Any, values: list[object]) -> None:
    """Set the values of all fields."""
    for one, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, one.name, value)


def make_later(kind: Any, name: str) -> Callable[..., Any]:
    """Return a method that puts the one of `dataclasses` in its own place and calls it."""

    def call_first(*values: Any, **named: Any) -> Any:
        setattr(kind, name, make_method(kind, name))
        return getattr(kind, name)(*values, **named)

    call_first.__name__, call_first.__qualname__ = name, f"{kind.__qualname__}.{name}"
    return call_first


def make_method(kind: Any, name: str) -> Any:
    """Return a method as `dataclasses` makes it for a class, by making a class with the same fields."""
    fields = dataclasses.fields(kind)
    body: dict[str, Any] = {one.name: one for one in fields}
    body |= {"__annotations__": {one.name: one.type for one in fields}, "__module__": kind.__module__}
    body["__qualname__"] = kind.__qualname__
    # It has a signature of its own as its text otherwise, which takes long to find out.
    body["__doc__"] = name
    if hasattr(kind, "__post_init__"):
        body["__post_init__"] = kind.__post_init__
    twin: Any = dataclasses.dataclass(**{**NOTHING, **METHODS[name], "slots": "__slots__" in vars(kind)})(
        type(kind.__name__, (), body)
    )
    return vars(twin)[name]


class LazyPattern:
    """What has the methods and attributes of a compiled pattern of text, and compiles it when the first of them is asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self.told = text, flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern and return one of its attributes; from then on they are found without this."""
        text, flags = self.told
        compiled = re.compile(text, flags)
        self.__dict__.update({one: getattr(compiled, one) for one in ATTRIBUTES})
        return getattr(compiled, name)


ATTRIBUTES = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))


def compile_later(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern for its methods; a wrong one raises `re.error` on its first use.

    >>> compile_later("[ab]+").sub("-", "xaby"), compile_later("a", re.I).fullmatch("A") is not None
    ('x-y', True)
    """
    return cast("re.Pattern[str]", LazyPattern(text, flags))
