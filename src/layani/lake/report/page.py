"""Puts the sections on one page that needs nothing from anywhere else."""

import importlib.resources
from collections.abc import Iterable

from layani.lake.report import flags, people, promise, waiting, what_was_read
from layani.lake.report.markup import Markup, Part, cut, el, join
from layani.lake.report.words import Words
from layani.lake.scan import Scan
from layani.rules.text import Language

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What the page may load: its own style and nothing else, even if a value of the file slipped through."""


def page(scan: Scan, language: Language, command: str) -> str:
    """Return the report as one HTML document.

    command: the command line that made it, shown at its end.
    """
    words = Words(language, scan.log.options.hours.hours_a_day)
    title = words.say("Pemindaian {file}", "Scan of {file}", file=cut(scan.log.file))
    body = [_header(scan, words), el("main", *_sections(scan, words)), _footer(scan, words, command)]
    return document(title, language, body)


def document(title: str, language: Language, body: Iterable[Part]) -> str:
    """Return one HTML document in the reports' style that needs nothing from anywhere else."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="robots", content="noindex"),
        el("title", title),
        Markup(f"<style>{_style()}</style>"),
    )
    return "<!DOCTYPE html>\n" + el("html", head, el("body", *body), lang=language) + "\n"


def _style() -> str:
    return (importlib.resources.files("layani.lake.report") / "report.css").read_text(encoding="utf-8").strip()


def _header(scan: Scan, words: Words) -> Markup:
    over = scan.overview
    line = words.say(
        "{events} peristiwa, {cases} perkara, {first} – {last}",
        "{events} events, {cases} cases, {first} – {last}",
        events=over.events,
        cases=over.cases,
        first=words.date(over.first_at),
        last=words.date(over.last_at),
    )
    over_title = words.say("Catatan peristiwa dipindai", "An event log, scanned")
    return el("header", el("p", over_title, class_="over"), el("h1", cut(scan.log.file)), el("p", line))


def _sections(scan: Scan, words: Words) -> list[Part]:
    return [
        _key_figures(scan, words),
        _contents(words),
        what_was_read.section(scan, words),
        promise.section(scan, words),
        waiting.section(scan, words),
        people.section(scan, words),
        flags.section(scan, words),
        _method(scan, words),
    ]


def _key_figures(scan: Scan, words: Words) -> Markup:
    kept, durations = scan.promise, scan.durations
    raised = sum(len(finding.flags) for finding in scan.findings)
    asked = sum(finding.not_asked is None for finding in scan.findings)
    figures: list[tuple[str, str, str]] = [
        (
            words.say("Tepat waktu", "In time"),
            words.share(kept.in_time, kept.due),
            words.say("dari {n} yang jatuh tempo", "of {n} that were due", n=kept.due)
            if kept.due
            else words.say("log tanpa tenggat", "the log has no deadlines"),
        ),
        (
            words.say("Setengah selesai dalam", "Half are closed within"),
            words.days(durations.median_days),
            words.say("sembilan dari sepuluh: {p90}", "nine in ten: {p90}", p90=words.days(durations.p90_days)),
        ),
        (
            words.say("Perkara dengan pengulangan", "Cases with repeated work"),
            words.share(scan.rework.with_repeats, scan.rework.cases),
            words.say("dari {n} perkara", "of {n} cases", n=scan.rework.cases),
        ),
        (
            words.say("Orang pertama juga yang terakhir", "First person also the last"),
            words.share(scan.hands.same_first_and_last, scan.hands.cases),
            words.say("dari {n} perkara", "of {n} cases", n=scan.hands.cases),
        ),
        (
            words.say("Pertanyaan yang muncul", "Questions that arise"),
            words.n(raised),
            words.say("dari {n} indikator yang dapat ditanyakan", "from {n} indicators that could be asked", n=asked),
        ),
    ]
    return el(
        "dl",
        *(el("div", el("dt", name), el("dd", value, el("small", note))) for name, value, note in figures),
        class_="key-figures",
    )


def _contents(words: Words) -> Markup:
    entries = (
        ("read", words.say("Apa yang dibaca", "What was read")),
        ("promise", words.say("Janji", "The promise")),
        ("waiting", words.say("Menunggu", "Waiting")),
        ("rework", words.say("Pengulangan", "Rework")),
        ("people", words.say("Tangan", "Hands")),
        ("flags", words.say("Pertanyaan", "Questions")),
        ("method", words.say("Cara menghitung", "How it is computed")),
    )
    links = (el("li", el("a", name, href=f"#{key}")) for key, name in entries)
    return el("nav", el("ul", *links), aria_label=words.say("Isi", "Contents"))


def _method(scan: Scan, words: Words) -> Markup:
    hours = scan.log.options.hours
    day = f"{hours.opens // 60:02}:{hours.opens % 60:02}–{hours.closes // 60:02}:{hours.closes % 60:02}"
    told = (
        words.say(
            "Median dan persentil dihitung tepat (interpolasi linear), bukan kira-kira.",
            "Medians and percentiles are exact (linear interpolation), not approximate.",
        ),
        words.say(
            "Waktu kerja: {days} hari seminggu mulai Senin, {day}, menurut jam dinding di dalam log; hari libur "
            "tidak diketahui, jadi waktu kerja sedikit terlalu panjang.",
            "Working time: {days} days a week from Monday, {day}, by the log's wall clock; public holidays are not "
            "known, so working time is a little too long.",
            days=hours.days,
            day=day,
        ),
        words.say(
            "Tenggat yang ditulis tanpa jam berakhir bersama harinya. 'Sekarang' adalah peristiwa terakhir di dalam "
            "log.",
            "A deadline written without a time of day ends with that day. 'Now' is the last event of the log.",
        ),
        words.say(
            "SK 95% adalah selang Wilson. Selang itu hanya menggambarkan kebetulan, bukan salah catat.",
            "95% CI is the Wilson interval. It covers chance only, not what was recorded wrongly.",
        ),
        words.say(
            "Perbandingan petugas: harapan dan ragam tepat dari pengambilan tanpa pengembalian di dalam jalur × "
            "triwulan, diperlebar oleh perbedaan di antara rekan, lalu Benjamini–Hochberg q ≤ 0,01.",
            "Comparing officers: exact mean and variance of drawing without replacement within lane × quarter, "
            "widened by how much colleagues differ among themselves, then Benjamini–Hochberg q ≤ 0.01.",
        ),
    )
    title = el("h2", words.say("Cara menghitung", "How it is computed"), id="method")
    return join([title, el("ul", *(el("li", sentence) for sentence in told))])


def _footer(scan: Scan, words: Words, command: str) -> Markup:
    made = words.say("Dibuat dengan ", "Made by ")
    note = words.say(
        "Halaman ini tidak memuat apa pun dari internet dan tidak berisi skrip. Di dalamnya ada nama petugas dan "
        "nomor perkara dari berkas itu: jagalah seperti berkas itu sendiri.",
        "This page loads nothing from the internet and holds no script. It contains officers' names and case numbers "
        "from the file: guard it as you guard the file.",
    )
    return el("footer", el("p", made, el("code", cut(command, 300))), el("p", note))
