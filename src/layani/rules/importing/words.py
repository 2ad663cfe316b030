"""How acts and rules are called in front of people who read a replay."""

from collections.abc import Mapping
from typing import Final

from layani.rules.text import Text

ACTS: Final[Mapping[str, Text]] = {
    "file": Text(id="permohonan masuk", en="application filed"),
    "take": Text(id="diambil petugas", en="taken by an officer"),
    "ask_missing": Text(id="kekurangan diminta", en="what is missing asked"),
    "answer": Text(id="jawaban pemohon", en="applicant's answer"),
    "check_complete": Text(id="dinyatakan lengkap", en="found complete"),
    "consult": Text(id="pihak lain ditanya", en="another body asked"),
    "advise": Text(id="pihak lain menjawab", en="another body answered"),
    "visit": Text(id="peninjauan lapangan", en="visit"),
    "perform": Text(id="langkah bernama dikerjakan", en="named step performed"),
    "reach": Text(id="tahap dicapai", en="phase reached"),
    "publish": Text(id="diumumkan", en="published"),
    "extend": Text(id="diperpanjang", en="extended"),
    "set_fee": Text(id="retribusi ditetapkan", en="fee set"),
    "decide_grant": Text(id="dikabulkan", en="granted"),
    "decide_refuse": Text(id="ditolak", en="refused"),
    "deem_granted": Text(id="dianggap dikabulkan", en="deemed granted"),
    "issue": Text(id="surat terbit", en="letter issued"),
    "deliver": Text(id="diserahkan atau dikirim", en="delivered or sent"),
    "object": Text(id="keberatan atau banding", en="objection or appeal"),
    "withdraw": Text(id="ditarik kembali", en="withdrawn"),
    "disown": Text(id="dinyatakan bukan kehendaknya", en="disowned by the person"),
    "close": Text(id="berkas ditutup", en="file closed"),
    "note": Text(id="catatan saja", en="only a note"),
    "put_back": Text(id="dikembalikan ke antrean", en="put back in the queue"),
    "drawn": Text(id="petugas diundi", en="officer drawn by lot"),
    "initial": Text(id="diparaf", en="initialled"),
    "external_sent": Text(id="diajukan ke sistem lain", en="sent to another system"),
    "external_done": Text(id="nomor sistem lain dicatat", en="another system's number entered"),
    "outage": Text(id="gangguan sistem lain dicatat", en="another system's outage recorded"),
    "notice_opened": Text(id="pengumuman dibuka", en="public notice opened"),
    "notice_objection": Text(id="keberatan dicatat", en="objection recorded"),
    "notice_over": Text(id="masa pengumuman selesai", en="time of the notice over"),
    "notice_closed": Text(id="pengumuman ditutup", en="public notice closed"),
    "turn_said": Text(id="pemohon menyatakan sudah melakukannya", en="the applicant says that it is done"),
    "turn_declined": Text(id="pemohon menolak", en="the applicant declined"),
    "turn_done": Text(id="yang diminta dari pemohon dicatat", en="what the applicant was asked to do recorded"),
    "turn_again": Text(id="dikembalikan ke pemohon: belum dilakukan", en="given back to the applicant: not done yet"),
    "evidence_noted": Text(id="bukti dicatat", en="evidence recorded"),
    "condition_met": Text(id="syarat pembayaran terpenuhi", en="condition for payment met"),
    "duty_said": Text(id="kewajiban dinyatakan sudah dilakukan", en="a duty is said to be done"),
    "duty_met": Text(id="kewajiban terpenuhi", en="a duty recorded as done"),
    "duty_again": Text(id="kewajiban belum selesai", en="a duty given back: not done yet"),
    "duty_reminded": Text(id="diingatkan akan kewajiban", en="reminded of a duty"),
    "duty_late": Text(id="kewajiban lewat waktu", en="a duty is late"),
    "put_first": Text(id="didahulukan menurut hukum", en="put first by law"),
    "expedite_asked": Text(id="percepatan diminta", en="asked to go ahead"),
    "expedite_granted": Text(id="percepatan dikabulkan", en="let ahead"),
    "expedite_refused": Text(id="percepatan ditolak", en="not let ahead"),
    "looked_up": Text(id="dilihat di data lain", en="looked up in a register"),
    "ranked": Text(id="masuk peringkat", en="ranked"),
    "rank_objection": Text(id="keberatan atas peringkat", en="objection to the ranking"),
    "rank_answered": Text(id="keberatan dijawab", en="objection answered"),
    "rank_annulled": Text(id="peringkat dibatalkan", en="ranking taken back"),
    "rank_final": Text(id="peringkat berlaku", en="ranking counts"),
    "moved_up": Text(id="naik dari daftar tunggu", en="moved up from the waiting list"),
    "waiting_ended": Text(id="daftar tunggu berakhir", en="waiting list ended"),
    "pause": Text(id="jam dihentikan", en="clock stopped"),
    "resume": Text(id="jam berjalan lagi", en="clock runs on"),
    "warn": Text(id="pemohon diingatkan", en="applicant warned"),
    "predecessor_ended": Text(id="berkas yang ditunggu selesai", en="the awaited case ended"),
    "predecessor_reopened": Text(id="menunggu lagi", en="waits again"),
    "silence": Text(id="batas hukum lewat tanpa keputusan", en="the law's limit passed without a decision"),
    "lapse": Text(id="ditutup tanpa jawaban", en="closed without an answer"),
    "release": Text(id="meja dikosongkan", en="desk freed"),
    "take_over": Text(id="diambil alih dari sistem lain", en="taken over from another system"),
    "deem_complete": Text(
        id="terhitung lengkap karena tidak diperiksa", en="counted as complete, for nobody checked it"
    ),
    "remind": Text(id="pemegang diingatkan", en="holder reminded"),
    "supersede": Text(id="digantikan surat lain", en="a later letter took its place"),
    "warn_revocation": Text(id="pencabutan diperingatkan", en="revocation warned of"),
    "answer_revocation": Text(id="peringatan dijawab", en="warning answered"),
    "revoke": Text(id="dicabut", en="revoked"),
    "drop_revocation": Text(id="pencabutan dibatalkan", en="revocation dropped"),
    "objection_filed": Text(id="keberatan diajukan", en="objection filed"),
    "objection_upheld": Text(id="keberatan dikabulkan", en="objection upheld"),
    "objection_rejected": Text(id="keberatan ditolak", en="objection rejected"),
    "objection_silent": Text(id="keberatan tidak dijawab", en="objection unanswered"),
    "discretion": Text(id="diskresi dipakai", en="discretion used"),
    "post_letter": Text(id="surat dikirim lewat pos", en="letter sent by post"),
    "initial_letter": Text(id="surat diparaf", en="letter initialled"),
    "send_letter_back": Text(
        id="surat dikembalikan sebelum ditandatangani", en="letter sent back before its signature"
    ),
    "answer_letter_back": Text(id="pengembalian surat dijawab", en="letter that was sent back answered"),
    "pass_initial": Text(id="paraf dilewati", en="initial passed over"),
    "take_signature": Text(id="tanda tangan diambil alih", en="signature taken over"),
    "propose_correction": Text(id="perbaikan surat diusulkan", en="correction of the letter proposed"),
    "answer_correction": Text(id="usul perbaikan dijawab", en="proposed correction answered"),
    "correct": Text(id="perbaikan surat diputuskan", en="correction of the letter decided"),
    "drop_correction": Text(id="surat tidak jadi diperbaiki", en="letter not corrected"),
    "put_right": Text(id="data diperbaiki", en="data put right"),
    "reissue": Text(id="surat perbaikan terbit", en="corrected letter issued"),
    "pool_asked": Text(id="petugas bantuan diminta", en="officers of the pool asked"),
    "exempted": Text(id="pengecualian dipakai", en="exemption used"),
    "exemption_over": Text(id="pengecualian berakhir", en="exemption ended"),
    "after_checked": Text(id="diperiksa sesudahnya", en="checked afterwards"),
    "recalendar": Text(id="hari jatuh tempo dihitung ulang", en="due day computed again"),
    "version_changed": Text(id="dinilai menurut versi baru", en="judged by a new version"),
    "version_kept": Text(id="tetap dinilai menurut versinya", en="keeps its version"),
}

CASE_RULES: Final[Mapping[str, Text]] = {
    "out-of-place": Text(
        id="Tindakan ini tidak cocok dengan keadaan berkas pada saat itu.",
        en="The act did not fit the state of the case at that time.",
    ),
    "held-by-another": Text(
        id="Berkas masih ada di meja petugas lain; serah terima perlu alasan.",
        en="The case was still on another officer's desk; handing it over needs a reason.",
    ),
    "not-waiting": Text(id="Berkas tidak sedang menunggu kantor.", en="The case was not waiting for the office."),
    "not-the-step": Text(
        id="Diputus sebelum sampai pada langkah keputusan.", en="Decided before it came to the step of deciding."
    ),
    "asked-once": Text(
        id="Kekurangan diminta lebih dari satu kali.", en="What was missing was asked for more than once."
    ),
    "issued-once": Text(id="Surat terbit dua kali.", en="The letter was issued twice."),
    "nothing-to-deliver": Text(
        id="Diserahkan sebelum terbit, atau untuk kedua kalinya.", en="Delivered before it was issued, or again."
    ),
    "ground-missing": Text(id="Penolakan tanpa alasan dari daftar.", en="Refused without a listed ground."),
    "silence-does-not-grant": Text(
        id="Dianggap dikabulkan, padahal batasnya belum lewat.", en="Deemed granted although the limit had not passed."
    ),
}

OUT_OF_PLACE: Final[Mapping[str, Text]] = {
    "decide_grant": Text(
        id="Dikabulkan sebelum dinyatakan lengkap, atau setelah berkasnya berakhir.",
        en="Granted before it was found complete, or after the case had ended.",
    ),
    "decide_refuse": Text(
        id="Ditolak sebelum dinyatakan lengkap, atau setelah berkasnya berakhir.",
        en="Refused before it was found complete, or after the case had ended.",
    ),
    "deem_granted": Text(
        id="Dianggap dikabulkan setelah berkasnya berakhir.", en="Deemed granted after the case had ended."
    ),
    "check_complete": Text(
        id="Dinyatakan lengkap selagi menunggu pemohon, sekali lagi, atau setelah berkasnya berakhir.",
        en="Found complete while waiting for the applicant, a second time, or after the case had ended.",
    ),
    "ask_missing": Text(
        id="Kekurangan diminta selagi sudah menunggu pemohon, atau setelah dinyatakan lengkap.",
        en="Asked while already waiting for the applicant, or after it was found complete.",
    ),
    "answer": Text(id="Jawaban tanpa ada yang diminta.", en="An answer although nothing had been asked."),
    "issue": Text(id="Surat terbit sebelum ada putusan.", en="A letter issued before there was a decision."),
    "deliver": Text(id="Diserahkan sebelum ada putusan.", en="Delivered before there was a decision."),
    "withdraw": Text(id="Ditarik kembali setelah berkasnya berakhir.", en="Withdrawn after the case had ended."),
}


def rule_words(code: str, act: str) -> Text:
    """Return what a rule of the case has against an act, in one sentence."""
    if code == "out-of-place" and act in OUT_OF_PLACE:
        return OUT_OF_PLACE[act]
    return CASE_RULES.get(code, Text(id=code, en=code))
