"""The officer's acts in words: in the list of the day, and when one has just been done."""

from datetime import datetime

from layani.office.pages.citizen.case_words import gone_tag, status_colour
from layani.rules.cases.state import Case
from layani.rules.text import Text

ACTS = {
    "file": Text("Menerima permohonan di loket", "Took an application at the counter"),
    "check_complete": Text("Menyatakan lengkap", "Found it complete"),
    "ask_missing": Text("Meminta kekurangan", "Asked for what is missing"),
    "answer": Text("Menerima jawaban di loket", "Took an answer at the counter"),
    "visit": Text("Meninjau lokasi", "Visited the place"),
    "perform": Text("Menyelesaikan satu langkah", "Finished a step"),
    "initial": Text("Memaraf", "Initialled"),
    "external_sent": Text("Mengajukan ke sistem lain", "Sent it to another system"),
    "external_done": Text("Mencatat nomor dari sistem lain", "Entered another system’s number"),
    "outage": Text("Mencatat gangguan sistem lain", "Recorded another system’s outage"),
    "notice_opened": Text("Memasang pengumuman", "Put up the notice"),
    "notice_objection": Text("Mencatat keberatan", "Recorded an objection"),
    "notice_closed": Text("Menutup pengumuman", "Closed the notice"),
    "turn_done": Text("Mencatat giliran pemohon", "Recorded what the applicant did"),
    "turn_again": Text("Mengembalikan kepada pemohon", "Gave it back to the applicant"),
    "evidence_noted": Text("Mencatat bukti", "Recorded evidence"),
    "condition_met": Text("Mencatat syarat pembayaran", "Recorded a condition for payment"),
    "duty_met": Text("Mencatat kewajiban sudah dipenuhi", "Recorded that what was owed is done"),
    "duty_again": Text("Mengembalikan kewajiban", "Gave back what is not done yet"),
    "put_first": Text("Mendahulukan menurut golongan", "Put a case first by its class"),
    "expedite_asked": Text("Mencatat permintaan percepatan", "Took a request to go ahead"),
    "expedite_granted": Text("Mengabulkan percepatan", "Let a case ahead"),
    "expedite_refused": Text("Menolak percepatan", "Did not let a case ahead"),
    "take_over": Text("Mengambil alih dari sistem lain", "Took a case over from another system"),
    "looked_up": Text("Melihat data instansi lain", "Looked up another body's register"),
    "ranked": Text("Menandatangani peringkat", "Signed a ranking"),
    "rank_answered": Text("Menjawab keberatan atas peringkat", "Answered an objection to a ranking"),
    "decide_grant": Text("Mengabulkan", "Granted"),
    "decide_refuse": Text("Menolak dengan alasan", "Refused with the reason"),
    "release": Text("Mengosongkan meja", "Freed a desk"),
    "put_back": Text("Mengembalikan ke antrean", "Put it back in the queue"),
    "pause": Text("Menghentikan jam", "Stopped the clock"),
    "resume": Text("Menjalankan jam lagi", "Let the clock run on"),
    "extend": Text("Memperpanjang waktu", "Took more time"),
    "deliver": Text("Menyerahkan surat", "Handed over the letter"),
    "warn_revocation": Text("Memperingatkan pemegang surat", "Warned the holder of a letter"),
    "answer_revocation": Text("Mencatat jawaban pemegang surat", "Wrote down a holder’s answer"),
    "drop_revocation": Text("Tidak melanjutkan pencabutan", "Let a letter be"),
    "revoke": Text("Mencabut surat", "Revoked a letter"),
    "objection_filed": Text("Mencatat keberatan atas keputusan", "Wrote down an objection to a decision"),
    "objection_upheld": Text("Menerima keberatan", "Upheld an objection"),
    "objection_rejected": Text("Menjawab keberatan: keputusan tetap", "Let a decision stand"),
    "discretion": Text("Menyetujui diskresi", "Approved discretion"),
    "post_letter": Text("Mengirim surat lewat pos", "Sent a letter by post"),
    "initial_letter": Text("Memaraf surat", "Initialled a letter"),
    "send_letter_back": Text("Mengembalikan surat sebelum ditandatangani", "Sent a letter back before its signature"),
    "answer_letter_back": Text("Menjawab pengembalian surat", "Answered a letter that was sent back"),
    "pass_initial": Text("Melewati satu paraf", "Passed over an initial"),
    "take_signature": Text("Mengambil alih tanda tangan", "Took a signature over"),
    "propose_correction": Text("Mengusulkan perbaikan surat", "Proposed the correction of a letter"),
    "correct": Text("Memutuskan perbaikan surat", "Decided the correction of a letter"),
    "drop_correction": Text("Membiarkan surat seperti adanya", "Left a letter as it is"),
    "after_checked": Text("Memeriksa sesudahnya", "Checked a case afterwards"),
    "put_right": Text("Memperbaiki data yang dilaporkan keliru", "Put right what was called wrong"),
}
SERVE_NOBODY = frozenset({"take_over", "release", "put_back"})
"""Those by which a case only comes to a desk or leaves it: nobody was served by them."""
"""Acts that count as work of the day; taking a case only begins one."""

TO_BE_SIGNED = {
    "decide_grant": Text(
        "Dikabulkan; suratnya menunggu tanda tangan Anda", "Granted; its letter waits for you to sign it"
    ),
    "decide_refuse": Text(
        "Ditolak; suratnya menunggu tanda tangan Anda", "Refused; its letter waits for you to sign it"
    ),
}
"""What is said of a decision where letters are signed after it (menu "Sign")."""
TOLD = {
    "check_complete": Text("Berkas dinyatakan lengkap", "The case is found complete"),
    "discretion_proposed": Text(
        "Usul diskresi tercatat; atasan yang memutus", "The proposal is kept; a superior rules"
    ),
    "ask_missing": Text("Kekurangan sudah diminta", "What is missing has been asked for"),
    "visit": Text("Temuan disimpan, berkas diteruskan", "The findings are kept, the case goes on"),
    "perform": Text("Temuan disimpan, berkas diteruskan", "The findings are kept, the case goes on"),
    "initial": Text("Berkas diparaf dan diteruskan", "The case is initialled and goes on"),
    "external_sent": Text("Tercatat: berkas diajukan ke sistem lain", "Noted: it was sent to another system"),
    "external_done": Text("Nomor disimpan, berkas diteruskan", "The number is kept, the case goes on"),
    "notice_opened": Text("Tercatat: pengumuman dipasang", "Noted: the notice is up"),
    "notice_closed": Text("Pengumuman ditutup, berkas diteruskan", "The notice is closed, the case goes on"),
    "turn_done": Text("Tercatat, berkas diteruskan", "Recorded, the case goes on"),
    "turn_again": Text("Dikembalikan: pemohon diberi tahu", "Given back: the applicant is told"),
    "decide_grant": Text("Permohonan dikabulkan, suratnya terbit", "The application is granted, its letter issued"),
    "decide_partly": Text(
        "Permohonan dikabulkan sebagian, suratnya terbit", "The application is granted in part, its letter issued"
    ),
    "decide_refuse": Text(
        "Permohonan ditolak, surat dengan alasannya terbit",
        "The application is refused, its letter with the reason issued",
    ),
    "release": Text("Meja dikosongkan; berkas kembali ke antrean", "The desk is free; the case is back in the queue"),
    "put_back": Text("Berkas kembali ke antrean", "The case is back in the queue"),
    "pause": Text("Jam berkas berhenti", "The clock of the case stands still"),
    "resume": Text("Jam berkas berjalan lagi", "The clock of the case runs on"),
    "extend": Text("Waktu diperpanjang, pemohon diberi tahu", "The time is extended, the applicant is told"),
}
"""What the desk says after an act."""

_HAPPENED = {
    "publish": Text("Menerbitkan versi layanan", "Publishing a version of a service"),
    **dict.fromkeys(
        ("door:end_receipt", "door:end_answer", "door:end_list"), Text("Mengakhiri tiket", "Ending a ticket")
    ),
    **dict.fromkeys(("door:call", "door:recall"), Text("Memanggil tiket", "Calling a ticket")),
    "file": Text("Permohonan masuk", "The application came in"),
    "take": Text("Berkas diambil dari antrean", "The case was taken from the queue"),
    "check_complete": Text("Dinyatakan lengkap", "Found complete"),
    "ask_missing": Text("Kekurangan diminta", "What is missing was asked for"),
    "answer": Text("Kekurangan dijawab", "What was missing was answered"),
    "visit": Text("Lokasi ditinjau", "The place was visited"),
    "perform": Text("Satu langkah selesai", "A step was done"),
    "initial": Text("Diparaf", "Initialled"),
    "external_sent": Text("Diajukan ke sistem lain", "Sent to another system"),
    "external_done": Text("Nomor dari sistem lain dicatat", "Another system’s number was entered"),
    "outage": Text("Gangguan sistem lain dicatat", "Another system’s outage was recorded"),
    "notice_opened": Text("Pengumuman dipasang", "The notice was put up"),
    "notice_objection": Text("Keberatan dicatat", "An objection was recorded"),
    "notice_over": Text("Masa pengumuman selesai", "The time of the notice is over"),
    "notice_closed": Text("Pengumuman ditutup", "The notice was closed"),
    "turn_said": Text("Pemohon menyatakan sudah melakukannya", "The applicant said that it is done"),
    "turn_declined": Text("Pemohon menolak", "The applicant declined"),
    "turn_done": Text("Yang dilakukan pemohon dicatat", "What the applicant did was recorded"),
    "turn_again": Text("Dikembalikan kepada pemohon", "Given back to the applicant"),
    "evidence_noted": Text("Bukti dicatat", "Evidence was recorded"),
    "condition_met": Text("Syarat pembayaran terpenuhi", "A condition for payment is met"),
    "duty_said": Text("Pemegang menyatakan sudah memenuhi kewajiban", "The holder said that what is owed is done"),
    "duty_met": Text("Kewajiban dicatat sudah dipenuhi", "What was owed was recorded as done"),
    "duty_again": Text("Kewajiban dikembalikan: belum selesai", "What is owed was given back: not done yet"),
    "duty_reminded": Text("Pemegang diingatkan akan kewajiban", "The holder was reminded of what is owed"),
    "duty_late": Text("Satu kewajiban lewat waktu", "Something that is owed is late"),
    "looked_up": Text("Data instansi lain dilihat", "Another body's register was looked up"),
    "ranked": Text("Peringkat ditandatangani", "The ranking was signed"),
    "rank_objection": Text("Keberatan atas peringkat", "An objection to the ranking"),
    "rank_answered": Text("Keberatan dijawab", "The objection was answered"),
    "rank_annulled": Text("Peringkat dibatalkan", "The ranking was taken back"),
    "rank_final": Text("Peringkat berlaku", "The ranking counts"),
    "moved_up": Text("Naik dari daftar tunggu", "Moved up from the waiting list"),
    "waiting_ended": Text("Daftar tunggu berakhir", "The waiting list ended"),
    "decide_grant": Text("Dikabulkan", "Granted"),
    "decide_refuse": Text("Ditolak", "Refused"),
    "deem_granted": Text("Dikabulkan menurut hukum", "Granted by law"),
    "put_back": Text("Dikembalikan ke antrean", "Put back in the queue"),
    "drawn": Text("Petugas diundi", "An officer was drawn by lot"),
    "extend": Text("Waktu diperpanjang", "The time was extended"),
    "pause": Text("Jam berhenti: sistem lain mati", "The clock was stopped: another system is out"),
    "resume": Text("Jam berjalan lagi", "The clock ran on"),
    "warn": Text("Pemohon diingatkan", "The applicant was warned"),
    "predecessor_ended": Text("Berkas yang ditunggu selesai", "The case that it waited for has ended"),
    "predecessor_reopened": Text("Menunggu lagi: yang ditunggu diputuskan ulang", "It waits again for another case"),
    "silence": Text("Batas waktu lewat: pemohon boleh mengajukan keberatan", "The limit passed: one may object"),
    "lapse": Text("Ditutup karena tidak dijawab", "Closed without an answer"),
    "release": Text("Meja dikosongkan oleh atasan", "The desk was freed by a superior"),
    "take_over": Text("Diambil alih dari sistem lain", "Taken over from another system"),
    "deem_complete": Text(
        "Terhitung lengkap: tidak diperiksa tepat waktu", "Counted as complete: it was not checked in time"
    ),
    "recalendar": Text("Hari jatuh tempo dihitung ulang", "The due day was computed again"),
    "version_changed": Text("Dinilai menurut versi baru", "Judged by a new version from here on"),
    "version_kept": Text("Tidak dapat mengikuti versi baru", "It could not follow a new version"),
    "issue": Text("Surat terbit", "The letter was issued"),
    "deliver": Text("Surat diterima pemohon", "The applicant has the letter"),
    "warn_revocation": Text("Pemegang diperingatkan tentang pencabutan", "The holder was warned of a revocation"),
    "objection_filed": Text("Pemohon mengajukan keberatan", "The applicant objected"),
    "objection_upheld": Text(
        "Keberatan dikabulkan, keputusan dibatalkan", "The decision was set aside on an objection"
    ),
    "objection_rejected": Text("Keberatan dijawab: keputusan tetap", "The objection was answered: the decision stands"),
    "objection_silent": Text(
        "Keberatan dianggap dikabulkan: tidak dijawab", "The objection counts as upheld: no answer"
    ),
    "answer_revocation": Text("Peringatan pencabutan dijawab", "The warning of a revocation was answered"),
    "drop_revocation": Text("Pencabutan tidak dilanjutkan", "It is not revoked"),
    "revoke": Text("Surat dicabut", "The letter was revoked"),
    "discretion": Text("Diskresi dipakai", "Discretion was used"),
    "post_letter": Text("Surat dikirim lewat pos", "The letter was sent by post"),
    "initial_letter": Text("Surat diparaf", "The letter was initialled"),
    "send_letter_back": Text("Surat dikembalikan kepada penanda tangan", "The letter was sent back to its signer"),
    "answer_letter_back": Text("Penanda tangan menjawab pengembalian", "The signer answered what was sent back"),
    "pass_initial": Text("Satu paraf dilewati", "An initial was passed over"),
    "take_signature": Text("Tanda tangan diambil alih", "The signature was taken over"),
    "propose_correction": Text("Perbaikan surat diusulkan", "A correction of the letter was proposed"),
    "answer_correction": Text("Usul perbaikan dijawab pemohon", "The applicant answered the proposed correction"),
    "correct": Text("Perbaikan surat diputuskan", "The correction of the letter was decided"),
    "drop_correction": Text("Surat tidak jadi diperbaiki", "The letter stays as it is"),
    "put_right": Text("Data diperbaiki atas laporan orangnya", "Data were put right, as the person had asked"),
    "reissue": Text("Surat perbaikan terbit", "The corrected letter was issued"),
    "pool_asked": Text("Petugas unit lain diminta", "Officers of another unit were asked"),
    "exempted": Text("Boleh dikerjakan satu petugas, dengan pengecualian", "One officer may do it, by an exemption"),
    "exemption_over": Text("Pengecualian berakhir", "The exemption ended"),
    "after_checked": Text("Diperiksa sesudahnya", "It was checked afterwards"),
    "remind": Text(
        "Pemegang diingatkan bahwa surat segera berakhir", "The holder was reminded that the letter ends soon"
    ),
    "supersede": Text("Surat digantikan surat yang lebih baru", "A later letter took this one’s place"),
    "withdraw": Text("Permohonan ditarik", "The application was withdrawn"),
    "disown": Text("Orangnya menyatakan tidak menghendakinya", "The person said that they did not agree"),
}
# That an importer wrote a line is said once for the whole history.
_SIDES = {"citizen": Text("warga", "the citizen"), "system": Text("sistem", "the system")}


def said_by(act: str, side: str) -> Text:
    """Return an act in words, with the side that did it where that was no officer."""
    words = _HAPPENED.get(act, Text(act.replace("_", " ").capitalize(), act.replace("_", " ").capitalize()))
    by = _SIDES.get(side)
    return Text(f"{words.id} ({by.id})", f"{words.en} ({by.en})") if by else words


STATUS = {
    "checking": Text("Diperiksa kelengkapannya", "Being checked"),
    "waiting": Text("Menunggu pemohon", "Waiting for the applicant"),
    "working": Text("Sedang dikerjakan", "Being worked on"),
    "deciding": Text("Siap diputuskan", "Ready to decide"),
    "granted": Text("Dikabulkan", "Granted"),
    "granted_partly": Text("Dikabulkan sebagian", "Granted in part"),
    "refused": Text("Ditolak", "Refused"),
    "deemed_granted": Text("Dikabulkan menurut hukum", "Granted by law"),
    "withdrawn": Text("Ditarik pemohon", "Withdrawn"),
    "lapsed": Text("Ditutup tanpa jawaban pemohon", "Closed without an answer"),
}
"""How a case stands, as officers say it to each other."""


def status_tag(case: Case, now: datetime) -> tuple[Text, str]:
    """Return how a case stands at ``now`` in officers' words, and the colour of their tag.

    One whose open step decides nothing yet is being worked on; a product that no longer stands says so.
    """
    if gone := gone_tag(case, now):
        return gone
    undecided = case.status == "deciding" and case.open_step is not None and case.open_step.kind != "decide"
    return STATUS["working" if undecided else case.outcome], status_colour(case.status)
