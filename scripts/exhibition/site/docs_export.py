"""Export of the whole site as the docs tree of MkDocs: what a plain `mkdocs build` needs to give the same pages.

The way out of this program, and the reference for `mkdocs_engine`. In the folder stand `mkdocs.yml` (ours, with its own `docs`,
`site` and hooks), `overrides/` as it is, `docs/` with the source of every page and every asset as a static file, and
the MkDocs hooks that write the Content-Security-Policy. `mkdocs build` there makes every file of the site but
`OWN_FILES`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from ..bodies import sanitizer
from ..diagnostics import Diagnostic, Refusal
from ..lazy import dataclass
from ..model import Artifact
from ..model.artifact import HASH_DIGITS
from ..pages.contact_pages import build_page_links
from ..progress import Progress
from ..search import list_entry_scripts
from ..storage.locking import lock_folder
from ..storage.output_tree import write_tree
from ..storage.patching import is_below
from ..storage.publishing import SITE_MARKER
from ..storage.site_records import MANIFEST_FILE as MANIFEST
from . import csp, css_subset, mkdocs_hooks
from .build import PROCESSES, Plan, plan
from .incremental import BuildFolders, compute_look, read_published
from .mkdocs_engine import list_hook_names, list_theme_files, parse_top_level, read_settings

OWN_FILES = {
    SITE_MARKER: "says that a folder was built and may be replaced; hidden, of no use to visitors",
    MANIFEST: "counts the files of a finished site, so that `upload` notices a partial copy",
}
"""Files of a site that publishing adds after rendering, with the reason why MkDocs does not make them."""

MARKER = ".exhibition-docs"
"""A file that says: this folder was exported and may be replaced."""

HOOKS_FILE = "exhibition_events.py"
"""The file that the exported `mkdocs.yml` names as a hook; a maintainer's own may well be called hooks.py."""

PACKAGE = "exhibition_hooks"
"""The package of our modules in an exported folder."""

MODULES = (mkdocs_hooks, csp, css_subset, sanitizer)
"""What the hooks consist of, copied as it is; no module of ours but these is needed there."""

EXPORTED = frozenset(("docs", "overrides", "mkdocs.yml", HOOKS_FILE, PACKAGE, MARKER, "site", "__pycache__"))
"""What stands in an exported folder, with what MkDocs and Python add."""

OWN_SETTINGS = ("docs_dir", "site_dir", "hooks")
"""Settings of `mkdocs.yml` that the exported one has in place of ours."""

HOOKS = f'''"""MkDocs hooks of this site. `export-docs` has written them, with the package {PACKAGE}."""

from {PACKAGE}.site.mkdocs_hooks import *  # noqa: F403
from {PACKAGE}.site import mkdocs_hooks

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


def export_docs(places: BuildFolders, folder: Path, progress: Progress) -> Export:
    """Write the docs tree of the exhibition, with everything that MkDocs needs, into `folder`.

    With any 错误 in the content nothing is written. `places.site` is the published site, whose addresses are kept. Raises
    Refusal where `folder` holds something that no export has written.
    """
    refuse_foreign(folder, places.root)
    with lock_folder(folder, "export-docs", progress.say):
        refuse_foreign(folder, places.root)
        planned = plan(places, progress, read_published(places), processes=PROCESSES)
        if planned.blocked or planned.lost:
            return Export(planned.found, missing=planned.lost)
        with progress.time_phase("写出页面") as advance:
            artifacts = [Artifact(f"docs/{one.uri}", one.make, one.key) for one in planned.artifacts]
            artifacts += [*iter_settings(places, planned), *iter_hooks(), *list_templates(places.root)]
            # The marker first: an export that was killed may be repeated.
            write_tree([Artifact(MARKER, bytes), *artifacts], folder, places.objects, advance, processes=PROCESSES)
    return Export(planned.found, written=True, pages=len(planned.pages))


def refuse_foreign(folder: Path, root: Path) -> None:
    """Raise Refusal where `folder` holds anything that is not of an earlier export, or lies within the content."""
    ours = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not ours and (folder / MARKER).is_file():
        # Beside these somebody may have put a repository of their own.
        ours = {path.name for path in folder.iterdir()} <= {*EXPORTED, *list_hook_names(read_settings(root))}
    if not ours:
        raise Refusal(f"“{folder}”里已经有别的东西，不会去动它。请写一个新的文件夹，或者一个空的。")
    for name in ("content", "overrides"):
        inside = (root / name).resolve()
        if inside in (folder.resolve(), *folder.resolve().parents):
            raise Refusal(f"“{folder}”在 {name}/ 里面，导出的文件会和内容混在一起。请换一个别处的文件夹。")


def iter_settings(places: BuildFolders, planned: Plan) -> Iterator[Artifact]:
    """Yield `mkdocs.yml`, the hooks that it names, and the file by which MkDocs finds ours, with what this build knows."""
    links = build_page_links(planned.exhibition)
    look = compute_look(places.root, planned.assets, links=links)[0][:HASH_DIGITS]
    extra = {
        "look": f"?{look}",
        "search": list_entry_scripts(one.uri for one in planned.assets),
        "trial": "",
        "links": links,
    }
    text = read_settings(places.root)
    yield Artifact("mkdocs.yml", replace_settings(text).encode)
    yield Artifact(HOOKS_FILE, HOOKS.replace("{extra}", json.dumps(extra, ensure_ascii=False)).encode)
    for name in list_hook_names(text):
        if not is_below(name):
            raise Refusal(f"mkdocs.yml 里的 hooks 写着“{name}”，不在项目的文件夹里。请把它放进来，再导出一次。")
        yield Artifact(name, (places.root / name).read_bytes)


def replace_settings(text: str) -> str:
    r"""Return the text of `mkdocs.yml` with the settings of an exported folder; everything else stays as it is written.

    >>> replace_settings("# 注释\nsite_name: 展厅\ndocs_dir: .cache/docs # 生成的\nsite_dir: site\nextra:\n  a: 1\n")
    '# 注释\nsite_name: 展厅\nextra:\n  a: 1\ndocs_dir: docs\nsite_dir: site\nhooks:\n  - exhibition_events.py\n'
    """
    lines = text.splitlines(keepends=True)
    for key, value in reversed(parse_top_level(text)):
        if key.value in OWN_SETTINGS:
            # A block ends where the next key begins, everything else within its last line.
            last = value.end_mark.line if value.end_mark.column else value.end_mark.line - 1
            del lines[key.start_mark.line : last + 1]
    head = "".join(lines)
    own = [
        "docs_dir: docs",
        "site_dir: site",
        "hooks:",
        *(f"  - {name}" for name in (*list_hook_names(text), HOOKS_FILE)),
    ]
    return "\n".join([*([head.removesuffix("\n")] if head else []), *own, ""])


def iter_hooks() -> Iterator[Artifact]:
    """Yield the package of our MkDocs hooks: modules where they are in ours, in packages that are otherwise empty."""
    folders = {PurePosixPath(PACKAGE)}
    for module in MODULES:
        assert module.__file__
        path = PurePosixPath(PACKAGE, *module.__name__.split(".")[1:]).with_suffix(".py")
        folders |= {folder for folder in path.parents if folder.name}
        yield Artifact(str(path), Path(module.__file__).read_bytes)
    yield from (Artifact(f"{folder}/__init__.py", bytes) for folder in sorted(folders))


def list_templates(root: Path) -> Sequence[Artifact]:
    """Return every file of `overrides/`."""
    return [Artifact(path.relative_to(root).as_posix(), path.read_bytes) for path in list_theme_files(root)]
