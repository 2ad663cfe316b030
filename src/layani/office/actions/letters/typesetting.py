"""Sets papers: letters, forms and standards; A4, readable by screen readers (PDF/UA-1) and for archives (PDF/A-2a).

A name in letters that the house's fonts do not have is shown with those of the machine; where it has none either, the
letter still comes out, only without the two seals of quality, because nobody's letter waits for a font.
"""

import io
import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import segno
import typst

HERE = Path(__file__).parent
ROOT = HERE.parent
LETTER = HERE / "letter.typ"
STANDARDS = ["a-2a", "ua-1"]
log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
_compilers: dict[bool, typst.Compiler] = {}


def pdf_of(content: Mapping[str, Any]) -> bytes:
    """Return the letter as PDF; content is what ``content_of`` made. Equal content gives equal bytes."""
    return typeset(LETTER, _letter(content))


def typeset(template: Path, content: Mapping[str, Any]) -> bytes:
    """Return a paper as PDF.

    template:  a Typst file below ``actions`` that reads ``sys.inputs.content``
    content:   all that it says, as JSON values
    """
    paper = _Paper(template, json.dumps(content, ensure_ascii=False))
    try:
        return _compiled(paper, own_fonts_only=True, pdf_standards=STANDARDS)
    except typst.TypstError as fault:
        # The message may quote a name, so only its kind goes to the log.
        log.warning("A paper was set with the machine's fonts as well: %s", str(fault).partition(":")[0][:60])
    try:
        return _compiled(paper, own_fonts_only=False, pdf_standards=STANDARDS)
    except typst.TypstError:
        return _compiled(paper, own_fonts_only=False)


def picture_of(content: Mapping[str, Any], dots_per_inch: float = 144) -> bytes:
    """Return the first page of a letter as PNG."""
    return picture(LETTER, _letter(content), dots_per_inch)


def picture(template: Path, content: Mapping[str, Any], dots_per_inch: float = 144) -> bytes:
    """Return the first page of a paper as PNG; what it takes is what ``typeset`` takes."""
    paper = _Paper(template, json.dumps(content, ensure_ascii=False))
    return _compiled(paper, own_fonts_only=False, format="png", ppi=dots_per_inch)


def qr_svg(address: str, *, smudged: str = "q") -> str:
    """Return the QR code of an address as SVG that takes the size of its place.

    smudged: how much of it may be unreadable: "q" a quarter, "m" a seventh, for a code with fewer dots
    """
    out = io.BytesIO()
    segno.make(address, error=smudged, micro=False).save(
        out, kind="svg", border=0, dark="#1b1b1b", xmldecl=False, omitsize=True
    )
    return out.getvalue().decode("utf-8")


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is to be set: the template, and its content as JSON."""

    template: Path
    content: str


def _letter(content: Mapping[str, Any]) -> dict[str, Any]:
    return {**content, "qr": qr_svg(content["address"])}


def _compiled(paper: _Paper, *, own_fonts_only: bool, **wanted: Any) -> bytes:
    """Compile with a compiler that is kept: the first letter costs 30 ms, each further one about three."""
    with _one_at_a_time:
        compiler = _compilers.get(own_fonts_only)
        if compiler is None:
            compiler = typst.Compiler(root=ROOT, font_paths=[HERE / "fonts"], ignore_system_fonts=own_fonts_only)
            _compilers[own_fonts_only] = compiler
        made = compiler.compile(
            input=str(paper.template), sys_inputs={"content": paper.content}, **({"format": "pdf"} | wanted)
        )
    # One page of a picture comes as bytes, several as a list; nothing comes only where a file was asked for.
    first = made[0] if isinstance(made, list) else made
    return cast("bytes", first)
