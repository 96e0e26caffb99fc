"""Shards: parts of a table of our own values (entries, findings), each kept in one sealed file of a cache.

A value is pickled. A pickle can name any function of the machine and have it called, and who can write the cache must not
gain that (docs/trust.md). So `load_values` knows no name but those of value types of a few packages of ours: dataclasses
without a `__post_init__`, enumerations, named tuples, and the types in a table that the caller passes. Everything else in
a file (another name, a wrong seal, another program, bytes that are no pickle) makes the shard count as absent.

A pickle may also set attributes of whatever it has named or made (the opcode BUILD). So a name is not answered with the
class itself, but with a function that is made for this one reading and calls it; and members of enumerations, which
outlive the reading, are compared with what they were before.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, field, fields, is_dataclass
from enum import Enum
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from types import MemberDescriptorType
from typing import Any, NamedTuple

from ..lazy import dataclass
from .cache import add_seal, has_seal, make_folder, put_in_place, read_regular

PROTOCOL = 5


class ValueCodec(NamedTuple):
    """How values of a type that is neither dataclass, enumeration nor named tuple are kept."""

    split: Callable[[Any], tuple[Any, ...]]
    """Returns the parts of a value, of which it is made again."""
    join: Callable[..., Any]
    """Makes a value of its parts."""


@dataclass(frozen=True, slots=True)
class ValueTypes:
    """The types of values that a shard may hold beside texts, numbers, tuples, lists, dictionaries and sets."""

    packages: tuple[str, ...]
    """Packages of ours (dotted names) whose value types are known."""
    codecs: Mapping[type, ValueCodec]
    """What else is known."""
    found: dict[tuple[str, str], type] = field(default_factory=dict, compare=False, repr=False)
    """The types that were found by their names: each shard names the same ones."""

    def is_known(self, kind: type) -> bool:
        """May a value of this type be kept?"""
        return kind in self.codecs or (
            "." not in kind.__qualname__
            and any(f"{kind.__module__}.".startswith(f"{package}.") for package in self.packages)
            and is_value_type(kind)
        )

    def find(self, module: str, name: str) -> type:
        """Return a known type by its name. Raises UnpicklingError for every other name; imports nothing."""
        if (module, name) in self.found:
            return self.found[module, name]
        kind = vars(sys.modules[module]).get(name) if module in sys.modules else None
        if isinstance(kind, type) and (kind.__module__, kind.__qualname__) == (module, name) and self.is_known(kind):
            self.found[module, name] = kind
            return kind
        raise pickle.UnpicklingError(f"{module}.{name}")


PLAIN = ValueTypes((), {})
"""Texts, numbers and what holds them."""


class Layout(NamedTuple):
    """How a dataclass is taken apart: by position, or by the names of those fields that differ from their default."""

    get_values: Callable[[Any], tuple[Any, ...]]
    named: tuple[tuple[str, Any], ...]
    """Name and default of each field, where it must be made by names; empty where it is made by position."""
    required: frozenset[str]
    """The names of those of them that have no default."""
    slots: tuple[tuple[Callable[[Any, Any], None], str, Any], ...]
    """What sets each of them, its name, its default; empty where not every one has a slot."""


@lru_cache(maxsize=512)
def get_layout(kind: type) -> Layout:
    """Return how a dataclass is taken apart and made again."""
    own = fields(kind)
    get = attrgetter(*(one.name for one in own))
    by_name = any(one.kw_only for one in own)
    named = tuple((one.name, one.default) for one in own) if by_name else ()
    slots = tuple(
        (slot.__set__, name, default)
        for name, default in named
        if isinstance(slot := getattr(kind, name, None), MemberDescriptorType)
    )
    required = frozenset(name for name, default in named if default is MISSING)
    # `attrgetter` of one name returns no tuple.
    read = get if len(own) > 1 else lambda value: (get(value),)
    return Layout(read, named, required, slots if len(slots) == len(named) else ())


@lru_cache(maxsize=512)
def is_value_type(kind: type) -> bool:
    """Is this an enumeration, a named tuple, or a dataclass that is made of its fields and does nothing else?"""
    if is_dataclass(kind):
        return not hasattr(kind, "__post_init__") and all(one.init for one in fields(kind)) and bool(fields(kind))
    return issubclass(kind, Enum) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))


class ValuePickler(pickle.Pickler):
    """Pickler that takes known values apart. Raises PicklingError for others."""

    def __init__(self, file: io.BytesIO, types: ValueTypes) -> None:
        super().__init__(file, PROTOCOL)
        self.types = types
        self.known: dict[type, tuple[Layout | None, ValueCodec | None]] = {}

    def reducer_override(self, value: Any) -> Any:
        """Return how `value` is made again: its type and what that is called with."""
        kind = type(value)
        row = self.known.get(kind)
        if row is None:
            if isinstance(value, type):
                # The name of a known type, which `reducer_override` has returned.
                return NotImplemented
            if not self.types.is_known(kind):
                raise pickle.PicklingError(f"{kind.__module__}.{kind.__qualname__}")
            row = self.known[kind] = (
                get_layout(kind) if kind not in self.types.codecs and is_dataclass(kind) else None,
                self.types.codecs.get(kind),
            )
        layout, codec = row
        if layout is not None:
            values = layout.get_values(value)
            if not layout.named:
                return kind, values
            pairs = zip(layout.named, values, strict=True)
            return kind, ({name: one for (name, default), one in pairs if one is not default},)
        if codec:
            return kind, codec.split(value)
        return kind, (value.value,) if isinstance(value, Enum) else tuple(value)


class ValueUnpickler(pickle.Unpickler):
    """Unpickler that knows the names of known types only, and none of them as itself."""

    def __init__(self, file: io.BytesIO, types: ValueTypes) -> None:
        super().__init__(file)
        self.types = types
        self.members: list[tuple[Enum, dict[str, Any]]] = []
        """The attributes of the members of the enumerations that were named, as they were before."""

    def find_class(self, module: str, name: str) -> Any:
        """Return what makes values of a known type. Raises UnpicklingError for every other name."""
        kind = self.types.find(module, name)
        if kind in self.types.codecs:
            return partial(self.types.codecs[kind].join)
        if issubclass(kind, Enum):
            self.members += [(member, dict(vars(member))) for member in kind]
        elif is_dataclass(kind) and get_layout(kind).named:
            return partial(make_by_name, kind, get_layout(kind))
        return partial(kind)

    def restore_members(self) -> bool:
        """Give members of enumerations their attributes back; return whether any were changed."""
        changed = [(member, before) for member, before in self.members if vars(member) != before]
        # A member that was named twice gets what it had the first time.
        for member, before in reversed(changed):
            vars(member).clear()
            vars(member).update(before)
        return bool(changed)


def make_by_name(kind: type, layout: Layout, values: dict[str, Any]) -> Any:
    """Return a value of a dataclass whose fields are known by name."""
    if not layout.slots or not values.keys() >= layout.required:
        return kind(**values)
    # An entry has some fifty fields: its `__init__` takes twice as long.
    made: Any = object.__new__(kind)
    get = values.get
    for put, name, default in layout.slots:
        put(made, get(name, default))
    return made


def dump_values(value: Any, types: ValueTypes) -> bytes:
    """Return a value as bytes. Raises PicklingError where part of it is of an unknown type."""
    file = io.BytesIO()
    ValuePickler(file, types).dump(value)
    return file.getvalue()


def load_values(data: bytes, types: ValueTypes) -> Any:
    """Return the value of bytes that `dump_values` has made; None where they cannot be read, whatever they are.

    Nothing is imported and nothing is called but what makes known values.
    """
    reading = ValueUnpickler(io.BytesIO(data), types)
    try:
        value = reading.load()
    except Exception:  # bytes that somebody else has written may raise anything
        value = None
    return None if reading.restore_members() else value


def check_text(value: object) -> str:
    """Return a text. Raises TypeError for everything else."""
    if type(value) is not str:
        raise TypeError
    return value


END = "\0"
"""Stands behind each text of a column. No path, id or digest has it."""


def join_column(texts: Iterable[str]) -> str:
    """Return texts as one: a table is one text a column, which is written and read in a fifth of the time."""
    return "".join([f"{text}{END}" for text in texts])


def split_column(column: str) -> list[str]:
    """Return the texts of a column. Raises AttributeError or TypeError where it is none."""
    return column.split(END)[:-1]


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of one table, in a folder of a cache. Each is written whole or not at all."""

    folder: Path
    beside: Path
    """Folder on the same disk in which a file is written before it gets its name."""
    types: ValueTypes

    def read(self, name: str, key: str) -> Any:
        """Return the value of a shard that was written under this key; None where there is none."""
        try:
            kept = read_regular(self.folder / name)
        except OSError:
            return None
        # What is loaded ends before its seal: nothing of 24 MB need be copied without it.
        return load_values(kept, self.types) if has_seal(f"{name} {key}", kept) else None

    def write(self, name: str, key: str, value: Any) -> bool:
        """Keep a value under a key instead of what the shard holds; return whether its types are known.

        Where the folder cannot be written nothing is kept: a loss costs time only.
        """
        try:
            data = dump_values(value, self.types)
        except UNKNOWN:
            return False
        with suppress(OSError):
            for folder in (self.folder, self.beside):
                make_folder(folder)
            put_in_place(self.folder / name, add_seal(f"{name} {key}", data), self.beside, durable=False)
        return True

    def can_hold(self, value: Any) -> bool:
        """Are all types known of which a value consists?"""
        try:
            dump_values(value, self.types)
        except UNKNOWN:
            return False
        return True


UNKNOWN = (pickle.PicklingError, TypeError, AttributeError, RecursionError)
"""What a value of an unknown type raises when it is taken apart."""
