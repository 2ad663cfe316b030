"""The section on what our rules would have asked, which is no list of wrongdoing."""

from layani.lake.report.markup import Column, Markup, Part, el, join, table
from layani.lake.report.replay.shown import Replay
from layani.lake.report.words import Words
from layani.rules.importing.figures import Figures, Stopped
from layani.rules.importing.words import ACTS
from layani.rules.indicators.intervals import wilson


def rules_section(replay: Replay, words: Words) -> Markup:
    """Return the section: a table of rules and acts, under a caveat that cannot be missed."""
    title = el("h2", words.say("Apa yang akan ditanyakan aturan kita", "What our rules would have asked"), id="rules")
    caveat = words.say(
        "Ini bukan daftar kesalahan. Kantor itu bekerja menurut aturannya sendiri, dan log tidak mencatat "
        "semuanya: serah terima, cuti, prioritas yang sah, orang kedua yang ikut melihat. Yang tampak di sini "
        "adalah berapa kali Layani akan bertanya atau meminta petugas lain, seandainya kantor itu memakainya. "
        "Tidak satu pun tindakan dihentikan.",
        "This is no list of wrongdoing. That office worked by its own rules, and a log does not tell everything: "
        "handovers, leave, lawful priority, a second person who looked on. What is shown is how often Layani "
        "would have asked, or would have sent for another officer, had that office used it. No act was stopped.",
    )
    if not replay.figures.stopped:
        none = words.say("Tidak ada aturan yang akan bertanya.", "No rule would have asked anything.")
        return join([title, el("p", none, class_="calm")])
    rows = [_rule_row(one, replay.figures, words) for one in replay.figures.stopped]
    heading = [
        Column(words.say("Aturan", "Rule"), False),
        Column(words.say("Kali", "Times")),
        Column(words.say("Tindakan", "Acts"), False),
        Column(words.say("Perkara", "Cases")),
        Column(words.say("Bagian perkara (SK 95%)", "Share of cases (95% CI)")),
        Column(words.say("Petugas", "Officers")),
        Column(words.say("Contoh", "Examples"), False),
    ]
    examples = words.say(
        "Contoh menyebut nomor baris di dalam berkas dan petugas dengan nomor urut, bukan nama.",
        "Examples give the row of the file, and officers by a running number instead of a name.",
    )
    stuck = words.say(
        "Berkas yang tidak dilanjutkan siapa pun tetap berada di depan antreannya; setiap berkas yang diambil "
        "sesudahnya lalu terhitung mendahului. Lihatlah dahulu berkas apa yang tertahan di depan.",
        "A case that nobody goes on with stays at the head of its queue, and every one taken after it then counts as "
        "overtaking. Look first at what stands at the head, and why.",
    )
    unseen = words.say(
        "Yang tidak dapat diamati di dalam log: berkas milik petugas sendiri (log tidak menyebut siapa "
        "pemohonnya), dan syarat yang diwajibkan hukum (log tidak memuat jawaban pemohon).",
        "What no log can show: an officer's own case (it does not say who the applicant is), and rules that the "
        "law makes mandatory (it does not hold the applicant's answers).",
    )
    caption = words.say("Aturan yang akan bertanya", "Rules that would have asked")
    return join(
        [
            title,
            el("p", caveat, class_="flag"),
            table(caption, heading, rows),
            el("p", examples),
            el("p", stuck),
            el("p", unseen),
        ]
    )


def rule_name(one: Stopped, words: Words) -> str:
    """Return the name of a control with its number, or the sentence of a rule of the case."""
    name = words.text(one.name)
    return f"{name} ({one.control})" if one.control else name.rstrip(".")


def acts_of(one: Stopped, words: Words) -> list[str]:
    """Return each kind of act with how many of all such acts the rule would have questioned."""
    return [
        words.say("{act} {n} dari {of}", "{act} {n} of {of}", act=words.text(ACTS[act]), n=made, of=every)
        for act, (made, every) in one.acts.items()
    ]


def _rule_row(one: Stopped, figures: Figures, words: Words) -> list[Part]:
    low, high = wilson(one.cases, figures.cases)
    shown = [
        words.say(
            "baris {row} (petugas {officer})", "row {row} (officer {officer})", row=str(row), officer=str(officer)
        )
        if officer
        else words.say("baris {row}", "row {row}", row=str(row))
        for row, officer in one.examples
    ]
    return [
        rule_name(one, words),
        words.n(one.attempts),
        ", ".join(acts_of(one, words)),
        words.n(one.cases),
        f"{words.share(one.cases, figures.cases)} ({words.n(100 * low, 1)}–{words.n(100 * high, 1)}%)",
        words.n(one.officers),
        ", ".join(shown) or "–",
    ]
