"""What a file is, told by its first bytes and never by its name, and how large a picture would become when opened."""

from collections.abc import Iterator
from itertools import islice

from layani.rules.text import Text

JPEG = b"\xff\xd8\xff"
PNG = b"\x89PNG\r\n\x1a\n"
JPEG_SCAN, JPEG_END = 0xDA, b"\xff\xd9"  # ITU-T T.81 table B.1: SOS, EOI
PNG_HEADER_BYTES = 13  # W3C PNG 11.2.1
MOST_CHUNKS = 50_000  # of a PNG; a photo of ten megabytes has some thousand
PDF = "application/pdf"
# Media type by the bytes with which such a file begins. Sources: ISO 32000-2 7.5.2, ITU-T T.81 B.1, W3C PNG 5.2.
KNOWN = {b"%PDF-": PDF, JPEG: "image/jpeg", PNG: "image/png"}

# What people send by mistake, so that they are told what they sent.
MISTAKEN: dict[bytes, Text] = {
    b"PK\x03\x04": Text("dokumen Word, Excel, atau ZIP", "a Word, Excel or ZIP file"),
    b"PK\x05\x06": Text("berkas ZIP kosong", "an empty ZIP file"),
    b"\xd0\xcf\x11\xe0": Text("dokumen Word atau Excel lama", "an old Word or Excel file"),
    b"MZ": Text("sebuah program", "a program"),
    b"\x7fELF": Text("sebuah program", "a program"),
    b"Rar!": Text("berkas RAR", "a RAR file"),
    b"7z\xbc\xaf": Text("berkas 7z", "a 7z file"),
    b"\x1f\x8b": Text("berkas gzip", "a gzip file"),
    b"GIF8": Text("gambar GIF", "a GIF picture"),
    b"RIFF": Text("gambar WebP, atau suara, atau video", "a WebP picture, sound or video"),
    b"<": Text("halaman web", "a web page"),
}
HEIC_AT, HEIC = 4, (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")

# A picture of more pixels than the largest phone camera takes would only stop the reader's browser.
MOST_PIXELS = 210_000_000
# Print is readable from about ten pixels a line, and the smallest document, a card or a short letter, has some thirty
# lines' height. Below that a picture is an icon or a slip of the finger; the smallest phone cameras give 480.
LEAST_SIDE = 300


def type_of(content: bytes) -> str | None:
    """Return the media type of a PDF, JPEG or PNG; None for anything else."""
    return next((media for start, media in KNOWN.items() if content.startswith(start)), None)


def mistaken_for(content: bytes) -> Text:
    """Return in words what a file is that is none of these; a photo of an iPhone is told by name."""
    if content[HEIC_AT : HEIC_AT + 8] in HEIC:
        return Text("foto HEIC dari iPhone", "a HEIC photo of an iPhone")
    found = (words for start, words in MISTAKEN.items() if content.startswith(start))
    return next(found, Text("jenis berkas yang tidak kami kenal", "a kind of file that we do not know"))


def sides_of(content: bytes, media_type: str) -> tuple[int, int] | None:
    """Return width and height of a picture, in pixels, as its header states them; None when the picture is broken.

    Broken is also one of which only the beginning arrived: nothing is drawn after its header, or its end is missing.
    """
    return _png_sides(content) if media_type == "image/png" else _jpeg_sides(content)


def _sides(width: bytes, height: bytes) -> tuple[int, int] | None:
    sides = int.from_bytes(width), int.from_bytes(height)
    return sides if all(sides) else None


def _png_sides(content: bytes) -> tuple[int, int] | None:
    """Read the header chunk, and look for what is drawn and for the end (W3C PNG 5.6)."""
    chunks = list(islice(_png_chunks(content), MOST_CHUNKS))
    drawn = any(kind == b"IDAT" and length for kind, length in chunks)
    if not drawn or chunks[0] != (b"IHDR", PNG_HEADER_BYTES) or chunks[-1][0] != b"IEND":
        return None
    return _sides(content[16:20], content[20:24])


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield (kind, bytes of data) of each chunk up to the end, or to the first that is not whole (W3C PNG 5.3)."""
    at, kind = len(PNG), b""
    while kind != b"IEND" and at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        at += 12 + length
        if at <= len(content):
            yield kind, length


def _jpeg_sides(content: bytes) -> tuple[int, int] | None:
    """Read the frame header, SOF0 to SOF15 without the three codes that are other tables (ITU-T T.81 B.2.2)."""
    sides = None
    for marker, start in _jpeg_segments(content):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            sides = _sides(content[start + 5 : start + 7], content[start + 3 : start + 5])
        if marker == JPEG_SCAN:
            drawn_from = start + int.from_bytes(content[start : start + 2])
            return sides if content.find(JPEG_END, drawn_from) > drawn_from else None
    return None


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield (marker, where its length stands) up to the scan or to the first byte that is no segment."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        yield marker, at + 2
        if marker == JPEG_SCAN:
            return
        at += 2 + max(2, int.from_bytes(content[at + 2 : at + 4]))
