"""What a replay's report is made of, and the words that its parts share."""

import re
from dataclasses import dataclass

from layani.lake.report.words import Words
from layani.rules.importing.figures import Figures, Kept
from layani.rules.importing.grammar import Said
from layani.rules.importing.log import LogNote
from layani.rules.importing.plan import Plan
from layani.rules.text import Text

USUAL_HOURS_A_DAY = 8.0
SIDES = {
    "office": Text(id="kantor", en="the office"),
    "citizen": Text(id="pemohon", en="the citizen"),
    "outside": Text(id="pihak lain", en="others outside"),
}
SOURCES = {
    "log": Text(id="tenggat dari log sendiri", en="the log's own deadline"),
    "map": Text(id="tenggat dari peta", en="the term that the map gives"),
}


@dataclass(frozen=True)
class Replay:
    """All that the report says.

    command:   the command line that made it
    map_file:  the map's name
    checked:   (cases rebuilt from their events, differences, leaves in the record); None when it was not asked
    """

    plan: Plan
    figures: Figures
    command: str
    map_file: str
    checked: tuple[int, int, int] | None = None


def said(text: Said, words: Words) -> str:
    """Return a text of the map."""
    return words.text(Text(id=text.id, en=text.en))


def no_deadline(words: Words) -> str:
    """Return the sentence for a log without deadlines."""
    return words.say("Log ini tidak mencatat tenggat perkara.", "The log itself has no deadline of its cases.")


def kept_sentence(source: str, kept: Kept, words: Words) -> str:
    """Return the share in time, with its interval."""
    return words.say(
        "Menurut {source}: dari {due} perkara yang sudah berakhir atau lewat tenggat, tepat waktu {share}.",
        "By {source}: of {due} cases that have ended or are past it, in time {share}.",
        source=words.text(SOURCES[source]),
        due=kept.due,
        share=words.sure(kept.in_time, kept.due),
    )


def hours_a_day(replay: Replay) -> float:
    """Return the working hours of a day of the log's office, on average over the days on which it is open."""
    hours = replay.plan.map.office.hours
    days = [spans for spans in dict(hours).values() if spans] if hours else []
    minutes = [(end.hour - start.hour) * 60 + end.minute - start.minute for spans in days for start, end in spans]
    return sum(minutes) / 60 / len(days) if days else USUAL_HOURS_A_DAY


def note_words(note: LogNote, words: Words, *, values: bool) -> str:
    """Return what was noticed in the file: how often, where that can be counted, what, and examples.

    values: show what stands in the file; a report that is passed on names only its rows
    """
    count = f"{words.n(note.count)} " if note.count else ""
    rows = [found[0] for example in note.examples if (found := re.match(r"#\d+", example))]
    examples = note.examples if values else rows
    return count + words.text(note.what) + (f": {'; '.join(examples)}" if examples else "")
