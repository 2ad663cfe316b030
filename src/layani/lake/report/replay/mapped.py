"""The sections on what was read, which acts it became, and what became only a note."""

from layani.lake.report.markup import Column, Markup, Part, cut, el, join, table
from layani.lake.report.replay.shown import Replay, note_words, said
from layani.lake.report.words import Words
from layani.rules.importing.reading_map import phase_steps
from layani.rules.importing.words import ACTS

MOST_UNMAPPED = 150


def read_section(replay: Replay, words: Words) -> Markup:
    """Return the section on the file, its columns, and what was strange in it."""
    plan, log = replay.plan, replay.plan.log
    facts: list[list[Part]] = [
        [words.say("Bentuk", "Form"), words.text(log.form)],
        [
            words.say("Baris dipakai", "Rows used"),
            words.say("{n} dari {of}", "{n} of {of}", n=plan.rows, of=log.rows_read),
        ],
        [words.say("Perkara", "Cases"), words.n(replay.figures.cases)],
        [words.say("Petugas", "Officers"), words.n(replay.figures.officers)],
        [words.say("Peta", "Map"), cut(replay.map_file)],
        [words.say("Sumber", "Source"), said(plan.map.source or plan.map.office.name, words)],
        [
            words.say("Kolom", "Columns"),
            join([el("span", f"{role}: ", el("code", cut(name)), " ") for role, name in log.columns.items()]),
        ],
    ]
    heading = [Column(words.say("Hal", "What"), False), Column(words.say("Isi", "Found"), False)]
    return join(
        [
            el("h2", words.say("Apa yang dibaca", "What was read"), id="read"),
            table(words.say("Berkas dan peta", "The file and the map"), heading, facts),
            el("h3", words.say("Yang perlu diketahui", "What to know")),
            el("ul", *(el("li", sentence) for sentence in _to_know(replay, words))),
        ]
    )


def _to_know(replay: Replay, words: Words) -> list[str]:
    """Return what was strange, counted; nothing that could not be used is left out silently."""
    plan = replay.plan
    told = [
        (
            plan.implied.get("file", 0),
            words.say(
                "perkara tanpa baris pengajuan; diajukan pada waktu awal yang disebut log",
                "cases without a row that files them; filed at the start that the log gives",
            ),
        ),
        (
            plan.implied.get("close", 0),
            words.say("perkara ditutup oleh kolom waktu selesai", "cases closed by the column of their end"),
        ),
        (
            plan.odd_ends,
            words.say(
                "perkara selesai sebelum diajukan; akhirnya tidak dipakai",
                "cases ended before they were filed; that end is not used",
            ),
        ),
        (
            plan.early,
            words.say("baris bertanggal sebelum pengajuan perkaranya", "rows dated before the filing of their case"),
        ),
        (
            plan.moved,
            words.say("baris tidak menurut urutan waktu; diurutkan", "rows out of the order of time; sorted"),
        ),
        (plan.programs, words.say("baris dari akun yang bukan orang", "rows of accounts that are no people")),
        (
            replay.figures.taken,
            words.say(
                "pengambilan tersirat: petugas mengerjakan berkas yang tidak ada di mejanya, jadi ia mengambilnya; "
                "dicatat agar aturan antrean, empat mata, dan berkas sendiri dapat mengamatinya",
                "implied takes: an officer worked on a case that was not on their desk, and so had taken it; "
                "recorded so that the rules on queue, four eyes and own cases can observe it",
            ),
        ),
    ]
    sentences = [note_words(note, words, values=False) for note in plan.log.notes]
    sentences += [f"{words.n(count)} {sentence}" for count, sentence in told if count]
    if plan.channels:
        names = ", ".join(f"{cut(name, 40)} ({words.n(n)})" for name, n in list(plan.channels.items())[:10])
        sentences.append(
            words.say("Saluran yang tidak dikenal peta: ", "Channels that the map does not know: ") + names
        )
    return sentences or [words.say("Tidak ada yang aneh.", "Nothing strange.")]


def acts_section(replay: Replay, words: Words) -> Markup:
    """Return the section on the acts by kind, and the named steps by phase."""
    shown = replay.figures.by_act
    total = sum(shown.values())
    rows: list[list[Part]] = [
        [words.text(ACTS[act]), el("code", act), words.n(n), words.share(n, total)] for act, n in shown.items()
    ]
    heading = [
        Column(words.say("Tindakan", "Act"), False),
        Column(words.say("Nama", "Name"), False),
        Column(words.say("Kali", "Times")),
        Column(words.say("Bagian", "Share")),
    ]
    return join(
        [
            el("h2", words.say("Tindakan yang tercatat", "Acts that were recorded"), id="acts"),
            table(words.say("Tindakan menurut macamnya", "Acts by kind"), heading, rows),
            _phases(replay, words),
        ]
    )


def _phases(replay: Replay, words: Words) -> Markup:
    """Return the named steps by phase, so that a reader can judge whether they are steps of a procedure."""
    done: dict[str, dict[str, int]] = {}
    home = phase_steps(replay.plan.map)
    for act in replay.plan.acts:
        step = act.data.get("step")
        if act.act in ("perform", "visit") and step:
            steps = done.setdefault(home[step], {})
            steps[step] = steps.get(step, 0) + 1
    rows: list[list[Part]] = [
        [
            said(entry.name, words),
            words.n(sum(done[phase].values())),
            ", ".join(f"{step} {words.n(n)}" for step, n in sorted(done[phase].items(), key=lambda one: -one[1])),
        ]
        for phase, entry in replay.plan.map.phases.items()
        if phase in done
    ]
    heading = [
        Column(words.say("Tahap", "Phase"), False),
        Column(words.say("Kali", "Times")),
        Column(words.say("Langkah", "Steps"), False),
    ]
    summary = words.say("Langkah bernama menurut tahap", "Named steps by phase")
    return el("details", el("summary", summary), table(summary, heading, rows))


def unmapped_section(replay: Replay, words: Words) -> Markup:
    """Return the section on activities that are no typed act, each with its count and why."""
    title = el("h2", words.say("Yang hanya menjadi catatan", "What became only a note"), id="unmapped")
    unmapped = replay.plan.unmapped
    if not unmapped:
        all_typed = words.say("Setiap baris menjadi tindakan bernama.", "Every row became a typed act.")
        return join([title, el("p", all_typed, class_="calm")])
    rows: list[list[Part]] = [
        [cut(one.label), el("code", cut(one.activity)), words.n(one.count), words.text(one.why)]
        for one in unmapped[:MOST_UNMAPPED]
    ]
    heading = [
        Column(words.say("Kegiatan", "Activity"), False),
        Column(words.say("Kode", "Code"), False),
        Column(words.say("Baris", "Rows")),
        Column(words.say("Mengapa", "Why"), False),
    ]
    sentence = words.say(
        "{n} baris ({share}) hanya menjadi catatan.",
        "{n} rows ({share}) became only a note.",
        n=replay.plan.rows - replay.plan.typed,
        share=words.share(replay.plan.rows - replay.plan.typed, replay.plan.rows),
    )
    caption = words.say("Kegiatan yang tidak menjadi tindakan bernama", "Activities that became no typed act")
    return join([title, el("p", sentence), table(caption, heading, rows)])
