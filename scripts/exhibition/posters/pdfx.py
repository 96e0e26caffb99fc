"""Finish a plain CMYK PDF as PDF/X: output intent, XMP and Info in agreement, nothing that the standard forbids.

The result does not depend on when or where it is made: dates are the job's, ids are computed from the content.
"""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from .standards import CONDITION, REGISTRY, STANDARDS, Standard

if TYPE_CHECKING:
    from .profile import Profile

__all__ = ["MADE", "STANDARDS", "Standard", "finish"]

MADE = date(2026, 11, 1)
"""Date of files that are made without a job."""
CREATOR, PRODUCER = "louzu exhibition posters", "ReportLab, pikepdf"
CONDITION_TEXT = "Offset commercial and specialty printing according to ISO 12647-2:2004/Amd 1, paper type 1 or 2"
"""Description of FOGRA39 in the ICC registry."""
OF_CATALOG = ("/OpenAction", "/AA", "/AcroForm", "/Names", "/Outlines", "/PageMode", "/URI", "/OCProperties")
OF_PAGE = ("/Annots", "/AA", "/Trans", "/Dur", "/Rotate", "/CropBox", "/ArtBox", "/UserUnit", "/Thumb")
"""Keys for viewers that a file for a press must not have (ISO 15930-7, 6): actions, annotations, transitions, …"""

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:{prefix}="{namespace}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
<xmp:MetadataDate>{made}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<{prefix}:GTS_PDFXVersion>{version}</{prefix}:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>
"""


def finish(pdf: bytes, standard: Standard, profile: Profile, title: str, made: date = MADE) -> bytes:
    """Finish `pdf` to `standard` for the printing condition of `profile`. The same input gives the same bytes."""
    id = str(UUID(bytes=hashlib.sha256(b"\0".join([pdf, standard.key.encode(), title.encode()])).digest()[:16]))
    with Pdf.open(BytesIO(pdf)) as file:
        strip(file)
        file.Root.OutputIntents = file.make_indirect(Array([intent(file, profile)]))
        file.Root.Metadata = metadata(file, standard, title, made, id)
        file.trailer.Info = file.make_indirect(info(standard, title, made))
        return saved(file, standard)


def strip(file: Pdf) -> None:
    """Remove the keys of catalog and pages that a file for a press must not have."""
    for holder, keys in ((file.Root, OF_CATALOG), *((page.obj, OF_PAGE) for page in file.pages)):
        for key in keys:
            if key in holder:
                del holder[key]


def intent(file: Pdf, profile: Profile) -> Dictionary:
    """Build the output intent: the condition by its registered name, and the embedded profile."""
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(CONDITION),
        OutputCondition=String(CONDITION_TEXT),
        RegistryName=String(REGISTRY),
        Info=String(profile.name),
        DestOutputProfile=Stream(file, profile.reduced, N=4, Alternate=Name.DeviceCMYK),
    )


def metadata(file: Pdf, standard: Standard, title: str, made: date, id: str) -> Stream:
    """Build the XMP metadata stream of the file."""
    text = XMP.format(
        prefix=standard.prefix,
        namespace=standard.namespace,
        version=standard.title,
        title=escape(title),
        creator=CREATOR,
        producer=PRODUCER,
        made=f"{made:%Y-%m-%d}T00:00:00Z",
        id=id,
    )
    return Stream(file, text.encode(), Type=Name.Metadata, Subtype=Name.XML)


def info(standard: Standard, title: str, made: date) -> Dictionary:
    """Build the document information dictionary, with the same values as the XMP."""
    stamp = f"D:{made:%Y%m%d}000000Z"
    entries = {
        "/Title": String(title),
        "/Creator": String(CREATOR),
        "/Producer": String(PRODUCER),
        "/CreationDate": String(stamp),
        "/ModDate": String(stamp),
        "/Trapped": Name("/False"),
    }
    if standard.in_info:
        entries |= {"/GTS_PDFXVersion": String(standard.title), "/GTS_PDFXConformance": String(standard.title)}
    return Dictionary(entries)


def saved(file: Pdf, standard: Standard) -> bytes:
    """Save the file: streams deflated, metadata uncompressed (XMP part 3), the id computed from the content."""
    if "/ID" in file.trailer:
        # qpdf would keep the first half of an existing id; ours is computed from the content only.
        del file.trailer["/ID"]
    result, streams = BytesIO(), standard.object_streams
    file.save(
        result,
        force_version=standard.pdf,
        object_stream_mode=ObjectStreamMode.generate if streams else ObjectStreamMode.disable,
        compress_streams=True,
        recompress_flate=False,
        preserve_pdfa=False,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return result.getvalue()
