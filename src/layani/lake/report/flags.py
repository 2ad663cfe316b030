"""The section with the indicators: what was asked, the log's own base rate, and the questions that it raises."""

from layani.lake.report.markup import Column, Markup, Part, cut, el, join, table
from layani.lake.report.words import Words
from layani.lake.scan import Scan
from layani.rules.indicators.indicator import Finding, Flag


def section(scan: Scan, words: Words) -> Markup:
    """Return the section."""
    intro = words.say(
        "Sebuah tanda adalah pertanyaan kepada orang yang mengenal pekerjaan ini, bukan putusan. Petugas hanya "
        "dibandingkan dengan rekan yang menangani perkara sejenis pada triwulan yang sama, dan baru ditandai bila "
        "jauh lebih berbeda daripada rekan-rekan itu satu sama lain.",
        "A flag is a question to people who know the work, not a verdict. Officers are compared only with colleagues "
        "who had the same kind of case in the same quarter, and are flagged only when they differ far more than "
        "those colleagues differ among themselves.",
    )
    return join(
        [
            el("h2", words.say("Pertanyaan yang muncul", "Questions that arise"), id="flags"),
            el("p", intro),
            *(_finding(finding, words) for finding in scan.findings),
            _lanes(scan, words),
        ]
    )


def _finding(finding: Finding, words: Words) -> Markup:
    indicator = finding.indicator
    parts: list[Part] = [
        el("h3", f"{words.text(indicator.name)} ({indicator.id})"),
        el("p", words.text(indicator.means)),
    ]
    if finding.measure is not None and finding.scored:
        parts.append(el("p", _base(finding, words)))
    if finding.not_asked is not None:
        not_asked = words.say("Tidak dapat ditanyakan kepada log ini. ", "This log cannot be asked. ")
        parts.append(el("p", not_asked, words.text(finding.not_asked), class_="calm"))
    elif not finding.flags:
        calm = words.say(
            "{n} petugas dibandingkan; tidak seorang pun menonjol.", "{n} officers compared; nobody stands out.",
            n=finding.compared,
        )  # fmt: skip
        parts.append(el("p", calm, class_="calm"))
    parts += [_flag(flag, words) for flag in finding.flags]
    return el("section", *parts)


def _base(finding: Finding, words: Words) -> str:
    """Return the base rate of the log itself, without which no flag can be weighed."""
    if finding.measure is None:
        return ""
    base = words.say(
        "Dasar di log ini: {measure}, rata-rata {base} dari {n} perkara.",
        "Base rate of this log: {measure}, {base} on average over {n} cases.",
        measure=words.text(finding.measure.name),
        base=words.share(finding.base),
        n=finding.scored,
    )
    if finding.indicator.id == "C01":
        base += words.say(
            " Di {x} perkara lebih dari 90% antrean disalip; itu sering wajar.",
            " In {x} of the cases more than 90% of the queue was overtaken, which often has an honest reason.",
            x=words.share(finding.extreme),
        )
    few = words.say(
        " {n} petugas memiliki terlalu sedikit perkara untuk dibandingkan (kurang dari {least}).",
        " {n} officers have too few cases to be compared (under {least}).",
        n=finding.too_few,
        least=finding.indicator.least_cases,
    )
    return base + (few if finding.too_few else "")


def _flag(flag: Flag, words: Words) -> Markup:
    arithmetic = words.say(
        "Hitungan: {value} berbanding {expected} pada {n} perkara; z = {z} terhadap acak, rekan-rekan tersebar "
        "{spread} kali lebih lebar daripada acak, jadi {adjusted} (ambang {threshold}); q {q} sesudah "
        "Benjamini–Hochberg. Pembanding: {reference}. Aturan {rule}, versi {version}.",
        "Arithmetic: {value} against {expected} over {n} cases; z = {z} against chance, colleagues are spread "
        "{spread} times wider than chance, which leaves {adjusted} (threshold {threshold}); q {q} after "
        "Benjamini–Hochberg. Compared with: {reference}. Rule {rule}, version {version}.",
        value=words.share(flag.value),
        expected=words.share(flag.expected),
        n=flag.n,
        z=words.n(flag.z, 1),
        spread=words.n(flag.spread**0.5, 1),
        adjusted=words.n(flag.z / flag.spread**0.5, 1),
        threshold=words.n(flag.threshold, 0),
        q="< " + words.n(0.0001, 4) if flag.q < 0.0001 else "= " + words.n(flag.q, 4),
        reference=words.text(flag.reference),
        rule=flag.rule,
        version=flag.version,
    )
    cases = join([join([el("code", cut(case, 60)), " "]) for case in flag.cases])
    return el(
        "div",
        el("p", words.text(flag.reason)),
        el("p", words.say("Yang mungkin menjelaskannya:", "What may explain it:")),
        el("ul", *(el("li", words.text(reason)) for reason in flag.innocent)),
        el("p", words.say("Perkara untuk dilihat: ", "Cases to look at: "), cases),
        el("p", arithmetic, class_="quiet"),
        class_="flag",
    )


def _lanes(scan: Scan, words: Words) -> Markup:
    rows: list[list[Part]] = [[cut(lane), words.n(n)] for lane, n in scan.lanes]
    heading = [Column(words.say("Jalur", "Lane"), False), Column(words.say("Perkara", "Cases"))]
    caption = words.say(
        "Jalur: layanan / saluran / banyaknya macam langkah (few sedikit, usual biasa, many banyak)",
        "Lanes: service / channel / number of kinds of steps (few, usual, many)",
    )
    summary = words.say("Jalur yang dibandingkan", "The lanes within which officers are compared")
    return el("details", el("summary", summary), table(caption, heading, rows))
