"""What each act on a case is called, in one plain sentence, for the one whose case it is."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from layani.office.house import role_title
from layani.office.pages.citizen.draw import drawn_words
from layani.office.pages.citizen.second_officers import SECOND_OFFICERS
from layani.office.pages.citizen.taken_over import taken_over_words
from layani.office.pages.citizen.timeline_acting import Act, acted_by, signing_as
from layani.office.pages.parts.on_paper import said as paper_said
from layani.office.pages.parts.words import moment
from layani.rules.cases.act import moment as act_moment
from layani.rules.cases.acts.extending import EXTENSION_REASONS
from layani.rules.cases.acts.following import GRANTED
from layani.rules.cases.acts.issuing import PROXY, PROXY_PAPERS
from layani.rules.cases.acts.releasing import RELEASE_REASONS
from layani.rules.cases.acts.serving import BACK_REASONS
from layani.rules.cases.discretion import KINDS as DISCRETIONS
from layani.rules.catalogue.evidence import KINDS
from layani.rules.mandates.model import bases
from layani.rules.text import Text

CHANNELS = {
    "online": Text("secara daring", "online"),
    "counter": Text("di loket", "at the counter"),
    "phone": Text("lewat telepon", "by telephone"),
}


def _filed(act: Act) -> Text:
    channel = CHANNELS.get(str(act.data.get("channel")), Text("", ""))
    if paper := paper_said(act.data.get("paper", {})):
        at = moment(paper.entered_at)
        return Text(
            f"Permohonan diterima di kertas, nomor {paper.number}; kantor mengetiknya {at}",
            f"The application was received on paper, number {paper.number}; the office typed it in on {at}",
        )
    basis = bases().get(str(act.data.get("proxy", {}).get("basis", "")))
    by_id, by_en = (f", dari kuasa ({basis.says.id})", f", from an agent ({basis.says.en})") if basis else ("", "")
    said = Text(f"Permohonan diterima {channel.id}".strip(), f"The application was received {channel.en}".strip())
    return Text(f"{said.id}{by_id}", f"{said.en}{by_en}")


def _answered(act: Act) -> Text:
    if "proxy" in act.data:
        return Text(
            "Yang mengurus berkas Anda menjawab apa yang kurang; jam kantor berjalan lagi",
            "Who acts for you answered what was missing; the clock runs on",
        )
    return _by_role("{role} menjawab apa yang kurang; jam kantor berjalan lagi", "{role} answered; the clock runs on")(
        act
    )


def _signs(act: Act) -> Text:
    """Say in which form the letter is signed, now that somebody else signs it."""
    who = signing_as(act) or acted_by(act)
    return Text(
        f"Yang memutuskan hari ini tidak berwenang; {who.id} menandatangani suratnya",
        f"Who decided may not sign today; “{who.en}” signs the letter",
    )


def _discretion(act: Act) -> Text:
    """Say what was done by discretion, under the number by which it is published."""
    kind = DISCRETIONS.get(str(act.data.get("kind")), Text("–", "–"))
    until = act_moment(act.data.get("answer_by"))
    day = (
        Text(f" Waktu Anda sekarang sampai {moment(until)}.", f" You now have until {moment(until)}.")
        if until
        else None
    )
    number = act.data.get("discretion", "")
    return Text(
        f"Diskresi {number} yang diumumkan: {kind.id.lower()}.{day.id if day else ''}",
        f"Published discretion {number}: {kind.en.lower()}.{day.en if day else ''}",
    )


def _asked(act: Act) -> Text:
    count, beyond = len(act.data.get("items", ())), len(act.data.get("revealed", ()))
    said = Text(
        f"; {beyond} di luar daftar Anda, karena cacatnya baru terlihat dari jawaban Anda",
        f"; {beyond} beyond your list, for only your answer reveals the defect",
    )
    more = said if beyond else Text("", "")
    return Text(
        f"Kantor meminta {count} hal dilengkapi{more.id}; jam kantor berhenti",
        f"The office asked for {count} thing{'' if count == 1 else 's'}{more.en}; its clock stands still",
    )


def _reason(act: Act, known: Mapping[str, Text]) -> Text:
    reason = known.get(str(act.data.get("reason")))
    return Text(f": {reason.id}", f": {reason.en}") if reason else Text("", "")


def _put_back(act: Act) -> Text:
    why = _reason(act, BACK_REASONS)
    return Text(f"Berkas dikembalikan ke antrean{why.id}", f"The file went back to the queue{why.en}")


def _awaited(act: Act) -> Text:
    number = act.data.get("case", "")
    if act.data.get("outcome") == GRANTED:
        return Text(
            f"Permohonan {number} yang ditunggu sudah dikabulkan",
            f"Application {number}, which it waited for, is granted",
        )
    return Text(
        f"Permohonan {number} yang ditunggu tidak dikabulkan",
        f"Application {number}, which it waited for, was not granted",
    )


def _released(act: Act) -> Text:
    why = _reason(act, RELEASE_REASONS)
    return Text(
        f"Atasan mengembalikan berkas ke antrean{why.id}", f"A superior put the file back into the queue{why.en}"
    )


def _extended(act: Act) -> Text:
    why = _reason(act, EXTENSION_REASONS)
    return Text(f"Kantor memperpanjang waktunya satu kali{why.id}", f"The office extended its time once{why.en}")


def _issued(act: Act) -> Text:
    letter = str(act.data.get("letter", ""))
    return Text(f"Surat terbit dengan nomor {letter}", f"The letter was issued with the number {letter}")


def _delivered(act: Act) -> Text:
    ways = {
        "download": Text("diunduh", "downloaded"),
        "counter": Text("diserahkan di loket", "handed over at the counter"),
        "post": Text("sampai lewat pos", "received by post"),
    }
    if act.data.get("to") == PROXY:
        paper = PROXY_PAPERS.get(str(act.data.get("paper")), Text("–", "–"))
        return Text(
            f"Surat diserahkan di loket kepada orang lain, dengan: {paper.id}",
            f"The letter was handed to somebody else at the counter, by: {paper.en}",
        )
    how = ways.get(str(act.data.get("how")), Text("diterima", "received"))
    return Text(f"Surat {how.id}", f"The letter was {how.en}")


def _noticed(act: Act) -> Text:
    until = moment(act_moment(act.data.get("ends_at")))
    return Text(f"Diumumkan kepada publik sampai {until}", f"It was made public until {until}")


def _granted(part: object) -> Callable[[Act], Text]:
    if part:
        return _by_role("Dikabulkan sebagian oleh {role}", "Granted in part by {role}")
    return _by_role("Dikabulkan oleh {role}", "Granted by {role}")


def _initialled(id_: str, en: str) -> Callable[[Act], Text]:
    """Return words with the post in them whose initial a letter waited for."""

    def words(act: Act) -> Text:
        role = role_title(str(act.data.get("role", "")))
        return Text(id_.format(role=role.id), en.format(role=role.en))

    return words


def _by_role(id_: str, en: str) -> Callable[[Act], Text]:
    """Return words with the role in them: "{role} …"."""

    def words(act: Act) -> Text:
        role = signing_as(act) or acted_by(act)
        return Text(id_.format(role=role.id), en.format(role=role.en))

    return words


def _told(say: Callable[[Mapping[str, Any]], Text], act: Act) -> Text:
    return say(act.data)


WORDS: dict[str, Callable[[Act], Text]] = {
    "file": _filed,
    "take": _by_role("{role} mulai mengerjakan berkas Anda", "{role} began to work on your file"),
    "put_back": _put_back,
    "drawn": lambda act: drawn_words(act.data),
    "release": _released,
    "take_over": lambda act: taken_over_words(act.data),
    "check_complete": _by_role(
        "{role} menyatakan berkas lengkap; janji waktu dihitung dari sini",
        "{role} found the application complete; the promise counts from here",
    ),
    "ask_missing": _asked,
    "answer": _answered,
    "decide_grant": lambda act: _granted(act.data.get("part_ground"))(act),
    "decide_refuse": _by_role("Ditolak oleh {role}", "Refused by {role}"),
    "deem_granted": lambda act: Text(
        "Dikabulkan menurut hukum, karena batas waktu lewat tanpa keputusan",
        "Granted by law, because the limit passed without a decision",
    ),
    "issue": _issued,
    "deliver": _delivered,
    "withdraw": _by_role("{role} menarik permohonan", "{role} withdrew the application"),
    "disown": lambda act: Text(
        "Orangnya menyatakan tidak menghendaki permohonan ini", "The person said that they did not agree to this"
    ),
    "consult": lambda act: Text("Pendapat instansi lain diminta", "Another body was asked for advice"),
    "advise": lambda act: Text("Instansi lain memberi pendapat", "The other body gave its advice"),
    "visit": lambda act: Text("Petugas meninjau lokasi", "An officer visited the place"),
    "initial": _by_role("{role} membubuhkan paraf", "{role} put an initial under it"),
    "external_sent": _by_role(
        "{role} mengajukannya ke sistem lain; sekarang giliran instansi itu",
        "{role} sent it to another system; it is that body's turn now",
    ),
    "external_done": _by_role(
        "{role} mencatat nomor dari sistem lain", "{role} entered the number that another system gave"
    ),
    "outage": lambda act: Text(
        "Sistem lain sedang mati; batas waktu Anda tidak berubah",
        "Another system was down; your due date did not change",
    ),
    "notice_opened": _noticed,
    "notice_objection": lambda act: Text(
        "Satu keberatan dari warga dicatat", "An objection from a resident was recorded"
    ),
    "notice_over": lambda act: Text("Masa pengumuman selesai", "The time of the public notice was over"),
    "notice_closed": _by_role("{role} menutup pengumuman", "{role} closed the public notice"),
    "turn_said": lambda act: Text(
        "Anda menyatakan sudah melakukannya; jam kantor berjalan lagi", "You said that it is done; the clock runs on"
    ),
    "turn_declined": lambda act: Text(
        "Anda menolak; jam kantor berjalan lagi", "You declined; the office's clock runs on"
    ),
    "turn_done": _by_role("{role} mencatat yang sudah dilihatnya", "{role} recorded what was seen of it"),
    "turn_again": _by_role("{role} menulis apa yang masih harus dilakukan", "{role} wrote what is still to be done"),
    "evidence_noted": lambda act: Text(
        f"Bukti dicatat: {KINDS[act.event.data['kind']].id}", f"Evidence recorded: {KINDS[act.event.data['kind']].en}"
    ),
    "condition_met": lambda act: Text(
        "Syarat satu bagian uang terpenuhi", "The condition of a part of the money is met"
    ),
    "duty_said": lambda act: Text("Anda menyatakan sudah memenuhi kewajiban", "You said that you did what you owed"),
    "duty_met": _by_role("{role} mencatat kewajiban sudah dipenuhi", "{role} recorded that what was owed is done"),
    "duty_again": _by_role("{role} menulis apa yang masih kurang", "{role} wrote what is still missing"),
    "duty_reminded": lambda act: Text("Anda diingatkan akan kewajiban", "You were reminded of what you owe"),
    "duty_late": lambda act: Text("Waktu untuk satu kewajiban lewat", "The time for something that you owe has passed"),
    "put_first": lambda act: Text(
        "Berkas Anda didahulukan menurut hukum", "Your case is served before others, as the law says"
    ),
    "expedite_asked": lambda act: Text("Percepatan diminta", "It was asked that your case go ahead"),
    "expedite_granted": _by_role("{role} mengabulkan percepatan", "{role} let your case go ahead"),
    "expedite_refused": _by_role("{role} menolak percepatan", "{role} did not let your case go ahead"),
    "looked_up": lambda act: Text(
        f"Jawaban Anda dilihat di data instansi lain ({act.event.data.get('basis')})",
        f"Your answers were looked up in another body's register ({act.event.data.get('basis')})",
    ),
    "ranked": lambda act: Text(
        f"Peringkat diumumkan: Anda nomor {act.event.data.get('rank')}"
        if act.event.data.get("rank")
        else "Peringkat diumumkan; berkas Anda tidak memenuhi satu syarat wajib",
        f"The ranking was published: you are number {act.event.data.get('rank')}"
        if act.event.data.get("rank")
        else "The ranking was published; your case fails a mandatory rule",
    ),
    "rank_objection": lambda act: Text("Keberatan atas peringkat dicatat", "An objection to the ranking was recorded"),
    "rank_answered": lambda act: Text("Keberatan atas peringkat dijawab", "The objection to the ranking was answered"),
    "rank_annulled": lambda act: Text(
        "Peringkat dibatalkan dan disusun lagi", "The ranking was taken back and is made again"
    ),
    "rank_final": lambda act: Text("Peringkat berlaku", "The ranking counts"),
    "moved_up": lambda act: Text("Satu tempat kosong, dan menjadi milik Anda", "A place fell free, and it is yours"),
    "waiting_ended": lambda act: Text("Daftar tunggu berakhir", "The waiting list has ended"),
    "publish": lambda act: Text("Diumumkan kepada publik", "It was made public"),
    "extend": _extended,
    "pause": lambda act: Text(
        f"Jam kantor berhenti, karena sistem {act.data['system']} milik instansi lain mati",
        f"The office's clock stands still, because another body's system ({act.data['system']}) is out",
    ),
    "resume": lambda act: Text("Jam kantor berjalan lagi", "The office's clock runs on"),
    "predecessor_ended": _awaited,
    "predecessor_reopened": lambda act: Text(
        f"Permohonan {act.data.get('case', '')} diputuskan lagi, jadi permohonan ini menunggunya lagi",
        f"Application {act.data.get('case', '')} is decided anew, so this one waits for it again",
    ),
    "warn": lambda act: Text("Anda diingatkan untuk menjawab", "You were warned that an answer is needed"),
    "silence": lambda act: Text(
        "Batas waktu lewat tanpa keputusan; menurut hukum itu penolakan, dan Anda boleh mengajukan keberatan",
        "The limit passed without a decision; by law that is a refusal, and you may object",
    ),
    "lapse": lambda act: Text(
        "Permohonan ditutup, karena yang kurang tidak dilengkapi pada waktunya",
        "The application was closed, because what was missing did not come in time",
    ),
    "deem_complete": lambda act: Text(
        "Kantor tidak memeriksa kelengkapan tepat waktu, jadi permohonan Anda terhitung lengkap",
        "The office did not check in time whether it is complete, so your application counts as complete",
    ),
    "recalendar": lambda act: Text(**act.data["why"]),
    "version_changed": lambda act: Text(
        f"Aturan baru berlaku juga untuk permohonan ini: {act.data['why']['id']} ({act.data['cite']})",
        f"New rules count for this application too: {act.data['why']['en']} ({act.data['cite']})",
    ),
    "version_kept": lambda act: Text(
        "Ada aturan baru; permohonan ini tetap dinilai menurut aturan saat Anda mengajukannya",
        "There are new rules; this application is still judged by those under which you made it",
    ),
    "remind": lambda act: Text(
        "Anda diingatkan bahwa surat ini segera berakhir", "You were reminded that this letter ends soon"
    ),
    "supersede": lambda act: Text(
        f"Surat ini digantikan oleh surat dari {act.data['by']}",
        f"The letter of {act.data['by']} took this one’s place",
    ),
    "warn_revocation": _by_role(
        "{role} memperingatkan Anda bahwa surat ini mungkin dicabut",
        "{role} warned you that this letter may be revoked",
    ),
    "answer_revocation": _by_role("{role} mencatat jawaban atas peringatan", "{role} answered the warning"),
    "drop_revocation": _by_role("{role} memutuskan surat tetap berlaku", "{role} let the letter stay valid"),
    "revoke": _by_role("{role} mencabut surat ini", "{role} revoked this letter"),
    "objection_filed": _by_role("{role} mengajukan keberatan atas keputusan", "{role} objected to the decision"),
    "objection_upheld": _by_role(
        "{role} menerima keberatan: keputusan dibatalkan dan dibuat lagi",
        "{role} upheld the objection: the decision is set aside and made anew",
    ),
    "objection_rejected": _by_role("{role} menjawab keberatan: keputusan tetap", "{role} let the decision stand"),
    "objection_silent": lambda act: Text(
        "Keberatan tidak dijawab pada waktunya, jadi dianggap dikabulkan",
        "The objection was not answered in time, so it counts as upheld",
    ),
    "discretion": _discretion,
    **{kind: partial(_told, say) for kind, say in SECOND_OFFICERS.items()},
    "post_letter": lambda act: Text("Surat dikirim lewat pos", "The letter was sent by post"),
    "initial_letter": _initialled("{role} memaraf surat Anda", "{role} initialled your letter"),
    "send_letter_back": _initialled(
        "{role} mengembalikan surat kepada penanda tangannya", "{role} sent the letter back to its signer"
    ),
    "answer_letter_back": lambda act: Text(
        "Penanda tangan menjawab; surat menunggu paraf lagi", "The signer answered; the letter waits for the initial"
    ),
    "pass_initial": _initialled("Paraf {role} dilewati", "The initial of {role} was passed over"),
    "take_signature": _signs,
    "propose_correction": _by_role("{role} mengusulkan perbaikan surat ini", "{role} proposed to correct this letter"),
    "answer_correction": lambda act: (
        Text("Anda menyetujui perbaikan surat", "You agreed to the correction")
        if act.data.get("agrees")
        else Text("Anda membantah perbaikan surat", "You disputed the correction")
    ),
    "put_right": _by_role(
        "{role} memperbaiki data yang Anda laporkan keliru", "{role} put right what you had called wrong"
    ),
    "correct": _by_role("{role} memutuskan surat ini diperbaiki", "{role} decided that this letter is corrected"),
    "drop_correction": _by_role("{role} membiarkan surat seperti adanya", "{role} left the letter as it is"),
    "reissue": lambda act: Text(
        f"Surat perbaikan terbit dengan nomor {act.data.get('letter', '')}; surat {act.data.get('corrects', '')} "
        "tidak berlaku lagi",
        f"The corrected letter was issued under number {act.data.get('letter', '')}; letter "
        f"{act.data.get('corrects', '')} is not valid any more",
    ),
    "perform": lambda act: Text("Satu langkah selesai", "A step was done"),
    "set_fee": lambda act: Text("Biaya ditetapkan", "The fee was set"),
    "object": lambda act: Text("Keberatan diajukan", "An objection was made"),
    "close": lambda act: Text("Berkas disimpan", "The file was put away"),
    "note": lambda act: Text("Sebuah catatan dibuat", "A note was made"),
}
