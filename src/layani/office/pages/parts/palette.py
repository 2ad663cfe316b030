"""From one office colour to every colour of the pages, light and dark, with the contrast that readers need.

Colours are found in OKLCH (Björn Ottosson's perceptual space): hue and chroma come from the office's colour, and the
lightness is searched until the colour has the contrast that its use asks for (WCAG 2.2, success criteria 1.4.3 and
1.4.11). So a theme cannot be made whose words are hard to read.
"""

import math
from dataclasses import dataclass

RGB = tuple[float, float, float]

# The dyes of batik name the house colours: deep sea green, soga brown, turmeric, undyed cotton.
OFFICE_COLOUR = "#0f4c5c"
TURMERIC = "#f2b53c"
COTTON = "#fbf7ef"
NIGHT = "#0d1719"


def to_rgb(colour: str) -> RGB:
    """Return red, green and blue in 0..1 of a colour written ``#rrggbb``; anything else raises ValueError.

    >>> to_rgb("#ff0000")
    (1.0, 0.0, 0.0)
    """
    digits = colour.removeprefix("#")
    if len(digits) != 6 or not colour.startswith("#"):
        raise ValueError(f"'{colour}' is not a colour. Write six hexadecimal digits, such as #0f4c5c.")
    return tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))  # type: ignore[return-value]


def to_hex(rgb: RGB) -> str:
    """Return ``#rrggbb``; values outside 0..1 are clipped."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in rgb)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (_linear(part) for part in to_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour as lightness 0..1, chroma 0..0.4 and hue in radians."""

    lightness: float
    chroma: float
    hue: float

    @classmethod
    def of(cls, colour: str) -> "Oklch":
        """Return the OKLCH values of ``#rrggbb``. Source: bottosson.github.io/posts/oklab."""
        r, g, b = (_linear(part) for part in to_rgb(colour))
        long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
        medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
        short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
        lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
        return cls(lightness, math.hypot(a, b), math.atan2(b, a))

    def _rgb(self) -> RGB:
        a, b = self.chroma * math.cos(self.hue), self.chroma * math.sin(self.hue)
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        linear = (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
        return tuple(_gamma(max(0.0, part)) for part in linear)  # type: ignore[return-value]

    def hex(self) -> str:
        """Return ``#rrggbb``, with as much chroma taken away as the screen cannot show."""
        rgb = self._rgb()
        if max(rgb) <= 1.0005 or self.chroma < 0.002:
            return to_hex(rgb)
        return Oklch(self.lightness, self.chroma * 0.94, self.hue).hex()


def at_contrast(seed: Oklch, ratio: float, ground: str) -> str:
    """Return the colour of the seed's hue nearest to ``ground`` that has at least ``ratio`` against it.

    The search goes darker on a light ground and lighter on a dark one.
    """
    darker = luminance(ground) > 0.18
    near, far = Oklch.of(ground).lightness, 0.0 if darker else 1.0
    for _ in range(24):
        middle = (near + far) / 2
        enough = contrast(Oklch(middle, seed.chroma, seed.hue).hex(), ground) >= ratio
        near, far = (near, middle) if enough else (middle, far)
    return Oklch(far, seed.chroma, seed.hue).hex()


# Surfaces and faint edges are the hue laid thinly over the ground, as a dye on cloth: share of the hue, light and dark.
WASHES: dict[str, tuple[float, float]] = {
    "surface-tinted": (0.13, 0.10),
    "surface-hover": (0.22, 0.16),
    "surface-active": (0.30, 0.22),
    "border-subtle": (0.42, 0.30),
}
# Contrast of edges and words against the ground. Edges of controls need 3 and words 4.5, also on a wash; we ask for
# more. Near-black words keep only a part of their chroma, or they look dirty.
STEPS: dict[str, tuple[float, float]] = {
    "border-default": (3.6, 0.9),
    "border-strong": (5.2, 1.0),
    "text-subtle": (6.6, 1.0),
    "text-default": (12.5, 0.7),
}


def mixed(ground: str, colour: str, share: float) -> str:
    """Return ``colour`` laid over ``ground`` with the given share, 0 to 1.

    >>> mixed("#ffffff", "#000000", 0.2)
    '#cccccc'
    """
    under, over = to_rgb(ground), to_rgb(colour)
    return to_hex(tuple(u * (1 - share) + o * share for u, o in zip(under, over, strict=True)))  # type: ignore[arg-type]


def scale(colour: str, *, ground: str, surface: str) -> dict[str, str]:
    """Return {step: colour} of one hue for pages whose ground is ``ground`` and whose cards are ``surface``."""
    seed, light = Oklch.of(colour), luminance(ground) > 0.18
    # Words stand on the ground and on cards: measure against the one that is harder to read on.
    against = ground if light else surface
    steps = {"background-default": ground, "surface-default": surface}
    for step, (ratio, keep) in STEPS.items():
        steps[step] = at_contrast(Oklch(seed.lightness, seed.chroma * keep, seed.hue), ratio, against)
    # A deep dye laid thinly looks grey; its own lighter shade stays a colour.
    dye = Oklch(0.66, min(0.13, seed.chroma * 1.7), seed.hue).hex() if light else steps["text-subtle"]
    steps |= {step: mixed(against, dye, shares[0 if light else 1]) for step, shares in WASHES.items()}
    return steps | _base(seed, colour, ground)


def _base(seed: Oklch, colour: str, ground: str) -> dict[str, str]:
    """Return the filled colour of buttons with its hover, its active state and the words upon it."""
    if luminance(ground) > 0.18:
        fill = colour if contrast(colour, "#ffffff") >= 5.5 else at_contrast(seed, 5.5, "#ffffff")
        hover, active, words = -0.05, -0.09, "#ffffff"
    else:
        lively = Oklch(seed.lightness, min(0.13, max(seed.chroma, 0.05) * 1.1), seed.hue)
        fill = at_contrast(lively, 8.0, ground)
        hover, active, words = 0.05, 0.08, ground
    at = Oklch.of(fill)
    shades = {
        "base-default": fill,
        "base-hover": Oklch(at.lightness + hover, at.chroma, at.hue).hex(),
        "base-active": Oklch(at.lightness + active, at.chroma, at.hue).hex(),
    }
    return shades | {"base-contrast-default": words, "base-contrast-subtle": words}


# Hues beside the office's own: what they mean is said in words and icons too, never by colour alone.
MEANINGS = {"info": "#1f6f9f", "success": "#2c7a3f", "warning": "#b97a08", "danger": "#b3261e"}


def _block(tokens: dict[str, str], prefix: str = "") -> str:
    return "".join(f"--ds-color-{prefix}{step}:{colour};" for step, colour in tokens.items())


def tokens(colour: str, *, dark: bool) -> dict[str, dict[str, str]]:
    """Return {"accent" | "neutral" | meaning: {step: colour}} for the light or the dark pages."""
    seed = Oklch.of(colour)
    ground = Oklch(0.2, min(seed.chroma, 0.018), seed.hue).hex() if dark else COTTON
    surface = Oklch(0.245, min(seed.chroma, 0.022), seed.hue).hex() if dark else "#ffffff"
    sand = Oklch(0.5, 0.016, seed.hue if dark else Oklch.of("#8a7a60").hue).hex()
    seeds = {"accent": colour, "neutral": sand, **MEANINGS}
    return {name: scale(seed, ground=ground, surface=surface) for name, seed in seeds.items()}


def frame_colours(colour: str, *, dark: bool) -> dict[str, str]:
    """Return the header's and the footer's ground; words on both are white."""
    seed = Oklch.of(colour if contrast(colour, "#ffffff") >= 6 else at_contrast(Oklch.of(colour), 6, "#ffffff"))
    top = Oklch(min(seed.lightness, 0.3) if dark else seed.lightness, seed.chroma * (0.8 if dark else 1), seed.hue)
    deep = Oklch(top.lightness * (0.82 if dark else 0.78), top.chroma * 0.9, top.hue)
    return {"top": top.hex(), "top-deep": deep.hex()}


def _scheme(colour: str, *, dark: bool) -> str:
    """Return the rules of one colour scheme: the office's colour on the root, meanings on [data-color]."""
    found = tokens(colour, dark=dark)
    accent, neutral = found.pop("accent"), found.pop("neutral")
    frame = "".join(f"--{name}:{value};" for name, value in frame_colours(colour, dark=dark).items())
    focus = f"--ds-color-focus-outer:{neutral['text-default']};--ds-color-focus-inner:{TURMERIC};"
    named = "".join(_block(scale_, f"{name}-") for name, scale_ in found.items())
    root = f":root{{{frame}{focus}{_block(accent)}{_block(neutral, 'neutral-')}{named}}}"
    meanings = "".join(f"[data-color={name}]{{{_block(scale_)}}}" for name, scale_ in found.items())
    return f"{root}{meanings}[data-color=neutral]{{{_block(neutral)}}}"


def theme(colour: str) -> str:
    """Return the style rules of both schemes for one office colour (#rrggbb)."""
    return f"{_scheme(colour, dark=False)}@media (prefers-color-scheme:dark){{{_scheme(colour, dark=True)}}}"
