"""The peer PyYAML + pydantic as a command: reads content files and reports what is wrong in each.

`schema_check.py [--c-loader] ROOT FILE…` (or no files: all entries below ROOT; without the option it parses by
`yaml.safe_load`, as its manual shows) prints a line of JSON: by file, "named" (a field
is reported), "stopped" (YAML could not be parsed), "crashed" (any other exception); files without findings are left
out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import yaml
from pydantic import ValidationError

from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.types import CLUSTER, UNIT
from peer_schemas import model

C_LOADER = "--c-loader"


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


if __name__ == "__main__":
    main()
