"""Finds services by need: the words people use, in both languages, with a slip of the finger forgiven."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from layani.office.pages.parts.closing import has_ended
from layani.office.pages.public.life_events import life_event
from layani.rules.catalogue import Catalogue
from layani.rules.catalogue.bundles.model import Offered

LONGEST_QUERY = 100  # characters
MOST_WORDS = 8
SHORTEST_PART = 3  # letters that may stand for a longer word: "domis" finds "domisili"
SHORTEST_FUZZY = 4  # letters from which on one slip is forgiven
# Words that say nothing of the need.
IDLE = frozenset(
    re.findall(
        r"\w+",
        "saya aku kami mau ingin butuh perlu cara untuk buat bikin membuat yang di ke dari dan atau surat tolong "
        "bagaimana i we want need how to for the a an my of in at and or please get make do",
    )
)
# How much a word weighs by where the service says it.
WEIGHTS = {"name": 5.0, "words": 4.0, "need": 3.0, "events": 2.0, "summary": 1.0}
EXACT, BEGINNING, SAME_STEM, ONE_SLIP = 1.0, 0.7, 0.6, 0.5
# What Indonesian puts before and behind a word: "pernikahan" and "menikah" both come from "nikah".
PREFIXES = ("meng", "mem", "men", "me", "peng", "pem", "pen", "per", "pe", "ber", "ter", "di", "ke", "se")
SUFFIXES = ("nya", "kan", "an", "i")
SHORTEST_STEM = 4  # letters; what is left of a shorter word says nothing


def find_services(catalogue: Catalogue, query: str) -> tuple[Offered, ...]:
    """Return the services and bundles that fit a query, the best first and what has ended last."""
    asked = words_of(query[:LONGEST_QUERY])
    telling = [word for word in asked if word not in IDLE][:MOST_WORDS] or asked[:MOST_WORDS]
    scored = [(_score(telling, vocabulary(service)), service) for service in _offered(catalogue)]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (has_ended(pair[1]), -pair[0], pair[1].slug))
    return tuple(service for _, service in best)


def _offered(catalogue: Catalogue) -> Iterable[Offered]:
    return (*catalogue.bundles.values(), *catalogue.services.values())


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters without accents, each once.

    >>> words_of("Pindah rumah, pindah DOMISÍLI!")
    ['pindah', 'rumah', 'domisili']
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return list(dict.fromkeys(re.findall(r"[a-z0-9]+", letters)))


@lru_cache(maxsize=256)
def vocabulary(service: Offered) -> Mapping[str, float]:
    """Return every word of a service in both languages with its weight."""
    events = [life_event(slug) for slug in service.life_events]
    places: dict[str, Iterable[str]] = {
        "summary": (service.summary.id, service.summary.en),
        "events": [words for event in events for words in (event.id, event.en)],
        "need": (service.need.id, service.need.en),
        "words": [word for words in service.words.values() for word in words],
        "name": (service.name.id, service.name.en),
    }
    # Later places weigh more, and so take a word over from earlier ones.
    return {word: WEIGHTS[place] for place, texts in places.items() for text in texts for word in words_of(text)}


@lru_cache(maxsize=4096)
def stems(word: str) -> frozenset[str]:
    """Return the word and what is left of it without one prefix, one suffix, or both.

    >>> sorted(stems("pernikahan") & stems("menikah"))
    ['nikah']
    """
    ends = {word, *(word.removesuffix(suffix) for suffix in SUFFIXES)}
    found = ends | {end.removeprefix(prefix) for end in ends for prefix in PREFIXES}
    return frozenset(stem for stem in found if len(stem) >= SHORTEST_STEM)


def _score(asked: list[str], known: Mapping[str, float]) -> float:
    """Return the sum of the best match of each word, scaled by the share of words that were matched at all."""
    found = [best for word in asked if (best := _best(word, known))]
    return sum(found) * len(found) / len(asked) if asked else 0.0


def _best(word: str, known: Mapping[str, float]) -> float:
    if word in known:
        return known[word] * EXACT
    beginning = max((w for k, w in known.items() if len(word) >= SHORTEST_PART and k.startswith(word)), default=0.0)
    if beginning or len(word) < SHORTEST_FUZZY:
        return beginning * BEGINNING
    if same := max((w for k, w in known.items() if stems(word) & stems(k)), default=0.0):
        return same * SAME_STEM
    return max((w for k, w in known.items() if one_slip(word, k)), default=0.0) * ONE_SLIP


def one_slip(one: str, other: str) -> bool:
    """Say whether two words differ by one letter put in, left out, changed, or swapped with its neighbour.

    >>> one_slip("domisli", "domisili"), one_slip("pnidah", "pindah"), one_slip("balai", "pindah")
    (True, True, False)
    """
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])
