"""The words are plain: short sentences, the counter's words, and two languages that are really two."""

import re
from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.data import read_data
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.letters import PLACE, without_remarks
from layani.rules.catalogue.lint.phrases import Phrases
from layani.rules.catalogue.problems import Problem

_WORDS: Final = read_data("plain_words")

LONGEST_SENTENCE: Final = int(_WORDS["longest_sentence"])
"""Words in a sentence that a citizen reads."""

SAME_FROM: Final = 4
"""From this many words on, the same text in both languages is taken for a forgotten translation."""

MOST_NAMED: Final = 3
"""Words of the regulation that are named in one message."""

_INSTEAD: Final = {
    language: {
        phrase.strip(): plain for phrases, plain in _WORDS["instead"][language].items() for phrase in phrases.split("|")
    }
    for language in ("id", "en")
}
_OFFICIAL: Final = {language: Phrases(known) for language, known in _INSTEAD.items()}
_LONG_WORD: Final = {
    language: re.compile(rf"(?<![\w/@.-])[^\W\d_]{{{longest + 1},}}(?![\w/@-]|\.\w)")
    for language, longest in _WORDS["longest_word"].items()
}
_PASSIVE: Final = {
    "id": re.compile(rf"\b(?!(?:{'|'.join(_WORDS['no_passives'])})\b)di[a-z]{{4,}}\b"),
    "en": re.compile(
        rf"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|not\s+|also\s+)?(?:\w{{3,}}ed|{'|'.join(_WORDS['participles'])})\b"
    ),
}
_SENTENCE_END: Final = re.compile(r"(?<=[.;:!?])\s+|\n")


def check(one: Definition) -> Iterator[Problem]:
    """Warn of what is hard to read, in the service file and in its letters."""
    for path, words in one.texts:
        for language in ("id", "en"):
            for what, write, why in faults_of(getattr(words, language), language):
                yield one.source.problem((*path, language), what, write, why, warning=True)
        if words.id == words.en and len(words.id.split()) >= SAME_FROM:
            what = "the text is the same in both languages."
            yield one.source.problem((*path, "en"), what, "Translate one of the two.", warning=True)
    for (outcome, language), letter in one.letters.items():
        file = f"{one.entry.service}/letters/{outcome}.{language}.md"
        for number, line in enumerate(without_remarks(letter).split("\n"), start=1):
            for what, write, why in faults_of(PLACE.sub("X", line), language):
                yield Problem(file, number, what, write, why, "warning")


def faults_of(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield (what, what to write, why) for what makes a text hard to read; one of each kind at most.

    language: "id" or "en"
    """
    yield from _long_sentence(text)
    yield from _official(text, language)
    word = _LONG_WORD[language].search(text)
    if word:
        yield f"the word '{word[0][:40]}' has {len(word[0])} letters.", "Say it in two short words.", ""
    for sentence in _SENTENCE_END.split(text):
        passives = _PASSIVE[language].findall(sentence)
        if len(passives) > _WORDS["most_passives"]:
            shown = ", ".join(f"'{' '.join(passive.split())}'" for passive in passives[:4])
            yield f"a sentence is passive {len(passives)} times: {shown}.", "Say who does it.", ""
            return


def _long_sentence(text: str) -> Iterator[tuple[str, str, str]]:
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        if len(words) > LONGEST_SENTENCE:
            what = f"a sentence has {len(words)} words, more than {LONGEST_SENTENCE}: '{' '.join(words[:6])} …'."
            yield what, "Make two sentences of it.", "Short sentences are understood at once."
            return


def _official(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    found = list(dict.fromkeys(" ".join(one.lower().split()) for one in _OFFICIAL[language].all_in(text)))[:MOST_NAMED]
    if found:
        shown = ", ".join(f"'{one}'" for one in found)
        instead = "; ".join(f"{_INSTEAD[language][one]} (instead of {one})" for one in found)
        yield f"this is how a regulation speaks: {shown}.", f"Write: {instead}.", "The counter says it shorter."


CHECK = check
