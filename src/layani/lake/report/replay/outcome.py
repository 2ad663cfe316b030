"""The sections on the promise, and on whose turn it was."""

from layani.lake.report.charts import Chart, Series, bars
from layani.lake.report.markup import Column, Markup, Part, el, join, table
from layani.lake.report.replay.shown import SIDES, Replay, kept_sentence, no_deadline, said
from layani.lake.report.words import Words
from layani.rules.importing.figures import Kept


def promise_section(replay: Replay, words: Words) -> Markup:
    """Return the section on deadlines, by who set them."""
    parts: list[Part] = [el("h2", words.say("Apakah janji ditepati", "Whether the promise was kept"), id="promise")]
    for source, kept in replay.figures.kept.items():
        parts.append(el("p", kept_sentence(source, kept, words)))
        parts.append(el("p", _fates(kept, words)))
    if "log" not in replay.figures.kept:
        parts.append(el("p", no_deadline(words), class_="calm"))
    due, in_time = replay.plan.steps_due
    if due:
        steps = words.say(
            "{n} langkah mencatat batas waktunya sendiri; {share} selesai tepat waktu.",
            "{n} steps have a due time of their own; {share} were done in time.",
            n=due,
            share=words.sure(in_time, due),
        )
        parts.append(el("p", steps))
    for entry in replay.plan.map.promise.deadlines:
        if entry.term and entry.says:
            term = words.text(entry.term.words())
            parts.append(el("p", f"{term}: {said(entry.says, words)}.", class_="quiet"))
    return join(parts)


def _fates(kept: Kept, words: Words) -> str:
    return words.say(
        "{all} perkara bertenggat: {in_time} tepat waktu, {late} terlambat (setengahnya lebih dari {days}), "
        "{open} masih terbuka dengan tenggat terlewati, {not_yet} masih terbuka dan belum jatuh tempo, {other} "
        "berakhir lain (ditarik atau ditutup tanpa putusan).",
        "{all} cases with a deadline: {in_time} in time, {late} late (half of them by more than {days}), {open} "
        "still open past it, {not_yet} open and not yet due, {other} ended otherwise (withdrawn, or closed "
        "undecided).",
        all=kept.with_deadline,
        in_time=kept.in_time,
        late=kept.late,
        days=words.days(kept.days_late),
        open=kept.open_late,
        not_yet=kept.not_yet,
        other=kept.other_end,
    )


def ball_section(replay: Replay, words: Words) -> Markup:
    """Return the section on who had to act."""
    balls = replay.figures.balls
    intro = words.say(
        "Di {n} perkara yang berakhir: siapa yang harus bertindak, dan berapa lama. Waktu kerja menurut jam buka "
        "dan hari libur kantor itu.",
        "In the {n} cases that ended: who had to act, and for how long. Working time by that office's hours and "
        "public holidays.",
        n=replay.figures.ended,
    )
    rows: list[list[Part]] = [
        [
            words.text(SIDES[side]),
            words.n(time.cases),
            words.share(time.share),
            words.days(time.days.median),
            words.days(time.days.p90),
            words.share(time.working_share),
            words.work(time.hours.median),
            words.work(time.hours.p90),
        ]
        for side, time in balls.items()
    ]
    heading = [
        Column(words.say("Siapa", "Who"), False),
        Column(words.say("Perkara", "Cases")),
        Column(words.say("Bagian, kalender", "Share, calendar")),
        Column(words.say("Median, kalender", "Median, calendar")),
        Column(words.say("Persentil 90, kalender", "90th pct., calendar")),
        Column(words.say("Bagian, waktu kerja", "Share, working time")),
        Column(words.say("Median, waktu kerja", "Median, working time")),
        Column(words.say("Persentil 90, waktu kerja", "90th pct., working time")),
    ]
    title = el("h2", words.say("Giliran siapa, berapa lama", "Whose turn it was, and for how long"), id="ball")
    if not balls:
        return join([title, el("p", words.say("Tidak ada perkara yang berakhir.", "No case ended."), class_="calm")])
    chart = Chart(
        "ball",
        words.say("Bagian dari waktu kerja sampai perkara berakhir", "Share of the working time until the case ended"),
        words.say("Semua perkara yang berakhir, dalam persen.", "All cases that ended, in per cent."),
        words.say("Siapa", "Who"),
        [words.text(SIDES[side]) for side in balls],
        [Series(words.say("Bagian (%)", "Share (%)"), [round(100 * time.working_share, 1) for time in balls.values()])],
    )
    written = [words.share(time.working_share) for time in balls.values()]
    caption = words.say("Giliran siapa", "Whose turn")
    return join([title, el("p", intro), bars(chart, written, words), table(caption, heading, rows)])
