"""The look: readable in every office colour, light enough for a slow network, and the same as its sources."""

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.office.pages.parts import build_css, palette
from layani.office.pages.public.gallery import PAGE as GALLERY

STATIC = build_css.HERE / "static"
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))
FIRST_VISIT_BYTES = 60_000
"""What the first page may weigh with style, font and pictures, compressed: six seconds at 80 kbit/s."""


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def test_the_committed_sheet_is_what_its_sources_make():
    assert build_css.main(["--check"]) == 0


def test_a_sheet_out_of_date_is_noticed(tmp_path, capsys):
    old = tmp_path / "layani.css"
    old.write_text("body{}")
    assert build_css.main(["--check", "--to", str(old)]) == 1
    assert "Run: python -m" in capsys.readouterr().err


def test_an_office_builds_the_sheet_in_its_own_colour(tmp_path):
    mine = tmp_path / "layani.css"
    assert build_css.main(["--colour", "#7a1f3d", "--to", str(mine)]) == 0
    assert "--top:#7a1f3d" in mine.read_text()


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "7a1f3d"])
def test_what_is_not_a_colour_is_refused(colour):
    with pytest.raises(ValueError, match=r"#0f4c5c|hexadecimal|base 16"):
        palette.theme(colour)


def test_every_property_that_is_read_is_set():
    css = build_css.RESULT.read_text(encoding="utf-8")
    read = set(re.findall(r"var\((--[\w-]+)\)", css))
    written = set(re.findall(r"(--[\w-]+)\s*:", css))
    # Components that we do not use (a table of sorted columns, a toggle switch) may read what nobody sets.
    missing = {name for name in read - written if not name.startswith(("--ds-heading-", "--_"))}
    assert missing == set()


def test_every_file_that_the_sheet_names_is_there():
    css = build_css.RESULT.read_text(encoding="utf-8")
    named = {name for name in re.findall(r"url\(([^)]+)\)", css) if not name.startswith('"data:')}
    assert named
    assert all((build_css.RESULT.parent / name).resolve().is_file() for name in named)


def test_nothing_comes_from_elsewhere():
    css = build_css.RESULT.read_text(encoding="utf-8")
    assert not re.findall(r"(?:https?:)?//(?!www\.w3\.org)[\w.]+", css.replace("%2F", "/").replace("%3A", ":"))


@given(colour=COLOURS)
def test_words_can_be_read_whatever_colour_an_office_has(colour):
    for dark in (False, True):
        tokens = palette.tokens(colour, dark=dark)
        neutral = tokens["neutral"]
        for scale in tokens.values():
            grounds = [
                scale[step] for step in ("background-default", "surface-default", "surface-tinted", "surface-hover")
            ]
            for ground in grounds:
                assert palette.contrast(scale["text-default"], ground) >= 7
                assert palette.contrast(scale["text-subtle"], ground) >= 4.5
                assert palette.contrast(neutral["text-default"], ground) >= 7
                assert palette.contrast(neutral["text-subtle"], ground) >= 4.5
            assert all(palette.contrast(scale["border-default"], ground) >= 3 for ground in grounds[:2])
            for fill in ("base-default", "base-hover", "base-active"):
                assert palette.contrast(scale[fill], scale["base-contrast-default"]) >= 4.5


@given(colour=COLOURS)
def test_the_header_and_the_footer_carry_white_words(colour):
    for dark in (False, True):
        grounds = palette.frame_colours(colour, dark=dark)
        assert all(palette.contrast("#ffffff", ground) >= 4.5 for ground in grounds.values())


@given(colour=COLOURS)
def test_a_colour_survives_the_way_through_oklch(colour):
    there = palette.to_rgb(palette.Oklch.of(colour).hex())
    assert all(abs(a - b) < 0.02 for a, b in zip(palette.to_rgb(colour), there, strict=True))


def test_the_fallback_for_old_browsers_is_small_and_outside_the_layers():
    fallback = build_css.minified((build_css.STYLES / "fallback.css").read_text(encoding="utf-8"))
    assert len(fallback) <= 2_500
    assert build_css.RESULT.read_text(encoding="utf-8").rstrip().endswith(f"{build_css.OLD_BROWSERS}{{{fallback}}}")


def test_the_first_visit_weighs_less_than_sixty_kilobytes(client):
    """Measured on the gallery, which holds every part and so is heavier than any page."""
    html = client.get("/" + GALLERY.path).content
    weights = {
        "page": packed(html),
        "style": packed(build_css.RESULT.read_bytes()),
        "font": (STATIC / "fonts" / "plus-jakarta-sans.woff2").stat().st_size,
        "pictures": sum(packed(Path(file).read_bytes()) for file in STATIC.rglob("*.svg")),
    }
    assert sum(weights.values()) <= FIRST_VISIT_BYTES, weights


def test_licences_lie_beside_what_we_took():
    for place in ("css/LICENSE-designsystemet", "fonts/LICENSE"):
        assert "Copyright" in (STATIC / place).read_text(encoding="utf-8")
