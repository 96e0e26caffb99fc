"""Checks of a whole file: version, encryption, structure, forbidden names, fonts, output intent, XMP and Info."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from pikepdf import Array, Dictionary, Name, Stream

from ..formats import CONDITION, REGISTRY
from .page_view import PreflightFile

HEADER = re.compile(rb"%PDF-(\d\.\d)[\r\n]")


def wrong_version(file: PreflightFile) -> Iterator[str]:
    """Report a PDF version or object streams that the standard does not allow."""
    found, wanted = HEADER.match(file.data), file.standard
    version = found.group(1).decode() if found else "?"
    if version != wanted.pdf or str(file.pdf.Root.get("/Version", f"/{version}")) != f"/{wanted.pdf}":
        yield f"文件是 PDF {version}，{wanted.title} 要 PDF {wanted.pdf}。请重新出图。"
    if not wanted.object_streams and b"/ObjStm" in file.data:
        yield f"{wanted.title} 不能用对象流。请重新出图。"


def encrypted(file: PreflightFile) -> Iterator[str]:
    """Report an encrypted file."""
    if file.pdf.is_encrypted or "/Encrypt" in file.pdf.trailer:
        yield "文件加了密，印厂的机器打不开。请去掉密码再导出。"


def broken_structure(file: PreflightFile) -> Iterator[str]:
    """Report a file that qpdf had to repair, or with streams that do not decompress completely."""
    for warning in (*file.pdf.check_pdf_syntax(), *file.pdf.get_warnings()):
        yield f"文件结构有损坏（{str(warning)[:80]}）。请重新出图。"
    for thing in file.pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Filter") == Name.FlateDecode:
            try:
                # PDF readers accept truncated streams; zlib verifies the checksum.
                zlib.decompress(thing.read_raw_bytes())
            except zlib.error:
                yield f"文件里的数据（对象 {thing.objgen[0]}）有损坏。请重新出图。"


FORBIDDEN_NAMES: dict[str, str] = {
    "active_content": """JavaScript JS Launch OpenAction AA URI SubmitForm ImportData GoToR GoToE Thread Rendition RichMedia
        Movie Sound Hide ResetForm Named SetOCGState Trans GoTo3DView XFA""",
    "annotation": "Annots Annot AcroForm Widget Link Popup Screen FileAttachment",
    "embedded_file": "EmbeddedFile EmbeddedFiles Filespec EF AF Collection",
    "wrong_colour": """DeviceRGB DeviceGray CalRGB CalGray CalCMYK Lab ICCBased Indexed DeviceN NChannel DefaultRGB
        DefaultGray DefaultCMYK""",
    "unknown_construct": "OCG OCProperties OCMD PS Opi OPI Pattern Shading AlternatePresentations XRefStm",
    "transparency": "Transparency Luminosity Alpha",
    "bad_font": "Type3 Type1 MMType1",
}
"""Names that must not occur in a poster file, by the check that reports them."""
SENTENCES = {
    "active_content": "文件里有会动作的东西（{}）。请去掉脚本和动作。",
    "annotation": "文件里有批注或表单（{}）。请去掉它们。",
    "embedded_file": "文件里夹带着别的文件（{}）。请去掉附件。",
    "wrong_colour": "文件里有 CMYK 以外的颜色空间（{}）。请换成调色板里的 CMYK。",
    "unknown_construct": "文件里有检查不了的东西（{}）。请去掉它。",
    "transparency": "文件里有透明（{}）。请换成实色。",
    "bad_font": "文件里有不能用的字体（{}）。请换成嵌入的 TrueType 字体。",
}
CHECK_BY_NAME = {name: check for check, names in FORBIDDEN_NAMES.items() for name in names.split()}
FORBIDDEN_NAME = re.compile(
    rb"/(" + "|".join(sorted(CHECK_BY_NAME, key=len, reverse=True)).encode() + rb")(?![^\s<>\[\]()/])"
)
PDF_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
"""PDF strings without nested parentheses. Nested strings are not removed and can only cause a false report."""


def forbidden_names(file: PreflightFile) -> Iterator[tuple[str, str]]:
    """Report forbidden names anywhere in the file, used or not: yield check and sentence."""
    found: dict[str, set[str]] = {}
    for thing in file.pdf.objects:
        if isinstance(thing, (Dictionary, Array, Stream)):
            shell = thing.stream_dict if isinstance(thing, Stream) else thing
            for name in FORBIDDEN_NAME.findall(PDF_STRINGS.sub(b"", shell.unparse(resolved=True))):
                found.setdefault(CHECK_BY_NAME[name.decode()], set()).add(name.decode())
    for check, names in sorted(found.items()):
        yield check, SENTENCES[check].format("、".join(sorted(names)))


def bad_font(file: PreflightFile) -> Iterator[str]:
    """Report a font, used or not, that is not embedded as a subset with a ToUnicode table."""
    for thing in file.pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == "/Font" and "/Subtype" in thing:
            if str(thing.Subtype).startswith("/CIDFont"):
                continue
            face = file.interpreter.get_font(thing)
            for fault in face.faults:
                yield f"字体“{face.name.lstrip('/')}”{fault}。请换成嵌入的 TrueType 字体。"


def wrong_page_count(file: PreflightFile) -> Iterator[str]:
    """Report a number of pages that differs from the manifest."""
    found, wanted = len(file.pdf.pages), len(file.expected)
    if found != wanted:
        yield f"文件有 {found} 页，清单上是 {wanted} 页。请重新出图。"


RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
REQUIRED_XMP = (
    *(("dc", "title"), ("xmp", "CreateDate"), ("xmp", "ModifyDate"), ("xmp", "MetadataDate"), ("pdf", "Trapped")),
    *(("xmpMM", "DocumentID"), ("xmpMM", "VersionID"), ("xmpMM", "RenditionClass")),
)
"""XMP properties that PDF/X-4 requires (ISO 15930-7, 6.7)."""
REQUIRED_INFO = ("/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped")
EQUAL_ENTRIES = (
    ("/Title", "dc", "title"),
    ("/Creator", "xmp", "CreatorTool"),
    ("/Producer", "pdf", "Producer"),
    ("/CreationDate", "xmp", "CreateDate"),
    ("/ModDate", "xmp", "ModifyDate"),
    ("/Trapped", "pdf", "Trapped"),
)
"""Entries of Info, each with the XMP property that must have the same value."""
REDO = "请重新出图。"


def wrong_intent(file: PreflightFile) -> Iterator[str]:
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
    yield from check_profile(intent.get("/DestOutputProfile"))


def check_profile(profile: object) -> Iterator[str]:
    """Check the header of the output intent's profile (ICC.1:2010, 7.2); yield messages."""
    if not isinstance(profile, Stream):
        yield f"输出意图里没有嵌入 ICC 特性文件。{REDO}"
        return
    head = profile.read_bytes()[:128]
    wrong = profile.get("/N") != 4 or head[36:40] != b"acsp"
    if wrong or head[12:16] != b"prtr" or head[16:20] != b"CMYK":
        yield f"输出意图里嵌入的不是 CMYK 印刷机的 ICC 特性文件。{REDO}"


def read_xmp(file: PreflightFile) -> dict[str, str] | None:
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


def wrong_metadata(file: PreflightFile) -> Iterator[str]:
    """Report XMP and Info that are missing, incomplete or inconsistent."""
    properties, info = read_xmp(file), file.pdf.trailer.get("/Info")
    if properties is None or not isinstance(info, Dictionary):
        yield f"缺少 XMP 或文档信息（Info）。{REDO}"
        return
    missing = [
        f"{prefix}:{name}" for prefix, name in REQUIRED_XMP if not properties.get(f"{{{XMP_NAMESPACES[prefix]}}}{name}")
    ]
    missing += [key.lstrip("/") for key in REQUIRED_INFO if not str(info.get(key, ""))]
    if missing:
        yield f"文件的说明缺少 {'、'.join(missing)}。{REDO}"
    if info.get("/Trapped") != Name("/False"):
        yield f"没有写明没有做过陷印（Trapped 应该是 False）。{REDO}"
    for key, prefix, name in EQUAL_ENTRIES:
        in_info, in_xmp = (
            normalize_value(str(info.get(key, ""))),
            normalize_value(properties.get(f"{{{XMP_NAMESPACES[prefix]}}}{name}", "")),
        )
        if in_info != in_xmp:
            yield f"文档信息的 {key.lstrip('/')} 和 XMP 的 {prefix}:{name} 不一致。{REDO}"
    yield from check_version(file, properties, info)


def check_version(file: PreflightFile, properties: dict[str, str], info: Dictionary) -> Iterator[str]:
    """Check that XMP and Info name the file's standard and no other; yield messages."""
    standard = file.standard
    named = {text for tag, text in properties.items() if tag.endswith("}GTS_PDFXVersion")}
    if properties.get(f"{{{standard.namespace}}}GTS_PDFXVersion") != standard.title or len(named) != 1:
        yield f"XMP 没有写明是 {standard.title}。{REDO}"
    for key in ("/GTS_PDFXVersion", "/GTS_PDFXConformance"):
        if str(info.get(key, "")) != (standard.title if standard.in_info else ""):
            yield f"文档信息的 {key.lstrip('/')} 和 {standard.title} 不符。{REDO}"


DATE = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)(Z|[+-]\d\d.?\d\d.?)?")


def normalize_value(text: str) -> str:
    """Normalize a value of Info or XMP: a date to digits and zone, a name without its slash, other text unchanged."""
    date = DATE.fullmatch(text)
    if not date:
        return text.removeprefix("/")
    zone = re.sub(r"[^\d+-]", "", date.group(7) or "Z")
    return "".join(date.groups()[:6]) + ("" if zone in ("", "+0000", "-0000") else zone)
