"""The section on the promise: whether cases ended by the log's own deadlines, and how long they took."""

from layani.lake.report.charts import Chart, Series, columns
from layani.lake.report.markup import Column, Markup, Part, cut, el, join, table
from layani.lake.report.words import Words
from layani.lake.scan import Bar, Scan
from layani.rules.indicators.intervals import wilson

WRITTEN_AFTERWARDS = 0.5
"""Share of cases that end within a day of their deadline from which the deadline is likely to follow the end."""


def section(scan: Scan, words: Words) -> Markup:
    """Return the section."""
    parts: list[Markup] = [el("h2", words.say("Apakah janji ditepati", "Whether the promise was kept"), id="promise")]
    parts += _kept(scan, words) if scan.promise.due else [_no_deadline(scan, words)]
    if scan.steps_due[0]:
        parts.append(_steps(scan, words))
    parts += _took(scan, words)
    parts.append(_opened_and_closed(scan, words))
    return join(parts)


def _kept(scan: Scan, words: Words) -> list[Markup]:
    promise = scan.promise
    column = cut(scan.log.columns.chosen["deadline"].column.name)
    sentence = words.say(
        "{n} dari {all} perkara mencatat tenggat (kolom '{column}'). Dari {due} yang sudah jatuh tempo atau selesai, "
        "{kept} selesai tepat waktu: {share}.",
        "{n} of {all} cases have a deadline (column '{column}'). Of the {due} that are closed or past it, {kept} "
        "were closed in time: {share}.",
        n=promise.with_deadline,
        all=scan.overview.cases,
        column=column,
        due=promise.due,
        kept=promise.in_time,
        share=words.sure(promise.in_time, promise.due),
    )
    half = words.say(
        " (setengahnya lebih dari {d})", " (half of them by more than {d})", d=words.days(promise.median_days_late)
    )
    rest = words.say(
        "{late} selesai terlambat{half}; {open_late} masih terbuka dengan tenggat terlewati; {not_yet} masih terbuka "
        "dan belum jatuh tempo, jadi belum dihitung.",
        "{late} were closed late{half}; {open_late} are still open past their deadline; {not_yet} are open and not "
        "yet due, so not counted.",
        late=promise.late,
        half=half if promise.late else "",
        open_late=promise.open_late,
        not_yet=promise.not_yet,
    )
    parts = [el("p", sentence), el("p", rest), el("p", _beside_a_replay(words), class_="quiet")]
    closed = promise.in_time + promise.late
    if closed and promise.same_day > WRITTEN_AFTERWARDS * closed:
        doubt = words.say(
            "Hati-hati: {share} perkara selesai dalam sehari dari tenggatnya. Mungkin tenggat itu dicatat sesudah "
            "perkara selesai; angka di atas lalu tidak berkata apa-apa tentang janji.",
            "Careful: {share} of the cases ended within a day of their deadline. The deadline may have been written "
            "down after the case had ended; then the figure above says nothing about a promise.",
            share=words.share(promise.same_day, closed),
        )
        parts.append(el("p", doubt, class_="flag"))
    return parts + [_kept_by(scan, by, words) for by in ("service", "channel") if scan.promise_by[by]]


def _beside_a_replay(words: Words) -> str:
    """Say why the share may differ from that of a replay of the same log."""
    return words.say(
        "Pemindaian tidak memakai peta: setiap perkara bertenggat dinilai pada saat ia selesai, apa pun akhirnya: "
        "kolom penutupan atau kejadian terakhir. `layani replay` menilai pada tonggak yang disebut petanya, dan "
        "tidak menghitung yang ditarik atau ditutup tanpa putusan; karena itu angkanya dapat sedikit berbeda.",
        "A scan uses no map: each case with a deadline is judged when it ended, however it ended, by its column of "
        "closing or its last event. `layani replay` judges by the milestone that its map names, and leaves out what "
        "was withdrawn or closed undecided; so its share can differ a little.",
    )


def _kept_by(scan: Scan, by: str, words: Words) -> Markup:
    rows: list[list[Part]] = []
    for kept in scan.promise_by[by]:
        low, high = wilson(kept.in_time, kept.due)
        rows.append(
            [
                cut(kept.label),
                words.n(kept.due),
                words.share(kept.in_time, kept.due),
                f"{words.n(100 * low)}–{words.n(100 * high)}%",
                words.days(kept.median_days),
                words.days(kept.p90_days),
            ]
        )
    heading = [
        Column(_name(by, words), False),
        Column(words.say("Jatuh tempo", "Due")),
        Column(words.say("Tepat waktu", "In time")),
        Column(words.say("SK 95%", "95% CI")),
        Column(words.say("Median lama", "Median time")),
        Column(words.say("Persentil ke-90", "90th percentile")),
    ]
    caption = words.say("Tepat waktu per {by}", "In time by {by}", by=_name(by, words).lower())
    return table(caption, heading, rows)


def _no_deadline(scan: Scan, words: Words) -> Markup:
    return el(
        "p",
        words.say(
            "Log ini tidak mencatat tenggat perkara, jadi tepat waktu atau tidak tak dapat dikatakan; di bawah ini "
            "berapa lama perkara berlangsung. Bila ada kolom tenggat yang tidak dikenali, sebutkan dengan "
            "--deadline-column.",
            "This log has no deadline of cases, so nothing can be said about in time or late; below is how long "
            "cases took. If a column holds the deadline and was not recognised, name it with --deadline-column.",
        ),
        class_="calm",
    )


def _steps(scan: Scan, words: Words) -> Markup:
    due, in_time = scan.steps_due
    column = cut(scan.log.columns.chosen["due"].column.name)
    return el(
        "p",
        words.say(
            "Langkah dengan rencana atau tenggat sendiri (kolom '{column}'): {n}; selesai tidak sesudahnya: {share}.",
            "Steps with a plan or deadline of their own (column '{column}'): {n}; done not later: {share}.",
            column=column,
            n=due,
            share=words.sure(in_time, due),
        ),
    )


def _took(scan: Scan, words: Words) -> list[Markup]:
    durations = scan.durations
    if not durations.n:
        return [el("p", words.say("Tidak ada perkara yang selesai.", "No case is closed."))]
    sentence = words.say(
        "Setengah dari {n} perkara yang selesai memerlukan paling lama {median} ({work}); satu dari sepuluh lebih "
        "dari {p90} ({work90}).",
        "Half of the {n} closed cases took up to {median} ({work}); one in ten took more than {p90} ({work90}).",
        n=durations.n,
        median=words.days(durations.median_days),
        work=words.work(durations.median_hours),
        p90=words.days(durations.p90_days),
        work90=words.work(durations.p90_hours),
    )
    parts = [el("h3", words.say("Berapa lama", "How long it takes")), el("p", sentence), _histogram(scan, words)]
    if not scan.promise.due:
        parts += [_took_by(scan, by, words) for by in ("service", "channel") if scan.took_by[by]]
    return parts


def _took_by(scan: Scan, by: str, words: Words) -> Markup:
    rows = [[cut(t.label), words.n(t.n), words.days(t.median_days), words.days(t.p90_days)] for t in scan.took_by[by]]
    heading = [
        Column(_name(by, words), False),
        Column(words.say("Selesai", "Closed")),
        Column(words.say("Median lama", "Median time")),
        Column(words.say("Persentil ke-90", "90th percentile")),
    ]
    return table(words.say("Lama per {by}", "Time taken by {by}", by=_name(by, words).lower()), heading, rows)


def _histogram(scan: Scan, words: Words) -> Markup:
    chart = Chart(
        "durations",
        words.say("Lama perkara yang selesai", "Time taken by closed cases"),
        words.say(
            "Setiap batang: perkara yang selesai dalam waktu itu. Median {median}.",
            "Each bar: cases closed within that time. Median {median}.",
            median=words.days(scan.durations.median_days),
        ),
        words.say("Lama", "Time taken"),
        [_range(bar, words) for bar in scan.bars],
        [Series(words.say("Perkara", "Cases"), [bar.n for bar in scan.bars])],
        [words.days(bar.low) if bar.low else "0" for bar in scan.bars],
    )
    return columns(chart, words)


def _range(bar: Bar, words: Words) -> str:
    """Return 'from–to' in the unit that fits the bar's width."""
    width = (bar.high - bar.low) if bar.high is not None else bar.low
    if bar.high is None:
        return words.say("≥ {days}", "≥ {days}", days=words.days(bar.low))
    if width >= 1:
        return words.say("{a}–{b} hari", "{a}–{b} days", a=words.n(bar.low), b=words.n(bar.high))
    if width >= 1 / 24:
        return words.say("{a}–{b} jam", "{a}–{b} h", a=words.n(bar.low * 24), b=words.n(bar.high * 24))
    return words.say("{a}–{b} menit", "{a}–{b} min", a=words.n(bar.low * 1440), b=words.n(bar.high * 1440))


def _opened_and_closed(scan: Scan, words: Words) -> Markup:
    unit = {
        "month": words.say("bulan", "month"),
        "quarter": words.say("triwulan", "quarter"),
        "year": words.say("tahun", "year"),
    }[scan.period_unit]
    chart = Chart(
        "periods",
        words.say("Perkara masuk dan selesai per {unit}", "Cases received and closed per {unit}", unit=unit),
        words.say(
            "Bila yang masuk lebih banyak daripada yang selesai, antrean bertambah.",
            "Where more come in than go out, the queue grows.",
        ),
        unit.capitalize(),
        [words.period(p.start, scan.period_unit) for p in scan.periods],
        [
            Series(words.say("Masuk", "Received"), [p.opened for p in scan.periods]),
            Series(words.say("Selesai", "Closed"), [p.closed for p in scan.periods]),
        ],
    )
    return columns(chart, words)


def _name(by: str, words: Words) -> str:
    return words.say("Saluran", "Channel") if by == "channel" else words.say("Layanan", "Service")
