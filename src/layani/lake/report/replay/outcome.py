"""The sections on the promise, and on whose turn it was."""

from layani.lake.report.charts import Chart, Series, bars
from layani.lake.report.markup import Column, Markup, Part, el, join, table
from layani.lake.report.replay.shown import SIDES, Replay, kept_sentence, no_deadline, said
from layani.lake.report.words import Words
from layani.rules.importing.figures import Kept
from layani.rules.text import Text


def promise_section(replay: Replay, words: Words) -> Markup:
    """Return the section on deadlines, by who set them."""
    parts: list[Part] = [el("h2", words.say("Apakah janji ditepati", "Whether the promise was kept"), id="promise")]
    for source, kept in replay.figures.kept.items():
        parts.append(el("p", kept_sentence(source, kept, words)))
        parts.append(el("p", _fates(kept, words)))
    if replay.figures.kept:
        parts.append(el("p", _beside_a_scan(replay, words), class_="quiet"))
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


MILESTONES = {
    "decided": Text(id="diputuskan", en="decided"),
    "delivered": Text(id="diserahkan", en="delivered"),
    "closed": Text(id="ditutup", en="closed"),
}


def _beside_a_scan(replay: Replay, words: Words) -> str:
    """Say by what the promise was judged, and why the share may differ from that of a scan of the same log."""
    return words.say(
        "Menurut peta, janji ditepati bila perkara {milestone} sebelum tenggatnya; {other} perkara yang berakhir lain "
        "tidak dihitung. `layani scan` tidak mengenal tonggak: setiap perkara dinilai pada saat ia selesai, apa pun "
        "akhirnya; karena itu angkanya dapat sedikit berbeda.",
        "By the map the promise is kept when a case is {milestone} before its deadline; {other} cases that ended "
        "otherwise are not counted. `layani scan` knows no milestones: it judges each case when it ended, however it "
        "ended; so its share can differ a little.",
        milestone=words.text(MILESTONES[replay.plan.map.promise.kept_by]),
        other=sum(kept.other_end for kept in replay.figures.kept.values()),
    )


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
