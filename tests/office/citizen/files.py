"""Files as people send them: honest ones, mistaken ones and hostile ones, made of bytes."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png(width=640, height=480):
    """A picture; its size is only what its header says."""

    def chunk(kind, data):
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * (min(width, 4) * 3 + 1) * min(height, 4))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width=640, height=480):
    """A photo: an EXIF segment, as phones write it, then the frame."""
    exif = b"\xff\xe1" + struct.pack("!H", 10) + b"Exif\0\0ab"
    frame = b"\xff\xc0" + struct.pack("!HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + exif + frame + b"\xff\xda\x00\x02" + b"\0" * 20 + b"\xff\xd9"


def zip_bomb():
    """A small ZIP that would unpack to fifty million zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("sewa.pdf", b"\0" * 50_000_000)
    return out.getvalue()


def sent(content, name="sewa.pdf", type_="application/pdf"):
    return SimpleUploadedFile(name, content, content_type=type_)
