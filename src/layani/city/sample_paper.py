"""A one-page PDF that says that it is a sample; it stands in for the papers that residents scan."""

from functools import cache

import typst

_SOURCE = """
#set document(title: "Contoh", date: none)
#set page(paper: "a5")
#set text(size: 24pt)
#align(center + horizon)[*CONTOH* \\ _Sample_ \\ #text(size: 12pt)[Dokumen ini dibuat untuk peragaan.]]
"""


@cache
def sample_paper() -> bytes:
    """Return the sample as PDF."""
    return bytes(typst.compile(_SOURCE.encode()))
