"""What `mkdocs.yml` says of files and programs of its own, read as text: no tag in it is run."""

from __future__ import annotations

from pathlib import Path

import yaml


def read_settings(root: Path) -> str:
    """Return the text of `mkdocs.yml`."""
    return (root / "mkdocs.yml").read_text("utf-8")


def parse_top_level(text: str) -> list[tuple[yaml.Node, yaml.Node]]:
    """Return the keys and values of a YAML file with their places."""
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    return tree.value if isinstance(tree, yaml.MappingNode) else []


def list_hook_names(text: str) -> list[str]:
    """Return the files of Python that `mkdocs.yml` names as hooks; none where it does not hold a list of them.

    >>> list_hook_names("hooks: [a.py, b/c.py]"), list_hook_names("nav: []"), list_hook_names("hooks: a.py")
    (['a.py', 'b/c.py'], [], [])
    """
    found = [value for key, value in parse_top_level(text) if key.value == "hooks"]
    return [str(node.value) for value in found if isinstance(value, yaml.SequenceNode) for node in value.value]


def has_plugins(text: str) -> bool:
    """Return whether `mkdocs.yml` names plugins or hooks, which may deal with all pages of a build at once.

    >>> has_plugins("plugins: []"), has_plugins("plugins: [search]"), has_plugins("hooks: [a.py]")
    (False, True, True)
    """
    return any(
        key.value in ("plugins", "hooks") and value.value not in ([], "") for key, value in parse_top_level(text)
    )


def list_hook_sources(root: Path) -> list[Path]:
    """Return the files of hooks and the modules beside them, which a hook may import."""
    hooks = [root / name for name in list_hook_names(read_settings(root))]
    beside = (path for folder in {hook.parent for hook in hooks} for path in folder.glob("*.py"))
    return sorted(path for path in {*hooks, *beside} if path.is_file())
