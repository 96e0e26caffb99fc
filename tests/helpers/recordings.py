"""Sound recordings made by program: frames of MP3 without a voice in them, tags, and the beginnings of other formats."""

from __future__ import annotations

HEADER = b"\xff\xfb\x10\xc4"
"""MPEG 1, layer III, 32 kbit/s, 44,100 Hz, mono: a frame of 104 bytes sounds 1,152 samples."""
FRAME = HEADER + bytes(100)
FRAME_SECONDS = 1152 / 44_100
HALF_HEADER = b"\xff\xf3\x40\xc4"
"""MPEG 2, layer III, 32 kbit/s, 22,050 Hz, mono: 104 bytes, 576 samples."""


def build_mp3(seconds: float = 3, *, before: bytes = b"", behind: bytes = b"") -> bytes:
    """Return a silent recording with tags before and behind the sound."""
    return before + FRAME * round(seconds / FRAME_SECONDS) + behind


def build_id3(*frames: tuple[bytes, bytes], version: int = 3) -> bytes:
    """Return a tag (ID3v2.3 or 2.4) with frames of name and content."""
    body = b"".join(name + to_size(len(text), version) + b"\0\0" + text for name, text in frames)
    return b"ID3" + bytes((version, 0, 0)) + to_size(len(body), 4) + body


def to_size(number: int, version: int) -> bytes:
    """Return a size as a tag has it: seven bits a byte in its head and in all of version 2.4."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0)) if version == 4 else number.to_bytes(4, "big")


NAMED = build_id3((b"TPE1", b"\0Li Si"), (b"COMM", b"\0engby the mailbox"), (b"APIC", b"\0image/png\0\3\0\x89PNG"))
PROGRAM = build_id3((b"TSSE", b"\0Lavf60.3.100"))
OLD_TAG = b"TAG" + b"Old song".ljust(30, b"\0") + bytes(94) + b"\xff"
"""A tag of ID3v1 with a title."""

RECORDINGS: dict[str, bytes] = {
    "mp3": build_mp3(),
    "tagged": build_mp3(before=NAMED, behind=OLD_TAG),
    "trailing": build_mp3(behind=b"PK\3\4" + bytes(900)),
    "large": build_mp3(400),
    "silent": NAMED,
    "wav": b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0" + bytes(200),
    "amr": b"#!AMR\n" + bytes(200),
    "silk": b"\x02#!SILK_V3" + bytes(200),
    "m4a": b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + bytes(200),
    "empty": b"",
}
"""Recordings by what cases call them."""
