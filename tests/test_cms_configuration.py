"""Forms are what the model says: their configuration, their package, their page with and without it."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import build_lexicon
from exhibition.diagnostics import Severity
from exhibition.exchange.cms import build_form_files
from exhibition.exchange.cms.configuration import (
    DATE,
    FOCUS,
    SERVICES,
    Widget,
    build_configuration,
    build_widget,
    list_origins,
    render_configuration,
)
from exhibition.exchange.cms.package import MODULE, NAME, CmsPackage, find_package
from exhibition.exchange.npm_packages import read_pin
from exhibition.model import CmsBackend, Exhibition
from exhibition.model.content_types import FLAT
from exhibition.model.field_types import Choice, parse_date
from exhibition.model.fields import Field, ListOf, RecordList, Requirement
from exhibition.model.site_settings import is_cached_forever
from exhibition.pages import build_pages
from exhibition.progress import Progress
from exhibition.site import build, file_groups
from exhibition.site.incremental import BuildFolders
from exhibition.types import CLUSTER, CONTENT_TYPES, UNIT, Cluster, Unit
from exhibition.types.community import Community

FORGE = CmsBackend("gitea", "district/louzu", "main", "https://git.example.test")
FORGES = [
    CmsBackend(kind, "district/louzu", branch, host, app, helper)
    for kind in SERVICES
    for branch, host, app, helper in (
        ("main", "", "", ""),
        ("", "https://git.example.test", "louzu-1", "https://sign.example.test"),
    )
]


@pytest.fixture(scope="module")
def shown() -> Exhibition:
    """The shipped exhibition with forms turned on."""
    read = load_exhibition(HOME).exhibition
    return replace(read, settings=replace(read.settings, forms=FORGE))


@pytest.fixture(scope="module")
def fetched() -> CmsPackage:
    found = find_package()
    if found is None:
        pytest.skip("the npm package of the forms is not here: install npm and run scripts/start.py test")
    return found


@pytest.fixture(scope="module")
def schema(fetched: CmsPackage) -> dict[str, Any]:
    with tarfile.open(fileobj=BytesIO(fetched.data)) as archive:
        file = archive.extractfile("package/schema/sveltia-cms.json")
        return json.load(file)  # type: ignore[no-any-return, arg-type]


def with_parts(fields: tuple[Field, ...]) -> list[Field]:
    parts = [part for field in fields if isinstance(field.kind, RecordList) for part in field.kind.fields]
    return [*fields, *parts]


ENTRIES = sorted((HOME / "content").glob("*/**/[0-9]*/index.md"))
EVERY = with_parts((*UNIT.fields, *CLUSTER.fields))


@pytest.mark.parametrize("forge", FORGES, ids=lambda forge: f"{forge.kind} {forge.host or 'public'}")
def test_the_configuration_is_what_its_own_schema_allows(
    forge: CmsBackend, shown: Exhibition, schema: dict[str, Any]
) -> None:
    jsonschema.Draft7Validator(schema).validate(json.loads(render_configuration(shown, forge)))


@pytest.mark.parametrize("forge", FORGES, ids=lambda forge: f"{forge.kind} {forge.host or 'public'}")
def test_a_form_speaks_to_the_host_of_the_content_only(forge: CmsBackend, shown: Exhibition) -> None:
    told = build_configuration(shown, forge)["backend"]
    (host,) = list_origins(forge)
    assert told.get("api_root", SERVICES[forge.kind].public).startswith(host)
    assert told.get("graphql_api_root", host).startswith(host)
    assert ("auth_methods" in told) == (not forge.app_id and not forge.sign_in)


def asked(field: Field, shown: Exhibition) -> Widget:
    return build_widget(field, build_lexicon(shown.vocabularies))


@pytest.mark.parametrize("field", EVERY, ids=lambda field: field.key)
def test_a_field_is_asked_under_its_own_name_with_its_own_help(field: Field, shown: Exhibition) -> None:
    told = asked(field, shown)
    assert told["name"] == told["label"] == field.key
    assert field.help in told["hint"]
    assert field.example in told["hint"]
    assert told["required"] is (field.required is Requirement.ALWAYS)
    assert ("发布时必填" in told["hint"]) is (field.required in (Requirement.PUBLISHED, Requirement.SOURCED))


def lets_through(told: Widget, example: str) -> bool:
    """Would the form take this text?"""
    options, shape = told.get("options"), told.get("pattern")
    return (
        len(example) <= told.get("maxlength", 999)
        and (options is None or example in options)
        and (shape is None or re.search(shape[0], example) is not None)
        and (told["widget"] != "number" or told["min"] <= int(example) <= told["max"])
    )


@pytest.mark.parametrize("field", [one for one in EVERY if one.example], ids=lambda field: field.key)
def test_the_example_of_a_field_can_be_typed(field: Field, shown: Exhibition) -> None:
    told = asked(field, shown)
    assert lets_through(told.get("field", told), field.example)


def test_words_are_chosen_not_typed(shown: Exhibition) -> None:
    lexicon = build_lexicon(shown.vocabularies)
    for field in EVERY:
        kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if isinstance(kind, Choice):
            words = lexicon[kind.vocabulary] if kind.vocabulary else kind.words
            told = asked(field, shown)
            if words.names:
                assert told["options"] == list(words.names)
                assert told.get("multiple", False) is isinstance(field.kind, ListOf)


def list_widgets(told: list[Widget]) -> list[Widget]:
    """The inputs, and those inside of lists."""
    return [one for widget in told for one in (widget, *list_widgets(widget.get("fields", [])))]


def test_where_a_vocabulary_has_no_word_yet_nothing_can_be_chosen(shown: Exhibition) -> None:
    """Sveltia CMS opens no form at all where one select has no options."""
    asked_for = [
        one for told in build_configuration(shown, FORGE)["collections"] for one in list_widgets(told["fields"])
    ]
    assert all(one["options"] for one in asked_for if one["widget"] == "select")
    unnamed = [words.name for words in shown.vocabularies.by_name.values() if words.shown_slots and not words.terms]
    assert unnamed
    for one in asked_for:
        if one["name"] in unnamed:
            assert "options" not in one
            assert not lets_through(one, "读书")
            assert lets_through(one, "")


@pytest.mark.parametrize("text", ["", "2018", "2018-11", "2018-11-26", "1998-02-01"])
def test_a_date_may_be_known_in_part(text: str) -> None:
    assert re.search(DATE, text)
    assert not text or parse_date(text, "时间")[1] is None


@pytest.mark.parametrize("text", ["18-11", "2018-13", "2018年11月", "2018-11-32", "2018/11", "2018-1", " 2018"])
def test_what_is_no_date_is_answered_before_it_is_saved(text: str) -> None:
    assert not re.search(DATE, text)


@pytest.mark.parametrize("text, fine", [("50,40", True), ("", True), ("100,0", True), ("101,0", False), ("50", False)])
def test_a_focus_is_two_numbers(text: str, fine: bool) -> None:
    assert (re.search(FOCUS, text) is not None) is fine


def test_every_street_that_has_units_has_a_collection(shown: Exhibition) -> None:
    told = build_configuration(shown, FORGE)["collections"]
    told = [one for one in told if one["path"].endswith("/index")]
    folders = {one["folder"]: one["label"] for one in told}
    flat = [row for row in CONTENT_TYPES if row.layout == FLAT and shown.of(row.model)]
    assert [row.label for row in flat] == ["楼群", "社区", "展室", "路线", "达人队", "区里的事", "剧本"]
    assert {unit.folder.rpartition("/")[0] for unit in shown.of(Unit)} | {row.root for row in flat} == set(folders)
    assert all(folders[unit.folder.rpartition("/")[0]] == unit.street for unit in shown.of(Unit))
    streets = [name for name in shown.vocabularies.streets.names if name in folders.values()]
    assert [one["label"] for one in told] == [*streets, *(row.label for row in flat)]


NOWHERE = ("展室", "路线", "区里的事", "剧本")
"""Types whose entries stand in no street."""


def test_numbers_are_issued_by_the_ledger_and_nothing_is_deleted(shown: Exhibition) -> None:
    for one in build_configuration(shown, FORGE)["collections"]:
        assert (one["create"], one["delete"], one["duplicate"]) == (False, False, False)
        fixed = [field["name"] for field in one["fields"] if field.get("readonly")]
        if one["path"].endswith("/index"):
            assert fixed == (["编号"] if one["label"] in NOWHERE else ["编号", "街镇"])
        else:
            assert fixed == []


def test_a_cluster_is_chosen_by_its_name_and_stored_by_its_number(shown: Exhibition) -> None:
    units = build_configuration(shown, FORGE)["collections"][0]["fields"]
    asked_for = next(field for field in units if field["name"] == "楼群")
    assert {str(one["value"]) for one in asked_for["options"]} == {cluster.id for cluster in shown.of(Cluster)}
    assert all(one["label"].endswith(str(one["value"])) for one in asked_for["options"])
    without = build_configuration(replace(shown, entries=shown.of(Unit)), FORGE)["collections"][0]["fields"]
    assert next(field for field in without if field["name"] == "楼群")["widget"] == "number"


def test_an_entry_is_chosen_inside_of_a_list_too_and_a_word_in_the_place_of_its_number(shown: Exhibition) -> None:
    """An input of a number loses the word when the form is saved."""
    told = {one["folder"]: one for one in build_configuration(shown, FORGE)["collections"] if "/index" in one["path"]}
    ripples = next(one for one in told["content/clusters"]["fields"] if one["name"] == "溢出")
    (to,) = (one for one in ripples["fields"] if one["name"] == "到")
    assert to["widget"] == "select"
    values = [one["value"] for one in to["options"]]
    assert values[-1] == "社区"
    assert set(values[:-1]) == {int(one.id) for one in (*shown.of(Cluster), *shown.of(Community))}
    bare = build_configuration(replace(shown, entries=shown.of(Unit)), FORGE)["collections"][0]["fields"]
    (to,) = (one for told in bare if told["name"] == "溢出" for one in told["fields"] if one["name"] == "到")
    assert [one["value"] for one in to["options"]] == ["社区"]


def test_a_form_writes_in_the_order_of_the_model(shown: Exhibition) -> None:
    for one in build_configuration(shown, FORGE)["collections"]:
        row = CONTENT_TYPES.find_by_path(one["folder"])
        assert row is not None
        owned = {told.label for told in row.record_types if told.owner}
        side = {f"{{{{slug}}}}/{told.label}": told.label for told in row.record_types}
        keys = [side[one["path"]]] if one["path"] in side else [field.key for field in row.fields]
        assert [field["name"] for field in one["fields"]] == [*(key for key in keys if key not in owned), "body"]


def test_the_side_files_of_a_list_have_a_form_of_their_own_and_the_other_form_says_so(shown: Exhibition) -> None:
    told = {one["name"]: one for one in build_configuration(shown, FORGE)["collections"]}
    beside = told["example-meetings"]
    assert (beside["label"], beside["folder"]) == ("示例街镇 · 议事", "content/units/example")
    assert [field["name"] for field in beside["fields"]] == ["议事", "body"]
    (inner,) = (field for field in told["example"]["fields"] if field["name"] == "议事")
    assert inner["hint"].startswith("有的写在旁边的 议事.md 里")
    assert inner["fields"] == beside["fields"][0]["fields"]
    (elsewhere,) = (field for field in told["gaojing"]["fields"] if field["name"] == "议事")
    assert "旁边" not in elsewhere["hint"]
    assert not [name for name in told if name.endswith("-ratings")]
    assert "评定" not in [field["name"] for field in told["example"]["fields"]]


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.parent.name)
def test_what_is_shipped_stands_in_the_order_of_the_model_too(path: Path) -> None:
    """Or the first save of a form would move lines that nobody has touched."""
    row = CONTENT_TYPES.find_by_path(path.relative_to(HOME).as_posix())
    assert row is not None
    known = [field.key for field in row.fields]
    keys = re.findall(r"^([^ #\n:]+):", path.read_text("utf-8").split("\n---\n")[0], re.M)
    assert keys == sorted(keys, key=known.index)


def test_no_place_is_left_in_photographs(shown: Exhibition) -> None:
    told = build_configuration(shown, FORGE)["media_libraries"]["default"]["config"]
    assert told["transformations"]["raster_image"]["format"] == "webp"
    assert told["slugify_filename"]


def test_where_the_package_is_missing_the_keeper_is_told_at_the_setting(tmp_path: Path) -> None:
    told = build_form_files(read_on(tmp_path), find_package(tmp_path / "nowhere"))
    assert told is not None
    assert told.artifacts == []
    (said,) = told.diagnostics
    assert (said.code, said.severity, said.span.path) == ("W421", Severity.ADVICE, "mkdocs.yml")
    lines = (tmp_path / "mkdocs.yml").read_text("utf-8").split("\n")
    assert lines[said.span.line - 1].strip() == "backend: gitea"


ON = "  exhibition:\n    forms:\n      backend: gitea\n      repo: district/louzu\n      branch: main\n      host: https://git.example.test/\n"


def turned_on(root: Path, lines: str = ON) -> Path:
    """Lay out the shipped exhibition in `root`, with these settings of forms."""
    shutil.copytree(HOME / "content", root / "content")
    shutil.copytree(HOME / "overrides", root / "overrides")
    text = (HOME / "mkdocs.yml").read_text("utf-8")
    bare = re.sub(r"(?m)^    forms:\n(?:^      .*\n)+", "", text)
    (root / "mkdocs.yml").write_text(bare.replace("  exhibition:\n", lines), "utf-8")
    return root


def read_on(root: Path) -> Exhibition:
    if not (root / "content").exists():
        turned_on(root)
    return load_exhibition(root).exhibition


def test_settings_say_where_forms_write(tmp_path: Path) -> None:
    forge = read_on(tmp_path).settings.forms
    assert forge is not None
    assert replace(forge, span=FORGE.span) == FORGE
    assert (forge.host_name, CmsBackend("github", "a/b").host_name) == ("git.example.test", "GitHub")


def test_as_shipped_there_are_no_forms() -> None:
    shipped = load_exhibition(HOME).exhibition
    assert shipped.settings.forms is None
    assert build_form_files(shipped, None) is None
    assert not [one for one in build_pages(shipped, {}) if one.uri.startswith("forms/")]


def test_the_pages_of_units_lead_to_their_forms(shown: Exhibition) -> None:
    told = build_form_files(shown, None)
    unit = shown.published(Unit)[0]
    page = next(one for one in build_pages(shown, {}, None, told) if one.uri == f"{unit.id}/index.md")
    street = unit.folder.split("/")[-2]
    assert f'edit: "../forms/#/collections/{street}/entries/{unit.id}/index"' in page.make().decode()


def test_a_build_without_the_package_ends_well_and_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned_on(tmp_path)
    monkeypatch.setattr(file_groups, "find_package", lambda: None)
    monkeypatch.setattr(build, "PROCESSES", 1)
    said: list[str] = []
    places = BuildFolders(tmp_path, tmp_path / "site", tmp_path / "cache")
    outcome = build.build(places, Progress(said.append))
    assert outcome.published
    assert [one.code for one in outcome.diagnostics] == ["W421"]
    page = (tmp_path / "site" / "forms" / "index.html").read_text("utf-8")
    assert "还没有准备好" in page
    assert "../guide/edit/" in page
    assert "<script" not in page


def test_a_package_that_is_not_the_pinned_one_is_not_used(tmp_path: Path, fetched: CmsPackage) -> None:
    file = tmp_path / f"sveltia-cms-{read_pin(NAME).version}.tgz"
    file.write_bytes(fetched.data)
    assert find_package(tmp_path) == fetched
    file.write_bytes(fetched.data[:-1])
    assert find_package(tmp_path) is None


def test_what_is_served_asks_no_cdn_for_fonts(fetched: CmsPackage) -> None:
    files = {artifact.uri: artifact.make for artifact in fetched.list_artifacts()}
    module = files[fetched.folder + MODULE]()
    assert b"cdn.jsdelivr.net" not in module
    fonts = re.findall(rb"src:url\(\.\./([^)]+\.woff2)\)", module)
    assert len(fonts) == 3
    assert {font.decode() for font in fonts} <= set(files)
    (led,) = fetched.imports.values()
    assert files[led]().startswith(b"export default {")


def test_what_is_served_holds_licences_and_no_source_maps(fetched: CmsPackage) -> None:
    uris = [artifact.uri for artifact in fetched.list_artifacts()]
    assert not [uri for uri in uris if uri.endswith(".map")]
    assert fetched.folder + "LICENSE.txt" in uris
    assert {re.sub(r"-latin.*", "", uri) for uri in uris if uri.endswith(".woff2")} == {
        uri.removesuffix(".LICENSE.txt") for uri in uris if uri.endswith(".LICENSE.txt")
    }


def test_files_of_the_package_are_kept_for_ever_by_their_address(fetched: CmsPackage) -> None:
    assert all(is_cached_forever(artifact.uri) for artifact in fetched.list_artifacts())
    assert not is_cached_forever("forms/config.json")
