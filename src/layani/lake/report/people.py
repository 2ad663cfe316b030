"""The section on whose hands cases go through: one person from first to last step, handovers, who does most."""

from layani.lake.report.markup import Column, Markup, Part, cut, el, join, table
from layani.lake.report.words import Words
from layani.lake.scan import Scan


def section(scan: Scan, words: Words) -> Markup:
    """Return the section."""
    title = el("h2", words.say("Melalui tangan siapa", "Whose hands it passes through"), id="people")
    hands = scan.hands
    if not hands.cases:
        none = words.say(
            "Log ini tidak mencatat petugas pada sedikitnya dua langkah dari satu perkara.",
            "The log does not name an officer for at least two steps of any case.",
        )
        return join([title, el("p", none, class_="calm")])
    duties = words.say(
        "Dari {n} perkara dengan sedikitnya dua langkah yang petugasnya tercatat, langkah pertama dan terakhir "
        "dilakukan orang yang sama di {same}; semua langkah oleh satu orang di {one}.",
        "Of {n} cases with at least two steps whose officer is known, one and the same person did the first and the "
        "last step in {same}; one person did all steps in {one}.",
        n=hands.cases,
        same=words.sure(hands.same_first_and_last, hands.cases),
        one=words.sure(hands.one_person, hands.cases),
    )
    meaning = words.say(
        "Bila orang yang memeriksa juga yang memutus, tidak ada mata kedua. Di kantor kecil hal ini sering tak "
        "terhindarkan; petugas dari kantor lain dapat menjadi mata kedua itu.",
        "Where the person who checks also decides, there is no second pair of eyes. In small offices this can hardly "
        "be avoided; an officer of another office can be the second pair.",
    )
    moved = words.say(
        "Rata-rata {officers} petugas per perkara dan {handovers} kali berpindah tangan.",
        "On average {officers} officers per case and {handovers} handovers.",
        officers=words.n(hands.mean_officers, 1),
        handovers=words.n(hands.mean_handovers, 1),
    )
    return join([title, el("p", duties), el("p", meaning), el("p", moved), _officers(scan, words)])


def _officers(scan: Scan, words: Words) -> Markup:
    rows: list[list[Part]] = [
        [cut(o.label), words.n(o.steps), words.share(o.share), words.n(o.cases)] for o in scan.officers
    ]
    heading = [
        Column(words.say("Petugas", "Officer"), False),
        Column(words.say("Langkah", "Steps")),
        Column(words.say("Bagian", "Share")),
        Column(words.say("Perkara", "Cases")),
    ]
    caption = words.say(
        "Petugas dengan langkah terbanyak ({n} dari {all})",
        "The officers with most steps ({n} of {all})",
        n=len(scan.officers),
        all=scan.overview.officers,
    )
    return table(caption, heading, rows)
