"""How numbers are written for a reader, in Indonesian (1.234,5) and in English (1,234.5)."""

from layani.rules.text import Language, Text


def number(value: float, language: Language, places: int = 0) -> str:
    """Return ``value`` with thousands and decimal marks of the language.

    >>> number(8577, "id"), number(1234.56, "en", 1)
    ('8.577', '1,234.6')
    """
    text = f"{value:,.{places}f}"
    if language == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def percent(share: float, language: Language, places: int = 0) -> str:
    """Return a share of 0..1 as a percentage.

    >>> percent(0.9312, "en", 1), percent(0.9312, "id", 1)
    ('93.1%', '93,1%')
    """
    return number(100 * share, language, places) + "%"


def both(pattern: Text, **values: float | str | tuple[float, str]) -> Text:
    """Fill a two-language pattern; a (value, "percent") pair is written as each language writes it.

    >>> both(Text(id="{n} perkara, {x}", en="{n} cases, {x}"), n=1200, x=(0.5, "percent")).id
    '1.200 perkara, 50%'
    """
    return Text(id=_fill(pattern.id, values, "id"), en=_fill(pattern.en, values, "en"))


def _fill(pattern: str, values: dict[str, float | str | tuple[float, str]], language: Language) -> str:
    written: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, str):
            written[name] = value
        elif isinstance(value, tuple):
            written[name] = percent(value[0], language, 1 if value[0] < 0.1 else 0)
        else:
            written[name] = number(value, language, 0 if float(value).is_integer() else 1)
    return pattern.format_map(written)
