"""Puts the pages' one style sheet together: vendored components, tokens, the office's colours, our own layer.

    python -m layani.office.pages.parts.build_css                      # the house colour
    python -m layani.office.pages.parts.build_css --colour "#7a1f3d"   # an office's own colour

The result is committed, so that an office runs without this step and without Node.
"""

import argparse
import re
import sys
from pathlib import Path

from layani.office.pages.parts import palette

HERE = Path(__file__).parent
STYLES = HERE / "styles"
# Our own layer: what every page has, then what only the pages of one area have.
SITE = ("site.css", "citizen.css", "officer.css", "hall.css", "paper.css")
RESULT = HERE / "static" / "css" / "layani.css"
NOTICE = "/*! Layani, Apache-2.0. Contains Designsystemet CSS 1.22.0, MIT, Digdir: LICENSE-designsystemet */"
# color-mix marks the browsers of 2023 and later, which all know layers and :has as well.
OLD_BROWSERS = "@supports not (color:color-mix(in srgb,red,red))"


def minified(css: str) -> str:
    """Return the sheet without comments and spare spaces; strings and data addresses are left alone."""
    css = re.sub(r"/\*(?!!).*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r"(?<=[\w\])\-\"])\s*:\s+", ":", css)
    return css.replace(";}", "}").strip()


def _unused_colours_dropped(css: str) -> str:
    """Return the sheet without the colour tokens that no rule reads."""
    read = set(re.findall(r"var\((--ds-color-[\w-]+)", css))
    return re.sub(r"(--ds-color-[\w-]+):[^;}]*;?", lambda token: token[0] if token[1] in read else "", css)


def sheet(colour: str = palette.OFFICE_COLOUR) -> str:
    """Return the whole style sheet for an office whose colour is ``colour`` (#rrggbb)."""
    vendored = sorted((STYLES / "designsystemet").glob("*.css"))
    components = "".join(file.read_text(encoding="utf-8") for file in vendored if file.stem != "base")
    layers = {
        "ds.theme": palette.theme(colour) + (STYLES / "tokens.css").read_text(encoding="utf-8"),
        "ds.base": (STYLES / "designsystemet" / "base.css").read_text(encoding="utf-8"),
        "ds.words": (STYLES / "words.css").read_text(encoding="utf-8"),
        "ds.components": components,
        "site": "".join((STYLES / name).read_text(encoding="utf-8") for name in SITE),
    }
    parts = [f"@layer {name}{{{minified(css)}}}" for name, css in layers.items()]
    fallback = minified((STYLES / "fallback.css").read_text(encoding="utf-8"))
    body = f"@layer {','.join(layers)};{''.join(parts)}{OLD_BROWSERS}{{{fallback}}}"
    return f"{NOTICE}\n{_unused_colours_dropped(body)}\n"


def main(argv: list[str] | None = None) -> int:
    """Write the sheet; with ``--check`` only say whether the committed one is the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--colour", metavar="#RRGGBB", default=palette.OFFICE_COLOUR, help="the office's colour")
    parser.add_argument("--to", metavar="FILE", type=Path, default=RESULT, help="where to write (the static folder)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file is out of date")
    args = parser.parse_args(argv)
    css = sheet(args.colour)
    if not args.check:
        args.to.write_text(css, encoding="utf-8")
        return 0
    if args.to.read_text(encoding="utf-8") == css:
        return 0
    print(f"{args.to.name} is out of date. Run: python -m layani.office.pages.parts.build_css", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
