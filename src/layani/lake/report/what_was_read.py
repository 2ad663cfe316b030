"""The section that says what was read, which column was taken for what and why, and what was not understood."""

from layani.lake.columns import Chosen
from layani.lake.raw import Note
from layani.lake.report.markup import Column, Markup, Part, cut, el, join, table
from layani.lake.report.words import Words
from layani.lake.scan import Scan

MOST_UNUSED = 60


def section(scan: Scan, words: Words) -> Markup:
    """Return the section."""
    return join(
        [
            el("h2", words.say("Apa yang dibaca", "What was read"), id="read"),
            _file(scan, words),
            _columns(scan, words),
            _unused(scan, words),
            _problems(scan, words),
        ]
    )


def _file(scan: Scan, words: Words) -> Markup:
    log, over = scan.log, scan.overview
    packed = f" ({log.packing})" if log.packing else ""
    facts: list[tuple[str, str]] = [
        (words.say("Berkas", "File"), cut(log.file) + packed),
        (words.say("Bentuk", "Form"), words.text(log.raw.form)),
        (words.say("Pengodean", "Encoding"), log.encoding),
        (
            words.say("Baris dipakai", "Rows used"),
            words.say("{used} dari {rows}", "{used} of {rows}", used=over.events, rows=log.raw.rows),
        ),
        (words.say("Perkara", "Cases"), words.n(over.cases)),
        (words.say("Masih terbuka di akhir log", "Still open at the end of the log"), words.n(scan.open_cases)),
        (words.say("Macam kegiatan", "Kinds of activity"), words.n(over.activities)),
        (words.say("Petugas", "Officers"), words.n(over.officers)),
        (words.say("Masa", "Period"), f"{words.date(over.first_at)} – {words.date(over.last_at)}"),
    ]
    heading = [Column(words.say("Hal", "What"), False), Column(words.say("Isi", "Found"), False)]
    return table(words.say("Berkas dan isinya", "The file and what it holds"), heading, facts)


def _columns(scan: Scan, words: Words) -> Markup:
    rows = [
        [words.text(chosen.role.label), cut(chosen.column.name), words.text(chosen.why), _form(chosen, words)]
        for chosen in scan.log.columns.chosen.values()
    ]
    heading = [
        Column(words.say("Dipakai sebagai", "Used as"), False),
        Column(words.say("Kolom", "Column"), False),
        Column(words.say("Mengapa", "Why"), False),
        Column(words.say("Dibaca sebagai", "Read as"), False),
    ]
    return join(
        [
            table(words.say("Kolom yang dipilih", "Columns chosen"), heading, rows),
            el("p", _missing(scan, words), class_="quiet"),
        ]
    )


def _form(chosen: Chosen, words: Words) -> str:
    if chosen.reading is None:
        return words.say("teks", "text")
    return ", ".join(words.text(form.name) for form in chosen.reading.forms)


def _missing(scan: Scan, words: Words) -> str:
    """Return what the log does not tell, and so what cannot be said about it."""
    chosen = scan.log.columns.chosen
    gaps = []
    if "deadline" not in chosen:
        gaps.append(words.say("tenggat perkara", "a deadline of cases"))
    if "case_end" not in chosen:
        gaps.append(
            words.say(
                "waktu selesai (peristiwa terakhir dipakai, jadi perkara yang masih berjalan tampak selesai)",
                "a closing time (the last event is used, so cases that still run look closed)",
            )
        )
    if "case_start" not in chosen:
        gaps.append(
            words.say("waktu diterima (peristiwa pertama dipakai)", "a time of receipt (the first event is used)")
        )
    for role, name in (
        ("service", words.say("jenis layanan", "a kind of service")),
        ("channel", words.say("saluran", "a channel")),
        ("outcome", words.say("hasil", "an outcome")),
        ("resource", words.say("petugas", "officers")),
    ):
        if role not in chosen:
            gaps.append(name)
    if not gaps:
        return words.say("Semua yang ditanyakan ada di dalam log.", "The log has all that is asked for.")
    return words.say("Tidak ditemukan di dalam log: {gaps}.", "Not found in the log: {gaps}.", gaps="; ".join(gaps))


def _unused(scan: Scan, words: Words) -> Markup:
    unused = scan.log.columns.unused
    if not unused:
        return el("p", words.say("Semua kolom dipakai.", "All columns were used."), class_="quiet")
    rows: list[list[Part]] = [
        [cut(p.column.name), words.n(p.filled), words.share(p.filled, p.rows), words.n(p.distinct)]
        for p in unused[:MOST_UNUSED]
    ]
    heading = [
        Column(words.say("Kolom", "Column"), False),
        Column(words.say("Baris terisi", "Rows filled")),
        Column(words.say("Bagian", "Share")),
        Column(words.say("Nilai berbeda (kira-kira)", "Distinct values (about)")),
    ]
    caption = words.say("Kolom yang tidak dipakai ({n})", "Columns that were not used ({n})", n=len(unused))
    summary = words.say("{n} kolom tidak dipakai", "{n} columns were not used", n=len(unused))
    return el("details", el("summary", summary), table(caption, heading, rows))


def _problems(scan: Scan, words: Words) -> Markup:
    title = el("h3", words.say("Yang perlu diketahui tentang berkas ini", "What to know about this file"))
    if not scan.log.notes:
        calm = words.say(
            "Setiap baris dapat dibaca; tidak ada yang dilewati.", "Every row could be read; nothing was left out."
        )
        return join([title, el("p", calm, class_="calm")])
    return join([title, el("ul", *(_note(note, words) for note in scan.log.notes))])


def _note(note: Note, words: Words) -> Markup:
    count = f"{words.n(note.count)} " if note.count else ""
    examples = None
    if note.examples:
        examples = join([": ", *(join([el("code", cut(example)), " "]) for example in note.examples)])
    return el("li", count, words.text(note.what), examples)
