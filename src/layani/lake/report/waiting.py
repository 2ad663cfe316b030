"""The sections on where cases wait, and on what is done twice."""

from layani.lake.report.charts import Chart, Series, bars
from layani.lake.report.markup import Column, Markup, Part, cut, el, join, table
from layani.lake.report.words import Words
from layani.lake.scan import Scan, Wait

DRAWN = 8
WORTH_TELLING = 0.2


def named(scan: Scan, activity: str) -> str:
    """Return an activity in words: its label where the log has one, with its code."""
    label = scan.labels.get(activity)
    return cut(f"{label} ({activity})" if label else activity, 80)


def pair(scan: Scan, wait: Wait, words: Words) -> tuple[str, str]:
    """Return what comes before and after a wait, in words."""
    before = named(scan, wait.previous) if wait.previous else words.say("(perkara diterima)", "(case received)")
    after = named(scan, wait.activity) if wait.activity else words.say("(perkara selesai)", "(case closed)")
    return before, after


def section(scan: Scan, words: Words) -> Markup:
    """Return both sections."""
    return join([_waits(scan, words), _rework(scan, words)])


def _waits(scan: Scan, words: Words) -> Markup:
    title = el("h2", words.say("Di mana perkara menunggu", "Where cases wait"), id="waiting")
    if not scan.waits:
        none = words.say(
            "Tidak ada perkara dengan dua langkah atau lebih, jadi tidak ada waktu tunggu di antaranya.",
            "No case has two steps or more, so there is no wait between them.",
        )
        return join([title, el("p", none, class_="calm")])
    told = [el("p", _how(scan, words)), *_at_once(scan, words)]
    return join([title, *told, _chart(scan, words), _pairs(scan, words), _at(scan, words)])


def _at_once(scan: Scan, words: Words) -> list[Markup]:
    """Return a warning where many steps were written down in one go, so that waits between them mean little."""
    pairs, at_once = scan.at_once
    if not pairs or at_once < WORTH_TELLING * pairs:
        return []
    told = words.say(
        "{share} dari langkah tercatat kurang dari satu menit sesudah langkah sebelumnya. Mungkin beberapa langkah "
        "dicatat sekaligus; waktu yang sebenarnya lalu tampak pada langkah lain.",
        "{share} of the steps were recorded less than a minute after the one before. Several steps may have been "
        "written down in one go; the true time then shows at other steps.",
        share=words.share(at_once, pairs),
    )
    return [el("p", told, class_="calm")]


def _how(scan: Scan, words: Words) -> str:
    if "started" in scan.log.columns.chosen:
        return words.say(
            "Waktu tunggu dihitung dari akhir satu langkah sampai langkah berikutnya mulai dikerjakan.",
            "Waiting is counted from the end of one step until work on the next begins.",
        )
    return words.say(
        "Waktu tunggu dihitung dari akhir satu langkah sampai akhir langkah berikutnya; karena log tidak mencatat "
        "mulainya pekerjaan, waktu kerjanya ikut terhitung.",
        "Waiting is counted from the end of one step to the end of the next; since the log does not say when work "
        "began, the work itself is in it.",
    )


def _chart(scan: Scan, words: Words) -> Markup:
    drawn = [wait for wait in scan.waits if wait.share][:DRAWN]
    chart = Chart(
        "waits",
        words.say("Langkah yang menahan waktu paling banyak", "The steps that hold most of the time"),
        words.say(
            "Bagian dari seluruh waktu tunggu, dari perkara diterima sampai selesai, dalam persen.",
            "Share of all waiting, from receipt to closing, in per cent.",
        ),
        words.say("Dari → ke", "From → to"),
        ["{}\n→ {}".format(*pair(scan, wait, words)) for wait in drawn],
        [Series(words.say("Bagian (%)", "Share (%)"), [round(100 * (wait.share or 0), 1) for wait in drawn])],
    )
    return bars(chart, [words.share(wait.share) for wait in drawn], words)


def _pairs(scan: Scan, words: Words) -> Markup:
    rows: list[list[Part]] = [
        [
            "{} → {}".format(*pair(scan, wait, words)),
            words.n(wait.n),
            words.share(wait.share),
            words.days(wait.median_days),
            words.days(wait.p90_days),
            words.work(wait.median_hours),
            words.work(wait.p90_hours),
        ]
        for wait in scan.waits
    ]
    return table(
        words.say("Menunggu di antara langkah", "Waiting between steps"),
        [Column(words.say("Dari → ke", "From → to"), False), *_measures(words)],
        rows,
    )


def _at(scan: Scan, words: Words) -> Markup:
    by = words.say("Unit", "Unit") if scan.waits_by == "office_group" else words.say("Petugas", "Officer")
    rows: list[list[Part]] = [
        [
            cut(at.label) if at.label else words.say("(tidak dicatat)", "(not recorded)"),
            words.n(at.n),
            words.share(at.share),
            words.days(at.median_days),
            words.days(at.p90_days),
            words.work(at.median_hours),
            words.work(at.p90_hours),
        ]
        for at in scan.waits_at
    ]
    caption = words.say(
        "Menunggu menurut {by} yang menyelesaikan langkah berikutnya",
        "Waiting by the {by} whose step ended it",
        by=by.lower(),
    )
    return table(caption, [Column(by, False), *_measures(words)], rows)


def _measures(words: Words) -> list[Column]:
    return [
        Column(words.say("Kali", "Times")),
        Column(words.say("Bagian dari seluruh tunggu", "Share of all waiting")),
        Column(words.say("Median, kalender", "Median, calendar")),
        Column(words.say("Persentil 90, kalender", "90th pct., calendar")),
        Column(words.say("Median, jam kerja", "Median, working time")),
        Column(words.say("Persentil 90, jam kerja", "90th pct., working time")),
    ]


def _rework(scan: Scan, words: Words) -> Markup:
    rework = scan.rework
    title = el("h2", words.say("Apa yang dikerjakan dua kali", "What is done twice"), id="rework")
    sentence = words.say(
        "Di {share} perkara, sedikitnya satu kegiatan diulang; dari {steps} langkah, {extra} adalah pengulangan "
        "({part}). Pengulangan boleh jadi wajar (advis kedua) atau pemborosan (berkas kembali karena kurang).",
        "In {share} of the cases at least one activity is repeated; of {steps} steps, {extra} are repetitions "
        "({part}). A repetition may be proper (a second advice) or waste (a file sent back because something is "
        "missing).",
        share=words.sure(rework.with_repeats, rework.cases),
        steps=rework.steps,
        extra=rework.extra,
        part=words.share(rework.extra, rework.steps),
    )
    if not scan.repeated:
        return join([title, el("p", words.say("Tidak ada kegiatan yang diulang.", "No activity is repeated."))])
    rows: list[list[Part]] = [
        [
            named(scan, r.activity),
            words.n(r.cases),
            words.n(r.repeated_in),
            words.share(r.repeated_in, r.cases),
            words.n(r.extra),
        ]
        for r in scan.repeated
    ]
    heading = [
        Column(words.say("Kegiatan", "Activity"), False),
        Column(words.say("Perkara dengan kegiatan ini", "Cases with it")),
        Column(words.say("Diulang di", "Repeated in")),
        Column(words.say("Bagian", "Share")),
        Column(words.say("Kali lebih", "Times more")),
    ]
    caption = words.say("Kegiatan yang paling sering diulang", "The activities repeated most")
    return join([title, el("p", sentence), table(caption, heading, rows)])
