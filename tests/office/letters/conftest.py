"""Reading a letter as a person or a phone would."""

import io

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader


@pytest.fixture
def read_pdf():
    """Return (reader, text without layout) of a PDF."""

    def read(pdf):
        reader = PdfReader(io.BytesIO(pdf))
        words = " ".join(page.extract_text() for page in reader.pages)
        return reader, " ".join(words.replace("\xa0", " ").split())

    return read


@pytest.fixture
def read_codes():
    """Return the texts of the QR codes in a PNG."""

    def read(png):
        return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))]

    return read
