"""Check the output intent, XMP and Info of a file, and that they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from pikepdf import Array, Dictionary, Name, Stream

from ..standards import CONDITION, REGISTRY
from .leaf import File

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
ASKED = (
    *(("dc", "title"), ("xmp", "CreateDate"), ("xmp", "ModifyDate"), ("xmp", "MetadataDate"), ("pdf", "Trapped")),
    *(("xmpMM", "DocumentID"), ("xmpMM", "VersionID"), ("xmpMM", "RenditionClass")),
)
"""XMP properties that PDF/X-4 requires (ISO 15930-7, 6.7)."""
INFO = ("/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped")
AGREE = (
    ("/Title", "dc", "title"),
    ("/Creator", "xmp", "CreatorTool"),
    ("/Producer", "pdf", "Producer"),
    ("/CreationDate", "xmp", "CreateDate"),
    ("/ModDate", "xmp", "ModifyDate"),
    ("/Trapped", "pdf", "Trapped"),
)
"""Entries of Info, each with the XMP property that must have the same value."""
REDO = "请重新出图。"


def wrong_intent(file: File) -> Iterator[str]:
    """Report anything but exactly one output intent for FOGRA39 with an embedded CMYK printer profile."""
    intents = file.pdf.Root.get("/OutputIntents")
    if not isinstance(intents, Array) or len(intents) != 1:
        yield f"输出意图有 {len(intents) if isinstance(intents, Array) else 0} 个，要恰好一个。{REDO}"
        return
    for page in file.pdf.pages:
        if "/OutputIntents" in page.obj:
            yield f"有的页面另带输出意图。{REDO}"
            return
    intent = intents[0]
    named = str(intent.get("/OutputConditionIdentifier", ""))
    if intent.get("/S") != Name.GTS_PDFX or named != CONDITION or str(intent.get("/RegistryName", "")) != REGISTRY:
        yield f"输出意图是“{named}”，应该是 {CONDITION}。{REDO}"
    yield from profile_faults(intent.get("/DestOutputProfile"))


def profile_faults(profile: object) -> Iterator[str]:
    """Check the header of the output intent's profile (ICC.1:2010, 7.2); yield messages."""
    if not isinstance(profile, Stream):
        yield f"输出意图里没有嵌入 ICC 特性文件。{REDO}"
        return
    head = profile.read_bytes()[:128]
    wrong = profile.get("/N") != 4 or head[36:40] != b"acsp"
    if wrong or head[12:16] != b"prtr" or head[16:20] != b"CMYK":
        yield f"输出意图里嵌入的不是 CMYK 印刷机的 ICC 特性文件。{REDO}"


def xmp(file: File) -> dict[str, str] | None:
    """Return the properties of the XMP by `{namespace}name`; None if there is no XMP or it has declarations (`<!`)."""
    stream = file.pdf.Root.get("/Metadata")
    if not isinstance(stream, Stream):
        return None
    data = stream.read_bytes()
    if b"<!" in data:
        return None
    found: dict[str, str] = {}
    for description in ElementTree.fromstring(data).iter(f"{RDF}Description"):
        found |= description.attrib
        for element in description:
            item = element.find(f".//{RDF}li")
            found[element.tag] = ((item if item is not None else element).text or "").strip()
    return found


def wrong_metadata(file: File) -> Iterator[str]:
    """Report XMP and Info that are missing, incomplete or inconsistent."""
    properties, info = xmp(file), file.pdf.trailer.get("/Info")
    if properties is None or not isinstance(info, Dictionary):
        yield f"缺少 XMP 或文档信息（Info）。{REDO}"
        return
    missing = [f"{prefix}:{name}" for prefix, name in ASKED if not properties.get(f"{{{SPACES[prefix]}}}{name}")]
    missing += [key.lstrip("/") for key in INFO if not str(info.get(key, ""))]
    if missing:
        yield f"文件的说明缺少 {'、'.join(missing)}。{REDO}"
    if info.get("/Trapped") != Name("/False"):
        yield f"没有写明没有做过陷印（Trapped 应该是 False）。{REDO}"
    for key, prefix, name in AGREE:
        said, also = plain(str(info.get(key, ""))), plain(properties.get(f"{{{SPACES[prefix]}}}{name}", ""))
        if said != also:
            yield f"文档信息的 {key.lstrip('/')} 和 XMP 的 {prefix}:{name} 不一致。{REDO}"
    yield from version_faults(file, properties, info)


def version_faults(file: File, properties: dict[str, str], info: Dictionary) -> Iterator[str]:
    """Check that XMP and Info name the file's standard and no other; yield messages."""
    standard = file.standard
    named = {text for tag, text in properties.items() if tag.endswith("}GTS_PDFXVersion")}
    if properties.get(f"{{{standard.namespace}}}GTS_PDFXVersion") != standard.title or len(named) != 1:
        yield f"XMP 没有写明是 {standard.title}。{REDO}"
    for key in ("/GTS_PDFXVersion", "/GTS_PDFXConformance"):
        if str(info.get(key, "")) != (standard.title if standard.in_info else ""):
            yield f"文档信息的 {key.lstrip('/')} 和 {standard.title} 不符。{REDO}"


DATE = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)(Z|[+-]\d\d.?\d\d.?)?")


def plain(text: str) -> str:
    """Normalize a value of Info or XMP: a date to digits and zone, a name without its slash, other text unchanged."""
    date = DATE.fullmatch(text)
    if not date:
        return text.removeprefix("/")
    zone = re.sub(r"[^\d+-]", "", date.group(7) or "Z")
    return "".join(date.groups()[:6]) + ("" if zone in ("", "+0000", "-0000") else zone)
