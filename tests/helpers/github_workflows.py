"""Workflows of GitHub Actions as data, and their steps as a runner executes them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

HOME = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((HOME / ".github" / "workflows").glob("*.yml"))
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""How GitHub runs a step whose shell is `bash`."""

Step = Mapping[str, Any]


def read(path: Path) -> dict[str, Any]:
    """Return a workflow; YAML 1.1 parses its `on` as a boolean."""
    workflow: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    workflow["on"] = workflow.pop(True)
    return workflow


def steps(path: Path) -> Iterator[Step]:
    """Yield every step of every job of a workflow."""
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def ran(
    step: Step, checkout: Path, environment: Mapping[str, str], values: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run one step; `values` are the values of its expressions, and none may be missing."""
    own = {key: EXPRESSION.sub(lambda found: values[found[1]], str(text)) for key, text in step.get("env", {}).items()}
    assert not EXPRESSION.search(step["run"])
    script = checkout.parent / "step.sh"
    script.write_text(step["run"], "utf-8")
    return subprocess.run(
        [*SHELL, str(script)],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "HOME": str(checkout.parent), "CI": "true", **environment, **own},
        capture_output=True,
        encoding="utf-8",
    )
