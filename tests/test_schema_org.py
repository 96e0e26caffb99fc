"""JSON-LD: what pages tell machines, expanded by a processor and held against the terms of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote

import pytest
import yaml
from playwright.sync_api import Browser
from pyld import jsonld

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.exchange.open_data import OpenData
from exhibition.model import Entry, Exhibition, PartialDate, Status
from exhibition.model.content_types import ContentType
from exhibition.model.entry import NamedPerson
from exhibition.model.exhibition import iter_records
from exhibition.model.field_types import Date, Reference, Text
from exhibition.model.fields import Field, Requirement
from exhibition.model.record_types import EntryRecord, Record, RecordType
from exhibition.pages.page import Page
from exhibition.pages.schema_org import (
    build_context,
    describe_archive,
    describe_dataset,
    describe_room,
    iter_entry_nodes,
    render_graph,
)
from exhibition.records import EXPERIENCES, MEETINGS, Experience, Meeting, Rating
from exhibition.types import CONTENT_TYPES
from exhibition.types.showcase import Exhibit, Showcase
from helpers import sites
from helpers.hostile_texts import VECTORS

SCHEMA = "https://schema.org/"
THING = {"name", "description", "url", "identifier"}
TYPES: Mapping[str, set[str]] = {
    "Place": {*THING, "address", "containedInPlace", "containsPlace"},
    "PostalAddress": {"addressLocality", "streetAddress"},
    "VirtualLocation": THING,
    "Organization": {*THING, "location", "member", "award", "knowsAbout"},
    "OrganizationRole": {*THING, "roleName"},
    "Event": {*THING, "about", "startDate", "eventStatus", "eventAttendanceMode", "location", "organizer"},
    "HowTo": {*THING, "about", "step", "estimatedCost", "locationCreated"},
    "HowToStep": {*THING, "position", "text"},
    "Thing": THING,
    "CreativeWork": THING,
    "ItemList": {*THING, "itemListElement", "numberOfItems"},
    "ListItem": {*THING, "position", "item"},
    "BreadcrumbList": {*THING, "itemListElement"},
    "TouristTrip": {*THING, "itinerary"},
    "WebSite": {*THING, "inLanguage", "potentialAction"},
    # Properties that end in -input say what an action asks for (schema.org, "Potential Actions").
    "SearchAction": {*THING, "target", "query-input"},
    "EntryPoint": {*THING, "urlTemplate"},
    "Dataset": {*THING, "version", "license", "isAccessibleForFree", "inLanguage", "creator", "distribution"},
    "DataDownload": {*THING, "encodingFormat", "contentUrl"},
}
"""Types of schema.org that pages tell of, with the properties that schema.org gives to them or to what they are kinds of."""
CONTEXT = {
    "@vocab": SCHEMA,
    **{
        name: {"@id": SCHEMA + name, "@type": "@id"}
        for name in ("url", "item", "license", "contentUrl", "eventStatus", "eventAttendanceMode")
    },
}
"""The part of the context of schema.org that these types use; a test asks no network."""


def load_document(url: str, _: object) -> dict[str, object]:
    """Return the context of schema.org; whatever else a processor would fetch is a fault."""
    assert url == SCHEMA
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": CONTEXT},
    }


def expand(document: Any) -> list[dict[str, Any]]:
    options = {"documentLoader": load_document, "base": "https://louzu.example/10001/record.json"}
    return jsonld.expand(document, options)  # type: ignore[no-any-return]


def iter_objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from iter_objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from iter_objects(inner)


def hold_graph(text: str) -> list[dict[str, Any]]:
    """Return the nodes of a script's text, after everything that holds for all was held."""
    document = json.loads(text)
    for found in iter_objects(document):
        assert not any(value is None or value in ("", [], {}) for value in found.values()), found
        assert not {"geo", "latitude", "longitude", "telephone"} & found.keys()
    nodes = expand(document)
    seen = set()
    for node in iter_objects(nodes):
        if "@type" not in node or "@value" in node:
            continue
        (kind,) = node["@type"]
        name = kind.removeprefix(SCHEMA)
        seen.add(name)
        assert {key.removeprefix(SCHEMA) for key in node if not key.startswith("@")} <= TYPES[name], node
        assert not node.get("@id", "https:").startswith("_:")
        assert re.match(r"https://", node.get("@id", "https://"))
    assert seen
    return document["@graph"]  # type: ignore[no-any-return]


class ScriptReader(HTMLParser):
    """Texts of the data blocks of a page, and the number of its other scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.others = 0
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.inside = dict(attrs).get("type") == "application/ld+json"
            self.others += not self.inside

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts.append(data)


def read_scripts(html: str) -> ScriptReader:
    reader = ScriptReader()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


@pytest.fixture(scope="module")
def told(shipped: Exhibition) -> Exhibition:
    """The shipped content as if no example were one."""
    return shipped.replace_entries(replace(entry, example=False) for entry in shipped.entries)


def find_nodes(graph: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [node for node in graph if node["@type"] == kind]


def tell(entry: Entry) -> list[dict[str, Any]]:
    shown = sites.make_empty().replace_entries([entry])
    return hold_graph(describe_archive(entry, f"{entry.id}/record/", [["首页", "../../"]], "数字档案", shown))


def test_every_entry_can_be_told(told: Exhibition) -> None:
    kinds = set()
    for entry in told.published(Entry):
        graph = hold_graph(describe_archive(entry, f"{entry.id}/record/", [["首页", "../../"]], "数字档案", told))
        kinds |= {node["@type"] for node in graph}
    assert kinds >= {"Place", "Organization", "Event", "HowTo", "ItemList", "BreadcrumbList"}


def test_pages_carry_what_they_tell(built: Path, shipped: Exhibition) -> None:
    paths = [f"{entry.id}/record" for entry in shipped.published(Entry) if (built / entry.id / "record").exists()]
    rooms = [row.room.path.rstrip("/") for row in CONTENT_TYPES.record_types if row.room]
    assert paths
    for path in (*paths, *rooms, "data"):
        (text,) = read_scripts((built / path / "index.html").read_text("utf-8")).texts
        (way,) = find_nodes(hold_graph(text), "BreadcrumbList")
        last = way["itemListElement"][-1]["item"]
        assert last == f"{shipped.settings.site_url}{path}/"
        for step in way["itemListElement"]:
            assert (built / step["item"].removeprefix(shipped.settings.site_url) / "index.html").exists()


def test_examples_are_told_to_no_machine(built: Path, shipped: Exhibition) -> None:
    examples = [one for one in shipped.published(Entry) if one.example and (built / one.id / "record").exists()]
    assert examples
    for entry in examples:
        (text,) = read_scripts((built / entry.id / "record/index.html").read_text("utf-8")).texts
        assert [node["@type"] for node in hold_graph(text)] == ["BreadcrumbList"]
    ids = "|".join(entry.id for entry in shipped.entries if entry.example)
    for row in CONTENT_TYPES.record_types:
        if row.room:
            (text,) = read_scripts((built / row.room.path / "index.html").read_text("utf-8")).texts
            assert not re.search(rf"/(?:{ids})/", text)


def test_a_page_of_an_entry_tells_nothing_for_its_bytes(built: Path) -> None:
    assert not read_scripts((built / "10001/index.html").read_text("utf-8")).texts


def test_a_meeting_is_an_event_as_precise_as_its_date() -> None:
    dates = (PartialDate(2018), PartialDate(2018, 3), PartialDate(2018, 3, 12), None)
    unit = sites.unit(0, meetings=tuple(Meeting(date=date, topic="电梯井") for date in dates))
    events = find_nodes(tell(unit), "Event")
    assert [event["startDate"] for event in events] == ["2018", "2018-03", "2018-03-12"]
    assert {event["location"]["name"] for event in events} == {f"{unit.street}{unit.compound}"}
    assert {event["eventStatus"] for event in events} == {"https://schema.org/EventScheduled"}
    assert events[2]["@id"] == "https://louzu.example/20000/record/#meetings-3"


@pytest.mark.parametrize(
    ("form", "kinds", "mode"),
    [
        ("线上", ["VirtualLocation"], "OnlineEventAttendanceMode"),
        ("线下", ["Place"], "OfflineEventAttendanceMode"),
        ("线上线下", ["Place", "VirtualLocation"], "MixedEventAttendanceMode"),
        ("", ["Place"], None),
    ],
)
def test_where_a_meeting_was_is_told_as_far_as_it_is_known(form: str, kinds: list[str], mode: str | None) -> None:
    (event,) = find_nodes(
        tell(sites.unit(0, meetings=(Meeting(date=PartialDate(2018), topic="井", form=form),))), "Event"
    )
    places = event["location"] if isinstance(event["location"], list) else [event["location"]]
    assert [place["@type"] for place in places] == kinds
    assert event.get("eventAttendanceMode", "").removeprefix(SCHEMA) == (mode or "")


def test_a_meeting_of_a_place_without_compound_is_in_its_street() -> None:
    unit = sites.unit(0, compound="", meetings=(Meeting(date=PartialDate(2018), topic="井"),))
    (event,) = find_nodes(tell(unit), "Event")
    assert event["location"]["name"] == unit.street


def test_experience_is_a_howto_with_steps_and_cost_in_words() -> None:
    cases = (
        Experience(problem="楼道堆物", steps="贴纸条，认东西，周六一起搬", cost="500元以下", outcome="走道宽了"),
        Experience(problem="飞线充电", cost="说不清"),
    )
    first, second = find_nodes(tell(sites.unit(0, experiences=cases)), "HowTo")
    assert [(step["position"], step["text"]) for step in first["step"]] == [
        (1, "贴纸条"),
        (2, "认东西"),
        (3, "周六一起搬"),
    ]
    assert first["estimatedCost"] == "500元以下"
    assert not {"step", "estimatedCost", "description"} & second.keys()


def test_an_award_has_the_number_of_its_document() -> None:
    announced = Rating(date=PartialDate(2023, 12), step="发文挂牌", stars=4, document="示例文〔2023〕1号")
    unit = sites.unit(0, stars=4, ratings=(replace(announced, step="实地验收"), announced), group=("楼组长",))
    (group,) = find_nodes(tell(unit), "Organization")
    assert group["award"] == "四星楼组（2023年12月挂牌，文号 示例文〔2023〕1号）"
    assert group["member"] == [{"@type": "OrganizationRole", "roleName": "楼组长"}]
    bare = sites.unit(0, stars=4, ratings=(replace(announced, document=""),))
    assert not find_nodes(tell(bare), "Organization")
    later = replace(announced, date=PartialDate(2025), stars=5)
    (group,) = find_nodes(tell(replace(unit, ratings=(announced, later))), "Organization")
    assert len(group["award"]) == 2


def test_no_member_has_a_name_and_no_place_a_point() -> None:
    person = NamedPerson(name="示例老师", consent="已公开报道")
    unit = sites.unit(0, group=("楼组长", "示例老师", "自治小组成员"), persons=(person,))
    graph = tell(unit)
    (group,) = find_nodes(graph, "Organization")
    assert [one["roleName"] for one in group["member"]] == ["楼组长", "自治小组成员"]
    (place,) = find_nodes(graph, "Place")
    assert place["address"]["streetAddress"] == f"{unit.compound}{unit.building}"
    assert "示例老师" not in json.dumps(graph, ensure_ascii=False)


def test_a_showcase_is_a_list_of_what_is_public() -> None:
    unit, draft = sites.unit(1), sites.unit(2, status=Status.DRAFT)
    exhibits = (Exhibit(draft.id), Exhibit(unit.id))
    showcase = Showcase(id="30001", name="展", status=Status.PUBLISHED, spans={}, exhibits=exhibits)
    shown = sites.make_empty().replace_entries([unit, draft, showcase])
    (listed,) = iter_entry_nodes(showcase, shown)
    assert [one["url"] for one in listed["itemListElement"]] == [f"https://louzu.example/{unit.id}/"]  # type: ignore[attr-defined]


def test_a_page_of_a_list_counts_on_from_the_page_before() -> None:
    unit = sites.unit(0, meetings=tuple(Meeting(topic=f"第{number}件事") for number in range(3)))
    shown = sites.make_empty().replace_entries([unit])
    text = describe_room("council/2/", "议事厅", [["首页", "../../"]], iter_records(unit, MEETINGS), 49, shown)
    (listed,) = find_nodes(hold_graph(text), "ItemList")
    assert [one["position"] for one in listed["itemListElement"]] == [49, 50, 51]


def test_the_dataset_names_every_file(shipped: Exhibition) -> None:
    data = OpenData(shipped)
    (dataset,) = find_nodes(hold_graph(describe_dataset(data, "开放数据", [["首页", "../"]])), "Dataset")
    files = {one["contentUrl"].removeprefix("https://louzu.example/data/") for one in dataset["distribution"]}
    assert files == data.table_files.keys()
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert 50 <= len(dataset["description"]) <= 5000


@pytest.mark.parametrize("vector", [*VECTORS, "</script><b>", "<!--<script>", "\u2028甲\u2029", "]]>&lt;/script&gt;"])
def test_no_text_ends_the_script(vector: Any) -> None:
    hostile = vector if isinstance(vector, str) else str(vector)
    text = render_graph([{"@type": "Thing", "name": hostile}])
    assert not re.search("[<>&\u2028\u2029]", text)
    reader = read_scripts(f'<script type="application/ld+json">{text}</script><script>own</script>')
    assert reader.others == 1
    (found,) = reader.texts
    assert json.loads(found)["@graph"] == [{"@type": "Thing", "name": hostile}]


def test_the_text_reaches_a_template_as_it_is() -> None:
    text = render_graph({"@type": "Thing", "name": vector} for vector in map(str, VECTORS))
    _, front, _ = Page("x/", "data.html", "甲", {"ld": text}).render().decode().split("---\n", 2)
    assert yaml.safe_load(front)["ld"] == text


def test_the_policy_of_pages_lets_data_stand(built: Path, browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in ("data", "10001/record", "wisdom"):
        page.goto((built / path / "index.html").as_uri())
        text = page.evaluate("document.querySelector('script[type=\"application/ld+json\"]').textContent")
        assert hold_graph(text)
    page.close()
    assert not [line for line in said if "Content Security Policy" in line]


def make_archive(entry: Entry, shown: Exhibition) -> dict[str, Any]:
    """Return an entry as JSON under the keys of its front matter, as `record.json` has it."""
    row = CONTENT_TYPES.get_type_of(entry)
    data = OpenData(shown)
    document: dict[str, Any] = {"@context": build_context(row, shown), "@id": f"{entry.id}/"}
    for field in row.fields:
        if field.internal:
            continue
        if not hasattr(field.kind, "noun"):
            value = data.get_value(entry, entry, field)
            document |= {} if value is None else {field.key: list(value) if isinstance(value, tuple) else value}
        elif records := getattr(entry, field.attribute):
            document[field.key] = [
                {
                    inner.key: value
                    for inner in field.kind.fields  # type: ignore[union-attr]
                    if not inner.internal and (value := data.get_value(entry, record, inner)) is not None
                }
                for record in records
            ]
    return document


def test_keys_of_an_archive_are_terms_of_schema_org_or_lines_of_the_dictionary(built: Path, told: Exhibition) -> None:
    words = (built / "data/dictionary/index.html").read_text("utf-8")
    anchors = {f"https://louzu.example/data/dictionary/#{one}" for one in re.findall(r'<div id="([^"]+)"', words)}
    lists = re.compile(
        rf"https://louzu\.example/data/dictionary/#(?:{'|'.join(row.folder for row in CONTENT_TYPES)})-\w+"
    )
    for entry in told.published(Entry):
        (node,) = expand(make_archive(entry, told))
        assert node["@id"] == f"https://louzu.example/{entry.id}/"
        assert node[f"{SCHEMA}name"] == [{"@value": entry.name}]
        assert node[f"{SCHEMA}identifier"] == [{"@value": entry.id}]
        for found in iter_objects([node]):
            for key in found:
                if not key.startswith("@"):
                    assert key.startswith(SCHEMA) or unquote(key) in anchors or lists.fullmatch(key), key


def test_references_in_an_archive_are_addresses() -> None:
    unit, cluster = sites.unit(1, cluster="90001"), sites.cluster(1, members=("20001",))
    shown = sites.make_empty().replace_entries([unit, cluster])
    (node,) = expand(make_archive(unit, shown))
    assert {"@id": "https://louzu.example/90001"} in node[f"{SCHEMA}containedInPlace"]
    (node,) = expand(make_archive(cluster, shown))
    assert node[f"{SCHEMA}containsPlace"] == [{"@id": "https://louzu.example/20001"}]


def test_a_meeting_in_an_archive_has_the_terms_of_an_event() -> None:
    unit = sites.unit(1, meetings=(Meeting(date=PartialDate(2018, 3), topic="井", people=18),))
    shown = sites.make_empty().replace_entries([unit])
    (node,) = expand(make_archive(unit, shown))
    (meeting,) = node[f"{SCHEMA}subjectOf"]
    assert meeting[f"{SCHEMA}startDate"] == [{"@value": "2018-03"}]
    assert meeting["https://louzu.example/data/dictionary/#meetings-人数"] == [{"@value": 18}]


@dataclass(frozen=True, slots=True, kw_only=True)
class Song(Record):
    """A dummy record."""

    sung: Annotated[PartialDate | None, Field("哪天", Date(), "2025", "哪天唱的。", schema="dateCreated")] = None
    title: Annotated[str, Field("歌名", Text(40), "茉莉花", "唱了什么。", Requirement.ALWAYS, schema="name")]
    sung_at: Annotated[str | None, Field("在哪", Reference(("unit",)), "10001", "在哪座楼唱的。")] = None


def describe_song(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    return {
        "@type": "CreativeWork",
        "name": one.name,
        "description": None,
        "url": exhibition.settings.site_url + one.path,
    }


SONGS = RecordType("dummy-songs", "唱歌", Song, help="唱一首。", what="title", when="sung", schema=describe_song)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choir(Entry):
    """A dummy content type."""

    songs: Annotated[tuple[Song, ...], SONGS.field] = ()


def test_a_type_and_a_list_that_a_test_declares_are_told() -> None:
    """No other file is touched: nodes, terms of the context."""
    songs = (Song(sung=PartialDate(2025), title="茉莉花", sung_at="20001"),)
    choir = Choir(id="30001", name="歌队", status=Status.PUBLISHED, spans={}, songs=songs)
    with CONTENT_TYPES.registered(ContentType("choir", "歌队", Choir, folder="choirs")):
        shown = sites.make_empty().replace_entries([choir, sites.unit(1)])
        graph = hold_graph(describe_archive(choir, "30001/record/", [["首页", "../../"]], "数字档案", shown))
        assert [(node["@type"], node.get("name")) for node in graph] == [
            ("CreativeWork", "歌队"),
            ("CreativeWork", "茉莉花"),
            ("BreadcrumbList", None),
        ]
        (node,) = expand(make_archive(choir, shown))
        (song,) = node[f"{SCHEMA}subjectOf"]
        assert song[f"{SCHEMA}name"] == [{"@value": "茉莉花"}]
        assert song["https://louzu.example/data/dictionary/#dummy-songs-在哪"] == [
            {"@id": "https://louzu.example/20001"}
        ]


def test_lists_that_schema_org_knows_say_what_they_are() -> None:
    assert MEETINGS.schema
    assert EXPERIENCES.schema


def read_ld(page: Path) -> list[dict[str, Any]]:
    """Return the nodes that a page tells."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    return list(json.loads(found[1])["@graph"]) if found else []


def test_every_page_that_shows_the_way_to_it_tells_it(built: Path) -> None:
    told = 0
    for page in built.rglob("index.html"):
        text = page.read_text("utf-8")
        if '<nav class="ex-crumbs' in text and "noindex" not in text:
            (way,) = [node for node in read_ld(page) if node["@type"] == "BreadcrumbList"]
            assert way["itemListElement"][0]["name"] == "首页", page
            canonical = re.search(r'<link rel="canonical" href="([^"]+)">', text)
            assert canonical and way["itemListElement"][-1]["item"] == canonical[1], page
            told += 1
    assert told > 50


def test_the_home_page_tells_the_site_and_how_to_ask_it(built: Path, shipped: Exhibition) -> None:
    (site,) = read_ld(built / "index.html")
    assert (site["@type"], site["url"]) == ("WebSite", shipped.settings.site_url)
    template: str = site["potentialAction"]["target"]["urlTemplate"]
    assert template == f"{shipped.settings.site_url}search/?q={{search_term_string}}"
    assert site["potentialAction"]["query-input"].endswith("name=search_term_string")


def test_lists_tell_their_true_entries_in_their_order(built: Path, shipped: Exhibition) -> None:
    (listed,) = [node for node in read_ld(built / "units/index.html") if node["@type"] == "ItemList"]
    ids = [item["url"].rstrip("/").rpartition("/")[2] for item in listed["itemListElement"]]
    true = [unit.id for unit in shipped.published(CONTENT_TYPES.get_by_name("unit").model) if not unit.example]
    assert sorted(ids) == sorted(true)
    assert [item["position"] for item in listed["itemListElement"]] == list(range(1, len(true) + 1))
    assert any(node["@type"] == "ItemList" for node in read_ld(built / "showcases/index.html"))
