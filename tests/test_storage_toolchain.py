"""Keys and names: what another toolchain made is made anew, and one name never stands for two different files."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import PIL
import pytest

from exhibition.diagnostics import Refusal
from exhibition.media import codec, rendition_worker, renditions
from exhibition.media.rendition_worker import (
    RenditionSet,
    SourcePhoto,
    compute_set_key,
    compute_source_key,
    load_rendition_set,
)
from exhibition.media.renditions import render_photos
from exhibition.model import Artifact
from exhibition.pages import scene_pictures
from exhibition.search import CLIENT_SCRIPTS, script_data
from exhibition.search.script_data import call, make_client_name
from exhibition.site import mkdocs_hooks
from exhibition.site.incremental import compute_look
from exhibition.storage import toolchain
from exhibition.storage.cache import Cache, make_content_key
from exhibition.storage.toolchain import PROGRAM, TOOLCHAINS, ToolchainVersion, get_version, list_source_files
from test_media_renditions import add_photos, encode_image, exhibition_of, flower

HOME = Path(__file__).resolve().parents[1]


def bumped(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Let a distribution have another version than is installed."""
    true = toolchain.get_package_version
    monkeypatch.setattr(toolchain, "get_package_version", lambda name: "99.0" if name == package else true(name))


@pytest.mark.parametrize("package", sorted({name for row in TOOLCHAINS.values() for name in row.packages}))
def test_the_folders_of_distributions_tell_their_versions(package: str) -> None:
    assert toolchain.get_package_version(package) == metadata.version(package)
    assert toolchain.get_package_version("no-such-package") == "none"


# Kinds of files.

OF_NO_ACCOUNT = {
    "storage.cache": "keeps bytes as they are",
    "storage.toolchain": "this",
    "diagnostics": "what people read",
    "content.scaffold": "nouns without a decision on bytes; `model.address` is named where it has one",
    "messages": "nouns without a decision on bytes; `model.address` is named where it has one; reads content, which is an input",
    "model": "nouns without a decision on bytes; `model.address` is named where it has one",
    "privacy": "nouns without a decision on bytes; `model.address` is named where it has one",
    "text": "nouns without a decision on bytes; `model.address` is named where it has one; reads content, which is an input",
    "types": "declares fields and views; what they give stands in the docs tree, which is an input",
    "storage.safe_files": "opens files",
    "workers": "starts processes",
    "collector": "frees memory",
    "lazy": "makes methods of classes and patterns later; they are the same",
    "progress": "progress",
    "report": "progress",
    "media.messages": "what people read",
    "checks.registry": "registers checks",
    "checks.markdown": "sentences of messages",
    "checks.photos": "judges; the pages have their own copy",
    "media.renditions": "finds originals; names from keys",
    "exchange.table_files": "writes the table of a job, which is not kept",
    "storage.publishing": "writes files",
    "storage.patching": "writes files",
    "storage.output_tree": "writes files",
    "site.pipeline": "reads content, which is an input",
    "content": "reads content, which is an input",
    "site.incremental": "names folders of the cache",
    "storage.locking": "waits",
    "storage.originals": "finds and fetches pictures, whose bytes are an input",
    "storage.shared_cache": "keeps bytes as they are",
    "cluster": "says where work is done",
}
"""Modules and packages whose code determines no byte of cached files, with the reason."""
PRINTED = {"media.rendition_worker": "declares `SourcePhoto`; photos on posters are made by `print.photo`"}
OF_NO_ACCOUNT_IN = {
    "share card": PRINTED,
    "print job": PRINTED,
    "entry": {"qr": "of the site's address, which is judged each time"},
    "search": {
        "qr": "of the site's address, which is judged each time",
        "pages.facets": "decides who is listed and marked, which is found out each time",
        "pages.rooms": "finds the pages of answers, each time",
        "pages.service_pages": "finds the pages of answers, each time",
        "checks": "titles of codes, which are in the key of their file",
    },
    "syllables": {"search.page_texts": "what stands on pages, which has no part in the table"},
    "traditional forms": {"search.page_texts": "what stands on pages, which has no part in the table"},
}
"""The same for one kind of file."""


def imported(path: Path) -> Iterator[str]:
    """Yield our own modules that a file imports, dotted, below `exhibition`."""
    package = path.relative_to(PROGRAM).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) + 1 - node.level], *(node.module or "").split(".")]
            stem = ".".join(part for part in base if part)
            for name in node.names:
                full = f"{stem}.{name.name}".lstrip(".")
                place = PROGRAM.joinpath(*full.split("."))
                yield full if place.is_dir() or place.with_suffix(".py").is_file() else stem


def within(module: str, names: object) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", TOOLCHAINS)
def test_every_module_that_has_a_part_in_the_bytes_is_named(kind: str) -> None:
    row = TOOLCHAINS[kind]
    files = [
        path
        for module in row.code
        for path in map(PROGRAM.parent.joinpath, list_source_files(module))
        if path.suffix == ".py" and path.is_relative_to(PROGRAM)
    ]
    needed = {(path.relative_to(PROGRAM).as_posix(), module) for path in files for module in imported(path)}
    known = (*row.code, *OF_NO_ACCOUNT, *OF_NO_ACCOUNT_IN.get(kind, ()))
    assert sorted(one for one in needed if one[1] and not within(one[1], known)) == []


@pytest.mark.parametrize("kind", TOOLCHAINS)
def test_every_part_of_a_toolchain_changes_its_keys(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = get_version(kind)
    keys = {
        now.make_key("input"),
        now.make_key("other"),
        replace(now, code="x").make_key("input"),
        replace(now, kind="x").make_key("input"),
    }
    for package in TOOLCHAINS[kind].packages:
        with monkeypatch.context() as fake:
            bumped(fake, package)
            keys.add(get_version(kind).make_key("input"))
    assert len(keys) == 4 + len(TOOLCHAINS[kind].packages)
    assert get_version(kind) == now


BY_HAND = {
    "model/artifact.py": "where keys are declared",
    "storage/cache.py": "the hash of bytes",
    "storage/toolchain.py": "all that makes them",
    "storage/spool.py": "of a file that another process has made",
    "storage/shared_cache.py": "of the object by which a machine shows that it sees the store",
    "media/rendition_worker.py": "of the key of an original",
    "print/fonts.py": "of the key of a font",
    "media/import_prepare.py": "the hash of bytes",
    "print/jobs/bundles.py": "of the key of a maker, and hashes of bytes",
}
"""Where a text is declared to be a key; everywhere else mypy refuses a key that no toolchain has made."""


def declares_key(call: ast.Call) -> bool:
    """Is it `CacheKey(…)`, or a cast to one?"""
    names = {ast.unparse(call.func), *(f"cast to {ast.unparse(one)}" for one in call.args[:1])}
    kinds = ("CacheKey", "ContentKey")
    return bool(names & {*kinds}) or ("cast" in names and bool(names & {f"cast to '{kind}'" for kind in kinds}))


def test_keys_are_made_by_toolchains() -> None:
    found = {
        path.relative_to(PROGRAM).as_posix()
        for path in PROGRAM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and declares_key(node)
    }
    assert found == BY_HAND.keys()


PIXELS = [kind for kind, row in TOOLCHAINS.items() if "pillow" in row.packages]


@pytest.mark.parametrize("kind", PIXELS)
def test_libraries_inside_pillow_and_the_machine_change_keys(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import features

    now, true = get_version(kind), features.version
    for library in ("jpg", "libjpeg_turbo", "webp", "avif", "littlecms2", "zlib_ng"):
        with monkeypatch.context() as fake:
            fake.setattr(features, "version", lambda name, which=library: "99" if name == which else true(name))
            assert get_version(kind).make_key() != now.make_key(), library
            assert get_version(kind).make_content_key(b"x") != now.make_content_key(b"x"), library
    with monkeypatch.context() as fake:
        fake.setattr("platform.machine", lambda: "another")
        # A cache from there is not used; the same bytes have the same name.
        assert get_version(kind).make_key() != now.make_key()
        assert get_version(kind).make_content_key(b"x") == now.make_content_key(b"x")


def test_our_own_code_is_part_of_a_key_whatever_ends_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    monkeypatch.setattr(toolchain, "PROGRAM", tmp_path)
    found = []
    for text in (b"a = 1\nb = 2\n", b"a = 1\r\nb = 2\r\n", b"a = 1\nb = 3\n"):
        (folder / "recipe.py").write_bytes(text)
        toolchain.digest_source.cache_clear()
        found.append(toolchain.compute_code_digest.__wrapped__(("photos",)))
    assert found[0] == found[1] != found[2]
    with pytest.raises(FileNotFoundError):
        list_source_files("no_such_module")


# Photos.


def test_an_update_of_pillow_renames_photos_and_makes_them_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # These files are younger than two seconds; the clock is not tested here.
    monkeypatch.setattr(renditions, "SETTLED_NS", -(10**18))
    data = encode_image(flower())
    add_photos(tmp_path, {"a.jpg": data})
    exhibition, cache = exhibition_of(("a.jpg",)), Cache(tmp_path / "cache")
    cold = render_photos(exhibition, tmp_path, Cache(tmp_path / "cold"))
    with monkeypatch.context() as fake:
        fake.setattr(PIL, "__version__", "99.0")
        old = render_photos(exhibition, tmp_path, cache)
        # Another Pillow's result differs in something visible.
        key = compute_source_key(data, get_version("photo"))
        sheet = load_rendition_set(cache, key)
        assert sheet
        cache.put(compute_set_key(key), json.dumps(replace(sheet, colour="#000000").plain).encode())
        cache.put(sheet.renditions[0].key, b"of another Pillow")
        assert render_photos(exhibition, tmp_path, cache).pictures == old.pictures, (
            "the same Pillow takes what is there"
        )
    new = render_photos(exhibition, tmp_path, cache)
    assert new.pictures == cold.pictures
    assert not {one.uri for one in new.artifacts} & {one.uri for one in old.artifacts}
    assert not {one.key for one in new.artifacts} & {one.key for one in old.artifacts}
    assert [cache.get_or_make(one) for one in new.artifacts] == [one.make() for one in cold.artifacts]


def test_other_bytes_of_the_same_photo_have_other_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder that has changed without a new version."""
    data, now = encode_image(flower()), get_version("photo")
    key = compute_source_key(data, now)

    def sheet(folder: str) -> RenditionSet:
        made = rendition_worker.render_renditions(
            data, SourcePhoto(Path("a.jpg"), "a.jpg"), key, Cache(tmp_path / folder), now
        )
        assert isinstance(made, RenditionSet)
        return made

    one, same = sheet("one"), sheet("same")
    assert one == same
    true = codec.encode
    monkeypatch.setattr(codec, "encode", lambda image, format, quality: true(image, format, quality - 7))
    other = sheet("other")
    assert not {proof.key[:8] for proof in one.renditions} & {proof.key[:8] for proof in other.renditions}


def test_a_lost_print_that_comes_out_otherwise_is_never_published_under_the_old_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renditions, "SETTLED_NS", -(10**18))
    add_photos(tmp_path, {"a.jpg": encode_image(flower())})
    exhibition, cache = exhibition_of(("a.jpg",)), Cache(tmp_path / "cache")
    first = render_photos(exhibition, tmp_path, cache)
    cache.drop(first.artifacts[0].key)
    true = codec.encode
    monkeypatch.setattr(codec, "encode", lambda image, format, quality: true(image, format, quality - 7))
    with pytest.raises(Refusal, match="请再运行一次"):
        cache.get_or_make(first.artifacts[0])
    again = render_photos(exhibition, tmp_path, cache)
    assert again.artifacts[0].uri != first.artifacts[0].uri
    assert all(cache.get_or_make(one) for one in again.artifacts)


# Drawings and tables.


def test_drawings_have_the_names_of_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = scene_pictures.draw_scene_picture("10001", "council")[1]
    true = scene_pictures.draw_scene
    monkeypatch.setattr(scene_pictures, "draw_scene", lambda *seed: replace(true(*seed), svg=true(*seed).svg + b" "))
    assert scene_pictures.draw_scene_picture("10001", "council")[1].uri != before.uri


def test_tables_of_the_search_are_kept_by_their_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They have the names that the client asks for, whatever their bytes are."""
    cache = Cache(tmp_path)
    makers = (script_data.make_pinyin_file, script_data.make_traditional_file)
    before = [make("search", {"杨"}, cache).make() for make in makers]
    assert before == [make("search", {"杨"}).make() for make in makers]
    monkeypatch.setattr(script_data, "call", lambda *values: b" " + call(*values))
    after = [make("search", {"杨"}).make() for make in makers]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert [make("search", {"杨"}, cache).make() for make in makers] == before, "kept by its key"
    for package, number in (("pypinyin", 0), ("OpenCC", 1)):
        with monkeypatch.context() as fake:
            bumped(fake, package)
            assert makers[number]("search", {"杨"}, cache).make() == after[number], "another version: made anew"


def test_assets_under_the_hash_of_the_look_change_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(data: bytes = b"a", uri: str = "assets/exhibit/poster-layers.js") -> list[str]:
        return compute_look(HOME, [Artifact(uri, lambda: data)])

    assert look() == look()
    assert look(b"a")[0] != look(b"b")[0]
    assert look(b"a")[1] == look(b"b")[1]
    assert look(b"a", "10001/code.png") == look(b"b", "10001/code.png")
    now = look()
    bumped(monkeypatch, "Jinja2")
    assert look()[0] != now[0]
    assert look()[1] != now[1]


def test_the_theme_comes_out_the_same_each_time() -> None:
    assert mkdocs_hooks.load_theme_style() == mkdocs_hooks.load_theme_style()


# Published files.

HASHED = re.compile(r".*/(?P<stem>[^/]*)-(?P<hash>[0-9a-f]{8})(-\d+)?\.(?P<extension>\w+)")
OF_CLIENT = re.compile(r"assets/search/(?P<client>[0-9a-f]+)/\w+\.js")
"""Data of the search: the folder has the hash of the scripts that read it, so that a name says nothing of the bytes."""
OF_KIND = {"avif": "photo", "jpg": "photo"}
"""Toolchain of a published file, by its extension; all others are made of text alone."""


def misnamed(site: Path) -> list[str]:
    """Return the files whose name has another hash than that of their bytes, and those whose hash is unknown."""
    editions: dict[str, ToolchainVersion] = {kind: get_version(kind) for kind in set(OF_KIND.values())}
    wrong = []
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        uri, data = path.relative_to(site).as_posix(), path.read_bytes()
        if found := OF_CLIENT.fullmatch(uri):
            if found["client"] != make_client_name(CLIENT_SCRIPTS):
                wrong.append(uri)
        elif found := HASHED.fullmatch(uri):
            kind = OF_KIND.get(found["extension"])
            key = editions[kind].make_content_key(data) if kind else make_content_key(data)
            if key[:8] != found["hash"]:
                wrong.append(uri)
        elif re.search(r"[/.-][0-9a-f]{8,}[/.-]", f"/{uri}"):
            wrong.append(f"a hash of what? {uri}")
    return wrong


def test_every_hash_in_the_name_of_a_published_file_is_that_of_its_bytes(built: Path, photographed: Path) -> None:
    assert misnamed(built) == []
    assert misnamed(photographed) == []
    assert list(photographed.glob("2*/*.avif"))
