"""What the parts of a service's files are called: their names in the file, and their titles as people read them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from layani.rules.catalogue.renderings.step_words import STEP_NAMES, step_title
from layani.rules.text import Text

Path = tuple[str, ...]

LONGEST: Final = 70
"""Characters of a title beside a name; the whole text stands in what changed, or in the file."""

_TITLES: Final = ("title", "label", "says", "name", "cite")
"""Keys that say in words what a part is, the first that there is."""


def names_of(items: Sequence[Any]) -> list[str]:
    """Return a name for each item of a list, no two the same: its id, its page, its only key, or its place."""
    found: dict[str, None] = {}
    again: Counter[str] = Counter()
    for place, item in enumerate(items, start=1):
        name = _own_name(item) or str(place)
        free = name
        while free in found:  # each name is counted on from where it was, or 10,000 of the same would take minutes
            again[name] += 1
            free = f"{name} ({again[name] + 1})"
        found[free] = None
    return list(found)


def _own_name(item: Any) -> str | None:
    if not isinstance(item, Mapping):
        return None
    own = next((item[key] for key in ("id", "page", "name", "example") if isinstance(item.get(key), str)), None)
    if own is None and len(item) == 1:
        key, inner = next(iter(item.items()))
        own = inner["id"] if isinstance(inner, Mapping) and isinstance(inner.get("id"), str) else key
    return str(own) if own is not None else None


def titles(value: Any, path: Path = ()) -> Iterator[tuple[Path, Text]]:
    """Yield (path, title) of every part of a file that has a name of its own and says in words what it is.

    path: the keys and names on the way to it, as ``differing`` writes them
    """
    named: Mapping[str, Any] = {}
    if isinstance(value, Mapping):
        named = {str(key): one for key, one in value.items()}
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        named = dict(zip(names_of(value), value, strict=True))
    for name, one in named.items():
        if isinstance(one, Mapping):
            if title := _title(one, name):
                yield (*path, name), title
            yield from titles(one, (*path, name))
        elif isinstance(one, list):
            yield from titles(one, (*path, name))


def _title(item: Mapping[str, Any], name: str) -> Text | None:
    """Return what a part says that it is; of a step that says nothing, what is done in steps of its kind."""
    if len(item) == 1 and (kind := next(iter(item))) in STEP_NAMES:
        inner = item[kind]
        return (_title(inner, name) if isinstance(inner, Mapping) else None) or step_title(kind)
    said = next((item[key] for key in _TITLES if item.get(key)), None)
    if isinstance(said, Mapping) and isinstance(said.get("id"), str) and isinstance(said.get("en"), str):
        return Text(_cut(said["id"]), _cut(said["en"]))
    return Text(_cut(said), _cut(said)) if isinstance(said, str) and said != name else None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def titled(part: str, title: Text) -> Text:
    """Return a part as readers find it: by its title, with the name that the file has for it.

    >>> titled("lives-here", Text("Anda tinggal di sini", "You live here")).en
    '“You live here” (lives-here)'
    """
    return Text(f"“{title.id}” ({part})", f"“{title.en}” ({part})")
