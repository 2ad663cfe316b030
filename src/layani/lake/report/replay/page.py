"""Puts the parts of a replay's report on one page."""

from layani.lake.report.markup import Markup, cut, el, join
from layani.lake.report.page import document
from layani.lake.report.replay import asked, mapped, outcome
from layani.lake.report.replay.shown import SOURCES, Replay, hours_a_day, no_deadline
from layani.lake.report.words import Words
from layani.rules.importing.figures import Kept
from layani.rules.text import Language


def replay_page(replay: Replay, language: Language) -> str:
    """Return the report as one HTML document."""
    words = Words(language, hours_a_day(replay))
    file = cut(replay.plan.log.file)
    title = words.say("Putar ulang {file}", "Replay of {file}", file=file)
    main = el(
        "main",
        _key_figures(replay, words),
        _contents(words),
        mapped.read_section(replay, words),
        outcome.promise_section(replay, words),
        outcome.ball_section(replay, words),
        asked.rules_section(replay, words),
        mapped.acts_section(replay, words),
        mapped.unmapped_section(replay, words),
        _method(replay, words),
    )
    return document(title, language, [_header(replay, words), main, _footer(replay, words)])


def _header(replay: Replay, words: Words) -> Markup:
    first, last = replay.plan.log.first_and_last
    line = words.say(
        "{cases} perkara, {rows} baris, {first} – {last}",
        "{cases} cases, {rows} rows, {first} – {last}",
        cases=replay.figures.cases,
        rows=replay.plan.rows,
        first=words.date(first),
        last=words.date(last),
    )
    over = words.say("Log nyata diputar ulang", "A real log, replayed")
    return el("header", el("p", over, class_="over"), el("h1", cut(replay.plan.log.file)), el("p", line))


def _key_figures(replay: Replay, words: Words) -> Markup:
    plan, shown = replay.plan, replay.figures
    source, kept = max(shown.kept.items(), key=lambda one: one[1].due, default=("", Kept()))
    office = shown.balls.get("office")
    figures: list[tuple[str, str, str]] = [
        (
            words.say("Menjadi tindakan bernama", "Became typed acts"),
            words.share(plan.typed, plan.rows),
            words.say("dari {n} baris", "of {n} rows", n=plan.rows),
        ),
        (
            words.say("Tepat waktu", "In time"),
            words.share(kept.in_time, kept.due),
            f"{words.text(SOURCES[source])}, n = {words.n(kept.due)}" if source else no_deadline(words),
        ),
        (
            words.say("Di tangan kantor", "With the office"),
            words.work(office.hours.median) if office else "–",
            words.say("setengah dari perkara yang berakhir", "in half of the cases that ended"),
        ),
        (
            words.say("Tindakan yang akan ditanya", "Acts that would be questioned"),
            words.n(sum(one.attempts for one in shown.stopped)),
            words.say("oleh {n} aturan", "by {n} rules", n=len({one.code for one in shown.stopped})),
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
        ("ball", words.say("Giliran siapa", "Whose turn")),
        ("rules", words.say("Aturan kita", "Our rules")),
        ("acts", words.say("Tindakan", "Acts")),
        ("unmapped", words.say("Tidak dipetakan", "Not mapped")),
        ("method", words.say("Cara menghitung", "How it is computed")),
    )
    links = (el("li", el("a", name, href=f"#{key}")) for key, name in entries)
    return el("nav", el("ul", *links), aria_label=words.say("Isi", "Contents"))


def _method(replay: Replay, words: Words) -> Markup:
    told = [
        words.say(
            "Setiap tindakan melewati tindakan kantor yang sama seperti di kantor sungguhan, dengan waktu dari "
            "log, dan ditandai sebagai impor untuk selamanya. Tindakan semua perkara diputar menurut urutan "
            "waktu, agar antrean tampak seperti pada saat itu.",
            "Every act went through the same actions as in a live office, at the log's own time, and is marked "
            "imported for ever. The acts of all cases were replayed in the order of time, so that each queue "
            "stood as it did then.",
        ),
        words.say(
            "Pada waktu yang sama persis, log tidak mengenal urutan; dipakai urutan prosedur. Bila seperlima "
            "waktu atau lebih tepat tengah malam, hanya harinya yang dipercaya ({share} di sini).",
            "At exactly the same time a log knows no order; the order of the procedure is taken. Where a fifth "
            "of the times or more are exactly midnight, only the day is trusted ({share} here).",
            share=words.share(replay.plan.log.days_only),
        ),
        words.say(
            "Tenggat dari log tetap seperti di log. Tenggat dari peta berhenti selagi menunggu pemohon dan "
            "bergeser oleh perpanjangan. 'Sekarang' adalah baris terakhir.",
            "A deadline of the log stands as the log has it. A term of the map stands still while the applicant "
            "must act, and moves with an extension. 'Now' is the last row.",
        ),
        words.say(
            "Median dan persentil dihitung tepat. SK 95% adalah selang Wilson; selang itu hanya menggambarkan "
            "kebetulan.",
            "Medians and percentiles are exact. 95% CI is the Wilson interval; it covers chance only.",
        ),
    ]
    if replay.checked:
        cases, differences, leaves = replay.checked
        told.append(
            words.say(
                "Sesudahnya {cases} perkara dihitung lagi dari peristiwanya: {n} perbedaan. Catatan terbuka menerima "
                "{leaves} daun.",
                "Afterwards {cases} cases were computed again from their events: {n} differences. The record "
                "took {leaves} leaves.",
                cases=cases,
                n=differences,
                leaves=leaves,
            )
        )
    title = el("h2", words.say("Cara menghitung", "How it is computed"), id="method")
    return join([title, el("ul", *(el("li", sentence) for sentence in told))])


def _footer(replay: Replay, words: Words) -> Markup:
    made = words.say("Dibuat dengan ", "Made by ")
    note = words.say(
        "Halaman ini tidak memuat apa pun dari internet, tidak berisi skrip, dan tidak memuat baris dari berkas itu.",
        "This page loads nothing from the internet, holds no script, and holds no row of the file.",
    )
    return el("footer", el("p", made, el("code", cut(replay.command, 300))), el("p", note))
