"""The summary of a replay that fits a terminal."""

from collections.abc import Sequence

from layani.lake.report.replay.asked import acts_of, rule_name
from layani.lake.report.replay.shown import SIDES, Replay, hours_a_day, kept_sentence, no_deadline, note_words
from layani.lake.report.words import Words
from layani.rules.importing.figures import BallTime
from layani.rules.importing.plan import Plan
from layani.rules.importing.words import ACTS
from layani.rules.text import Language


def in_short(replay: Replay, language: Language) -> str:
    """Return the summary that the command prints: plain lines."""
    words = Words(language, hours_a_day(replay))
    plan, shown = replay.plan, replay.figures
    lines = [
        words.say(
            "{rows} baris dibaca, {used} dipakai; {cases} perkara; {typed} baris menjadi tindakan bernama ({share}).",
            "{rows} rows read, {used} used; {cases} cases; {typed} rows became typed acts ({share}).",
            rows=plan.log.rows_read,
            used=plan.rows,
            cases=shown.cases,
            typed=plan.typed,
            share=words.share(plan.typed, plan.rows),
        )
    ]
    lines += [kept_sentence(source, kept, words) for source, kept in shown.kept.items()]
    if not shown.kept:
        lines.append(no_deadline(words))
    lines += [_ball_sentence(side, time, words) for side, time in shown.balls.items()]
    for one in shown.stopped:
        lines.append(
            words.say(
                "{rule}: {acts} (perkara: {cases}, petugas: {officers}).",
                "{rule}: {acts} (cases: {cases}, officers: {officers}).",
                rule=rule_name(one, words),
                acts=", ".join(acts_of(one, words)),
                cases=one.cases,
                officers=one.officers,
            )
        )
    lines += [f"- {note_words(note, words, values=True)}" for note in plan.log.notes]
    return "\n".join(lines)


def _ball_sentence(side: str, time: BallTime, words: Words) -> str:
    return words.say(
        "Giliran {who}: {cases} perkara, median {median}, persentil 90 {p90}.",
        "With {who}: {cases} cases, median {median}, 90th percentile {p90}.",
        who=words.text(SIDES[side]),
        cases=time.cases,
        median=words.work(time.hours.median),
        p90=words.work(time.hours.p90),
    )


def dry_run(plan: Plan, unused_lines: Sequence[int], language: Language) -> str:
    """Return what a replay would make of the log: the share of typed acts, each kind, and each activity without one.

    unused_lines: lines of the map's entries that fit no row
    """
    words = Words(language)
    lines = [
        words.say(
            "{rows} baris dibaca, {used} dipakai; {cases} perkara; {typed} baris menjadi tindakan bernama ({share}).",
            "{rows} rows read, {used} used; {cases} cases; {typed} rows would be typed acts ({share}).",
            rows=plan.log.rows_read,
            used=plan.rows,
            cases=len(plan.log.cases),
            typed=plan.typed,
            share=words.share(plan.typed, plan.rows),
        )
    ]
    lines += [f"{words.n(n):>10}  {act}: {words.text(ACTS[act])}" for act, n in plan.by_act.items()]
    if plan.unmapped:
        lines.append(words.say("Hanya catatan:", "Only a note:"))
    lines += [f"{words.n(one.count):>10}  {one.activity} {one.label}: {words.text(one.why)}" for one in plan.unmapped]
    lines += [f"- {note_words(note, words, values=True)}" for note in plan.log.notes]
    if unused_lines:
        shown = ", ".join(str(line) for line in unused_lines)
        lines.append(
            words.say("Baris peta yang tidak cocok dengan apa pun: ", "Lines of the map that fit no row: ") + shown
        )
    return "\n".join(lines)
