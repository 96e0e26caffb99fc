"""The peer PyYAML + pydantic as a command: reads content files and reports what is wrong in each.

`schema_check.py [--c-loader] ROOT FILE…` (or no files: all entries below ROOT; without the option it parses by
`yaml.safe_load`, as its manual shows) prints a line of JSON: by file, "named" (a field
is reported), "stopped" (YAML could not be parsed), "crashed" (any other exception); files without findings are left
out.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, create_model
from pydantic import Field as Constraint

from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.model.field_types import Boolean, Choice, Date, EntryId, FieldType, FocusPoint, Integer, Text
from exhibition.model.fields import Field, ListOf, RecordList, Requirement
from exhibition.model.vocabulary import Lexicon
from exhibition.types import CLUSTER, UNIT
from peer_schemas import C_LOADER, DAY, HIGHEST_ID, LOWEST_ID, POINT, words_of


def main() -> None:
    """Check the files of the command line."""
    words = sys.argv[1:]
    loader = yaml.CSafeLoader if words[0] == C_LOADER else yaml.SafeLoader
    root, *named = map(Path, words[words[0] == C_LOADER :])
    lexicon = build_lexicon(read_vocabularies(root)[0])
    unit, cluster = model("Unit", UNIT.fields, lexicon), model("Cluster", CLUSTER.fields, lexicon)
    files = named or [
        *root.glob("content/units/*/*/index.md"),
        *root.glob("content/clusters/*/index.md"),
    ]
    found = {}
    for file in files:
        try:
            block = file.read_text(encoding="utf-8").split("---\n", 2)[1]
            (cluster if "/clusters/" in file.as_posix() else unit).model_validate(yaml.load(block, Loader=loader))
        except ValidationError:
            found[file.name] = "named"
        except yaml.YAMLError:
            found[file.name] = "stopped"
        except Exception:
            found[file.name] = "crashed"
    print(json.dumps(found, ensure_ascii=False))


def model(name: str, fields: tuple[Field, ...], lexicon: Lexicon) -> type[BaseModel]:
    """Return the pydantic model of a record of `fields`."""
    definitions: dict[str, Any] = {}
    for number, field in enumerate(fields):
        needed = field.required in (Requirement.ALWAYS, Requirement.PUBLISHED)
        kind = annotation(f"{name}_{number}", field.kind, lexicon)
        definitions[f"field_{number}"] = (
            (kind, Constraint(alias=field.key)) if needed else (kind | None, Constraint(None, alias=field.key))
        )
    return create_model(name, __config__=ConfigDict(extra="forbid", coerce_numbers_to_str=True), **definitions)


def annotation(name: str, kind: FieldType | ListOf | RecordList, lexicon: Lexicon) -> Any:
    """Return the annotation of one type of value."""
    if isinstance(kind, RecordList):
        return list[model(name, kind.fields, lexicon)]  # type: ignore[misc]
    if isinstance(kind, ListOf):
        return list[annotation(name, kind.item, lexicon)]  # type: ignore[misc]
    if isinstance(kind, Choice | Boolean):
        # A vocabulary may have no word yet: then nothing may be chosen.
        return Literal[words] if (words := words_of(kind, lexicon)) else type(None)
    if isinstance(kind, Integer):
        return Annotated[int, Constraint(ge=kind.low, le=kind.high)]
    if isinstance(kind, EntryId):
        return Annotated[int, Constraint(ge=LOWEST_ID, le=HIGHEST_ID)]
    if isinstance(kind, Date):
        return int | date | Annotated[str, StringConstraints(pattern=f"^{DAY}$")]
    if isinstance(kind, FocusPoint):
        return Annotated[str, StringConstraints(pattern=f"^{POINT}$")]
    return Annotated[str, StringConstraints(max_length=(kind.limit or None) if isinstance(kind, Text) else None)]


if __name__ == "__main__":
    main()
