"""Export of the whole site as the docs tree of MkDocs: what a plain `mkdocs build` needs to give the same pages.

The way out of this program, and the reference for `engine`. In the folder stand `mkdocs.yml` (ours, with its own `docs`,
`site` and hooks), `overrides/` as it is, `docs/` with the source of every page and every asset as a static file, and
the MkDocs hooks that write the Content-Security-Policy. `mkdocs build` there makes every file of the site but
`OWN_FILES`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .build import Plan, plan
from .continuation import Places, look_of
from .diagnostics import Diagnostic, Refusal
from .locking import locked
from .manifest import FILE as MANIFEST
from .model import Artifact
from .model.artifact import HASH_DIGITS
from .publishing import MARKER as SITE_MARKER
from .report.progress import Progress
from .search import entry_scripts
from .tree import write_tree

OWN_FILES = {
    SITE_MARKER: "says that a folder was built and may be replaced; hidden, of no use to visitors",
    MANIFEST: "counts the files of a finished site, so that `upload` notices a partial copy",
}
"""Files of a site that publishing adds after rendering, with the reason why MkDocs does not make them."""

MARKER = ".exhibition-docs"
"""A file that says: this folder was exported and may be replaced."""

PACKAGE = "exhibition_hooks"
"""The package of our modules in an exported folder."""

MODULES = ("mkdocs_hooks.py", "csp.py", "css_subset.py", "bodies/sanitizer.py")
"""What the hooks consist of, copied as it is; no module of ours but these is needed there."""

OWN_SETTINGS = ("docs_dir", "site_dir", "hooks")
"""Settings of `mkdocs.yml` that the exported one has in place of ours."""

HOOKS = f'''"""MkDocs hooks of this site. `export-docs` has written them, with the package {PACKAGE}."""

from {PACKAGE}.mkdocs_hooks import *  # noqa: F403
from {PACKAGE} import mkdocs_hooks

EXTRA = {{extra}}


def on_config(config):
    """Give the templates what a build knows beside mkdocs.yml."""
    config.extra.update(EXTRA)
    return mkdocs_hooks.on_config(config)
'''


@dataclass(frozen=True, slots=True)
class Export:
    """What has become of an export."""

    diagnostics: tuple[Diagnostic, ...]
    written: bool = False
    pages: int = 0
    missing: tuple[str, ...] = ()
    """Addresses of the published site for which there would be no page; with any, nothing is written."""


def export_docs(places: Places, folder: Path, progress: Progress) -> Export:
    """Write the docs tree of the exhibition, with everything that MkDocs needs, into `folder`.

    With any 错误 in the content nothing is written. `places.site` is the published site, whose addresses are kept. Raises
    Refusal where `folder` holds something that no export has written.
    """
    refuse_foreign(folder, places.root)
    with locked(folder, "export-docs", progress.say):
        refuse_foreign(folder, places.root)
        planned = plan(places, progress)
        if planned.blocked or planned.lost:
            return Export(planned.found, missing=planned.lost)
        with progress.phase("写出页面") as advance:
            artifacts = [Artifact(f"docs/{one.uri}", one.make, one.key) for one in planned.artifacts]
            artifacts += [*settings(places, planned), *hooks(), *templates(places.root)]
            write_tree([*artifacts, Artifact(MARKER, bytes)], folder, places.objects, advance)
    return Export(planned.found, written=True, pages=len(planned.pages))


def refuse_foreign(folder: Path, root: Path) -> None:
    """Raise Refusal where `folder` is neither new, empty nor an earlier export, or lies within the content."""
    if (folder.exists() and not folder.is_dir()) or (
        folder.is_dir() and not (folder / MARKER).exists() and any(folder.iterdir())
    ):
        raise Refusal(f"“{folder}”里已经有别的东西，不会去动它。请写一个新的文件夹，或者一个空的。")
    for name in ("content", "overrides"):
        inside = (root / name).resolve()
        if inside in (folder.resolve(), *folder.resolve().parents):
            raise Refusal(f"“{folder}”在 {name}/ 里面，导出的文件会和内容混在一起。请换一个别处的文件夹。")


def settings(places: Places, planned: Plan) -> Iterator[Artifact]:
    """Yield `mkdocs.yml`, and the file by which MkDocs finds our hooks with what this build knows."""
    look = look_of(places.root, planned.assets)[0][:HASH_DIGITS]
    extra = {"look": f"?{look}", "search": entry_scripts(one.uri for one in planned.assets), "trial": ""}
    text = (places.root / "mkdocs.yml").read_text("utf-8")
    yield Artifact("mkdocs.yml", partial(bytes, own_settings(text).encode()))
    yield Artifact("hooks.py", partial(bytes, HOOKS.replace("{extra}", json.dumps(extra, ensure_ascii=False)).encode()))


def own_settings(text: str) -> str:
    r"""Return the text of `mkdocs.yml` with the settings of an exported folder; everything else stays as it is written.

    >>> own_settings("# 注释\nsite_name: 展厅\ndocs_dir: .cache/docs # 生成的\nsite_dir: site\nextra:\n  a: 1\n")
    '# 注释\nsite_name: 展厅\nextra:\n  a: 1\ndocs_dir: docs\nsite_dir: site\nhooks:\n  - hooks.py\n'
    """
    import yaml

    lines = text.splitlines(keepends=True)
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = tree.value if isinstance(tree, yaml.MappingNode) else []
    hooks = ["hooks.py"]
    for key, value in reversed(pairs):
        if key.value not in OWN_SETTINGS:
            continue
        if key.value == "hooks":
            hooks = [*(str(node.value) for node in value.value), *hooks]
        # A block ends at the beginning of the next line, everything else within its last one.
        last = value.end_mark.line if value.end_mark.column else value.end_mark.line - 1
        del lines[key.start_mark.line : last + 1]
    head = "".join(lines)
    head += "" if head.endswith("\n") else "\n"
    return f"{head}docs_dir: docs\nsite_dir: site\nhooks:\n" + "".join(f"  - {name}\n" for name in hooks)


def hooks() -> Iterator[Artifact]:
    """Yield the package of our MkDocs hooks."""
    here = Path(__file__).resolve().parent
    for name in MODULES:
        yield Artifact(f"{PACKAGE}/{name}", (here / name).read_bytes)
    for folder in sorted({Path(name).parent for name in MODULES}):
        yield Artifact((Path(PACKAGE) / folder / "__init__.py").as_posix(), bytes)


def templates(root: Path) -> Sequence[Artifact]:
    """Return every file of `overrides/`."""
    folder = root / "overrides"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [Artifact(f"overrides/{path.relative_to(folder).as_posix()}", path.read_bytes) for path in paths]
