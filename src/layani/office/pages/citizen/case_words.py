"""How a case stands, in words: its status, who has the ball, when it is due and why then."""

from dataclasses import dataclass
from datetime import datetime

from layani.office.house import calendar, catalogue, facts_on, role_title, service
from layani.office.pages.citizen.taken_over import counted_words
from layani.office.pages.parts.promised import expected_of
from layani.office.pages.parts.words import day, moment, weekday
from layani.office.tables.models.cases import Case as Row
from layani.rules.cases.act import moment as ends_at
from layani.rules.cases.acts.lapsing import closes
from layani.rules.cases.clock import CALENDAR_UNITS
from layani.rules.cases.explaining import explained
from layani.rules.cases.silence import granted_by_silence
from layani.rules.cases.state import Case
from layani.rules.cases.validity import Standing, standing
from layani.rules.catalogue import Service, Term
from layani.rules.text import Text

STATUS = {
    "checking": (Text("Menunggu diperiksa kelengkapannya", "Waiting to be checked for completeness"), "info"),
    "waiting": (Text("Menunggu Anda", "Waiting for you"), "warning"),
    "working": (Text("Sedang dikerjakan", "Being worked on"), "info"),
    "deciding": (Text("Menunggu keputusan", "Waiting for the decision"), "info"),
    "granted": (Text("Dikabulkan", "Granted"), "success"),
    "granted_partly": (Text("Dikabulkan sebagian", "Granted in part"), "success"),
    "refused": (Text("Ditolak", "Refused"), "danger"),
    "deemed_granted": (Text("Dikabulkan menurut hukum", "Granted by law"), "success"),
    "withdrawn": (Text("Ditarik kembali", "Withdrawn"), "neutral"),
    "lapsed": (Text("Ditutup karena tidak dijawab", "Closed without an answer"), "neutral"),
}

# A product that no longer stands, in place of the grant that gave it.
GIVEN_AND_GONE: dict[Standing, tuple[Text, str]] = {
    "revoked": (Text("Dicabut", "Revoked"), "danger"),
    "superseded": (Text("Sudah digantikan", "Superseded"), "neutral"),
    "expired": (Text("Sudah berakhir", "Ended"), "neutral"),
}

# The same while an officer has the case on their desk.
AT_WORK = {
    "checking": Text("Kelengkapan sedang diperiksa", "Being checked for completeness"),
    "deciding": Text("Sedang diputuskan", "Being decided"),
}


def service_of(slug: str, version: str = "") -> Service | None:
    """Return the service of a case in its version, or None for one that this office never offered (an imported one)."""
    try:
        return service(slug, version)
    except KeyError:
        return None


def service_of_case(row: Row) -> Service | None:
    """Return the service of a case with its form as it was asked on the day of filing, or None (``service_of``)."""
    found = service_of(row.service, row.version)
    return found and found.on(facts_on(calendar().local(row.received_at).date()))


def service_name(slug: str) -> Text:
    """Return the name of a service or bundle; one that is not offered is shown by its name in the record."""
    found = service_of(slug) or catalogue().bundles.get(slug)
    plain = slug.replace("-", " ").capitalize()
    return found.name if found else Text(plain, plain)


def status_tag(case: Case, now: datetime) -> tuple[Text, str]:
    """Return how a case stands at ``now`` in words, those of its step in progress.py, and the colour of their tag.

    A product that no longer stands says so, and not that it was granted.
    """
    words, colour = STATUS[case.outcome]
    if gone := gone_tag(case, now):
        return gone
    if case.waits_for and case.status == "checking":
        return Text("Menunggu permohonan Anda yang lain", "Waiting for another application of yours"), colour
    return (AT_WORK.get(case.status, words) if case.holder is not None else words), colour


def gone_tag(case: Case, now: datetime) -> tuple[Text, str] | None:
    """Return words and colour for a product that no longer stands at ``now``; None where it does, or there is none."""
    stands = standing(case, now)
    return GIVEN_AND_GONE.get(stands.standing) if stands else None


def gone_words(case: Case, now: datetime) -> Text | None:
    """Say since when a product is no longer valid; None where it is, and where there is none."""
    stands = standing(case, now)
    if stands is None or stands.standing not in GIVEN_AND_GONE:
        return None
    since = _day(stands.since)
    return Text(f"Tidak berlaku lagi sejak {since.id}.", f"Not valid any more since {since.en}.")


def status_colour(status: str) -> str:
    """Return the colour of a status's tag."""
    return STATUS[status][1]


def ball_words(case: Case) -> Text:
    """Say who has to act now, by desk and role."""
    if case.ball == "citizen":
        return _your_turn_words(case)
    if held_up := _held_up(case):
        return held_up
    if case.beside:
        return _words_of_all(case)
    if case.ball == "outside":
        return _outside_words(case)
    if (step := case.open_step) and step.kind == "rank":
        return _ranking_words(case)
    if case.ball == "office" and case.step_role:
        role = role_title(case.step_role)
        if case.holder is None:
            return Text(f"Giliran kantor: dalam antrean {role.id}.", f"The office's turn: queued for {role.en}.")
        return Text(f"Giliran kantor: di meja {role.id}.", f"The office's turn: on the desk of {role.en}.")
    return Text("Tidak ada yang perlu dilakukan.", "There is nothing to be done.")


def _your_turn_words(case: Case) -> Text:
    if case.open_step and case.open_step.turn:
        return Text("Giliran Anda: lakukan yang diminta di bawah ini.", "It is your turn: do what is asked below.")
    return Text("Giliran Anda: jawab apa yang masih kurang.", "It is your turn: answer what is still missing.")


def _held_up(case: Case) -> Text | None:
    """Say what the office has to wait for: another case of the bundle, or another body's system; None if nothing."""
    if case.waits_for and case.is_open:
        return _waiting_words(case)
    if case.resume_by:
        return Text(
            f"Sistem instansi lain sedang mati. Jam kantor berhenti, paling lama sampai {_when(case.resume_by).id}.",
            f"Another body's system is out. The office's clock stands still, until {_when(case.resume_by).en} at most.",
        )
    return None


def begins_after(case: Case) -> Text | None:
    """Say on what a promised day depends that is reckoned from the end of other cases; None where it is its own."""
    if not (case.waits_for and case.is_open):
        return None
    named = [(service_name(service), number) for service, number in case.waits_for.items()]
    indonesian = ", ".join(f"{name.id} ({number})" for name, number in named)
    english = ", ".join(f"{name.en} ({number})" for name, number in named)
    return Text(
        f"Perkiraan. Waktunya baru mulai sesudah {indonesian} selesai.",
        f"Expected. Its time begins once {english} is done.",
    )


def _waiting_words(case: Case) -> Text:
    named = [(service_name(service), number) for service, number in case.waits_for.items()]
    return Text(
        f"Menunggu {', '.join(f'{name.id} ({number})' for name, number in named)}. Sesudah itu berjalan sendiri.",
        f"It waits for: {', '.join(f'{name.en} ({number})' for name, number in named)}. Then it goes on by itself.",
    )


def _words_of_all(case: Case) -> Text:
    """Say on whose desks a case is that several work on side by side."""
    said = [_desk_words(case.seen_at(one.id)) for one in case.open_steps()]
    return Text(
        f"Dikerjakan bersamaan: {'; '.join(one.id for one in said)}.",
        f"Worked on side by side: {'; '.join(one.en for one in said)}.",
    )


def _desk_words(case: Case) -> Text:
    role = role_title(case.step_role)
    if case.ball == "outside":
        return Text(f"{role.id} menunggu pihak luar", f"{role.en} waits for somebody outside")
    if case.holder is None:
        return Text(f"dalam antrean {role.id}", f"queued for {role.en}")
    return Text(f"di meja {role.id}", f"on the desk of {role.en}")


def _ranking_words(case: Case) -> Text:
    """Say what a case in the step of ranking waits for."""
    if case.place.get("final"):
        return Text(
            "Anda ada di daftar tunggu. Bila satu tempat kosong, Anda naik menurut urutan.",
            "You are on the waiting list. When a place falls free, you move up in order.",
        )
    if case.place:
        return Text(
            "Peringkat sudah diumumkan dan menunggu masa keberatan.",
            "The ranking is published and waits for objections.",
        )
    when = _when(case.closes_at)
    return Text(
        f"Berkas Anda lengkap. Peringkat disusun setelah pendaftaran ditutup ({when.id}).",
        f"Your application is complete. The ranking is made once applications have closed ({when.en}).",
    )


def _outside_words(case: Case) -> Text:
    """Say who outside the office is waited for, and that the promise goes on meanwhile."""
    service, planned = service_of(case.service), case.open_step
    step = next((one for one in service.steps if one.id == case.step), None) if service else None
    if step and step.external:
        system = step.external.system
        return Text(
            f"Sedang diproses di {system.id}, di luar kantor ini. Kantor ini menagihnya; batas waktu Anda tetap.",
            f"It is with {system.en}, outside this office. This office follows it up; your due date stays.",
        )
    if planned and planned.kind == "notice":
        ends = _when(ends_at(case.work.get("ends_at")))
        return Text(
            f"Sedang diumumkan kepada publik sampai {ends.id}. Anda tidak perlu melakukan apa pun.",
            f"It is public until {ends.en}. You need do nothing.",
        )
    return Text("Instansi lain sedang memberi pendapat.", "Another body is giving its advice.")


@dataclass(frozen=True, slots=True)
class Due:
    """When a case is due, and in one sentence why then."""

    when: datetime | None
    why: Text
    late: bool = False


def due_of(case: Case, now: datetime, answer_by: datetime | None = None) -> Due:
    """Return when a case will be decided at the latest, and the reason in words.

    answer_by: until when the citizen should answer the notice, if they are asked
    """
    if case.status == "waiting":
        return _due_when_answered(case, answer_by)
    if not case.is_open:
        return Due(None, _ended(case))
    when = expected_of(case, service_of(case.service, case.version))
    if case.resume_by:
        return Due(when, _stands_still(case))
    late = bool(when and now > when)
    return Due(when, _since(case, late_words(case, now) if late else _counted(case)), late=late)


def _since(case: Case, why: Text) -> Text:
    """Add from when the days count, where the case came from another system."""
    counted = counted_words(case)
    return Text(f"{why.id} {counted.id}", f"{why.en} {counted.en}") if counted else why


def _counted(case: Case) -> Text:
    """Say from when the promise counts, and what does not count."""
    promise = Term(*case.promise).words() if case.promise else None  # type: ignore[arg-type]
    if promise is None:
        return Text("Kantor belum menjanjikan waktu untuk permohonan ini.", "The office has promised no time for this.")
    if case.waits_for:
        return Text(
            f"Perkiraan, bila yang ditunggu selesai pada batas waktunya; sesudah itu {promise.id}. "
            "Waktu permohonan ini sendiri baru dihitung sejak saat itu.",
            f"Expected, if what it waits for takes all its time; then {promise.en}. "
            "The time of this application itself counts from that moment.",
        )
    if case.promise_starts == "complete" and not case.complete_at:
        by = case.step_due_at
        return Text(
            f"Kelengkapan diperiksa paling lambat {_when(by).id}. Setelah lengkap, keputusan dalam {promise.id}.",
            f"Completeness is checked by {_when(by).en}. Once complete, the decision comes within {promise.en}.",
        )
    if why := explained(calendar(), case):
        return why
    if case.promise_starts == "closing":
        since = _when(case.closes_at)
        return Text(
            f"Dihitung {promise.id} sejak pendaftaran ditutup, {since.id}.",
            f"Counted as {promise.en} from the close of applications, {since.en}.",
        )
    start = case.complete_at if case.promise_starts == "complete" else case.received_at
    what = (
        Text("sejak berkas lengkap", "from completeness")
        if case.promise_starts == "complete"
        else Text("sejak permohonan diterima", "from receipt")
    )
    off = (
        Text("Akhir pekan dan hari libur ikut dihitung.", "Weekends and holidays count too.")
        if case.promise and case.promise[1] in CALENDAR_UNITS
        else Text("Akhir pekan dan hari libur tidak dihitung.", "Weekends and holidays do not count.")
    )
    return Text(
        f"Dihitung {promise.id} {what.id}, {_when(start).id}. {off.id}",
        f"Counted as {promise.en} {what.en}, {_when(start).en}. {off.en}",
    )


def _stands_still(case: Case) -> Text:
    since, until = _when(case.paused_at), _when(case.resume_by)
    return Text(
        f"Jam kantor berhenti sejak {since.id}, paling lama sampai {until.id}; hari ini mundur selama jam berhenti.",
        f"The office's clock has stood still since {since.en}, until {until.en} at most; this day moves by as much.",
    )


def late_words(case: Case, now: datetime) -> Text:
    """Return what it means that a decision is late: granted by law, refused by law, or late and no more."""
    if granted_by_silence(case, now):
        return Text(
            "Batas waktu sudah lewat tanpa keputusan. Menurut hukum permohonan ini dianggap dikabulkan; "
            "suratnya diterbitkan oleh sistem.",
            "The limit has passed without a decision. By law this application is granted; "
            "the system issues its letter.",
        )
    if case.silence_refuses and (case.legal_due_at is None or now > case.legal_due_at):
        return Text(
            "Batas waktu sudah lewat tanpa keputusan. Menurut hukum itu berarti penolakan: Anda boleh mengajukan "
            "keberatan. Kantor tetap wajib memutuskan.",
            "The limit has passed without a decision. By law that is a refusal: you may object. "
            "The office still has to decide.",
        )
    return Text(
        "Kantor terlambat. Pengawas sudah diberi tahu, dan keterlambatan ini dihitung dalam laporan publik.",
        "The office is late. The superior has been told, and the delay counts in the public report.",
    )


def _due_when_answered(case: Case, notice_by: datetime | None) -> Due:
    since, answer_by = case.paused_at, case.answer_by or notice_by
    if case.open_step and case.open_step.turn:
        return _due_when_done(case)
    then = (
        Text(" Sesudah itu permohonan ini ditutup.", " After that this application is closed.")
        if case.answer
        else Text("", "")
    )
    return Due(
        answer_by,
        Text(
            f"Jam kantor berhenti sejak {_when(since).id}, dan berjalan lagi begitu Anda menjawab. "
            f"Mohon jawab paling lambat {_when(answer_by).id}.{then.id}",
            f"The office's clock has stood still since {_when(since).en}, and runs on as soon as you answer. "
            f"Please answer by {_when(answer_by).en}.{then.en}",
        ),
    )


def _due_when_done(case: Case) -> Due:
    """Say until when the applicant has time, and what follows when it passes."""
    since, until = _when(case.paused_at), _when(case.answer_by)
    after = (
        Text("Sesudah itu permohonan ini ditutup.", "After that this application is closed.")
        if closes(case)
        else Text(
            "Sesudah itu petugas boleh mencatat bahwa ini tidak dilakukan, dan permohonan diputuskan tanpanya.",
            "After that an officer may record that it was not done, and the application is decided without it.",
        )
    )
    return Due(
        case.answer_by,
        Text(
            f"Jam kantor berhenti sejak {since.id}, dan berjalan lagi begitu Anda melakukannya. "
            f"Waktu Anda sampai {until.id}. {after.id}",
            f"The office's clock has stood still since {since.en}, and runs on as soon as you have done it. "
            f"You have time until {until.en}. {after.en}",
        ),
    )


def _ended(case: Case) -> Text:
    when = case.decided_at or case.closed_at
    if case.status == "withdrawn" and case.disowned_at:
        return Text(
            f"Dihentikan pada {_when(when).id}, karena orangnya tidak menghendakinya.",
            f"Stopped on {_when(when).en}, because the person did not agree to it.",
        )
    if case.status == "withdrawn":
        return Text(f"Anda menariknya pada {_when(when).id}.", f"You took it back on {_when(when).en}.")
    if case.status == "lapsed":
        return Text(
            f"Ditutup pada {_when(when).id}, karena yang kurang tidak dilengkapi. Anda dapat mengajukan lagi.",
            f"Closed on {_when(when).en}, because what was missing did not come. You can apply again.",
        )
    kept = Text("", "")
    if case.due_at and when:
        kept = (
            Text(" Tepat waktu.", " In time.")
            if when <= case.due_at
            else Text(
                f" Janjinya {_day(case.due_at).id}: terlambat.", f" It was promised for {_day(case.due_at).en}: late."
            )
        )
    return Text(f"Diputuskan pada {_when(when).id}.{kept.id}", f"Decided on {_when(when).en}.{kept.en}")


def _when(value: datetime | None) -> Text:
    said = moment(value)
    return Text(said, said)


def _day(value: datetime | None) -> Text:
    said = weekday(value) or day(value)
    return Text(said, said)
