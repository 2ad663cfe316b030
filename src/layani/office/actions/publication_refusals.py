"""Why a version cannot be proposed or published, and what to do instead; one place for all of these words."""

from datetime import date, datetime
from typing import Any, NoReturn

from layani.office.house import calendar
from layani.rules.dates import day_words
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

_REASONS: dict[str, tuple[Text, Text]] = {
    "no-draft": (
        Text(
            "Berkas layanan “{service}” sama dengan yang berlaku, atau tidak ada.",
            "The files of the service “{service}” say what is in force already, or are not there.",
        ),
        Text("Ubah berkasnya dahulu, lalu usulkan.", "Change its files first, then propose them."),
    ),
    "has-errors": (
        Text(
            "Berkasnya memiliki {count} kesalahan. Yang pertama: {first}",
            "Its files have errors: {count}. The first: {first}",
        ),
        Text(
            "Perbaiki semuanya (layani check menunjukkan barisnya), lalu usulkan lagi.",
            "Mend them all (layani check shows the lines), then propose it again.",
        ),
    ),
    "cannot-be-read": (
        Text("Berkasnya tidak dapat dibaca: {fault}", "Its files cannot be read: {fault}"),
        Text(
            "Simpan setiap berkas di folder itu sendiri sebagai teks UTF-8, lalu usulkan lagi.",
            "Keep each file in that folder itself, as UTF-8 text, then propose it again.",
        ),
    ),
    "changed-meanwhile": (
        Text("Berkas berubah selama diperiksa.", "The files changed while they were checked."),
        Text("Simpan dahulu, lalu usulkan lagi.", "Save them first, then propose again."),
    ),
    "begins-too-early": (
        Text(
            "Versi {version} tidak dapat berlaku surut: orang yang mengajukan hari ini dijanjikan versi hari ini.",
            "Version {version} cannot begin in the past: who applies today was promised the version of today.",
        ),
        Text(
            "Tulis tanggal mulai besok atau sesudahnya pada “version:”, lalu usulkan lagi.",
            "Write a day from tomorrow on at “version:”, and propose it again.",
        ),
    ),
    "not-later": (
        Text(
            "Versi {version} tidak sesudah versi {latest} yang sudah diterbitkan.",
            "Version {version} is not later than version {latest}, which is published already.",
        ),
        Text("Tulis tanggal yang lebih lambat pada “version:”.", "Write a later day at “version:”."),
    ),
    "nothing-changed": (
        Text(
            "Isi usulan ini sama dengan versi “{service}” yang terakhir diterbitkan.",
            "It says what the latest published version of “{service}” says.",
        ),
        Text("Tidak perlu diusulkan.", "There is nothing to propose."),
    ),
    "one-at-a-time": (
        Text(
            "Untuk “{service}” masih ada usulan lain yang belum diputuskan.",
            "Another proposal for “{service}” is still undecided.",
        ),
        Text("Tunggu keputusannya, atau minta pengusulnya menarik kembali.", "Wait for it, or have it withdrawn."),
    ),
    "too-slow": (
        Text(
            "Pemeriksaannya tidak selesai dalam {seconds} detik, jadi dihentikan.",
            "Checking it did not end within {seconds} seconds, so it was stopped.",
        ),
        Text(
            "Periksa syarat dan tabel yang terlalu besar (layani check).",
            "Look for rules or tables that are too large (layani check).",
        ),
    ),
    "cannot-be-checked": (
        Text("Pemeriksaannya gagal karena kesalahan kami.", "It could not be checked, through a fault of ours."),
        Text(
            "Sebabnya ada di log program; tunjukkan kepada operator.",
            "The reason is in the program's log; tell the operator.",
        ),
    ),
    "no-reason": (
        Text("Alasannya belum ditulis, atau terlalu pendek.", "The reason is missing, or too short."),
        Text(
            "Tulis sekurangnya 10 huruf; untuk usulan, dalam kedua bahasa. Publik membacanya.",
            "Write 10 letters at least; for a proposal, in both languages. The public reads it.",
        ),
    ),
    "no-waiver": (
        Text(
            "Tanpa masa tanggapan publik, alasannya harus ditulis.",
            "Without time for the public to comment, there must be a reason.",
        ),
        Text("Tulis alasannya, atau beri masa tanggapan.", "Write the reason, or give time for comments."),
    ),
    "wrong-days": (
        Text("Masa tanggapan adalah {least} sampai {most} hari.", "The time for comments is {least} to {most} days."),
        Text("Pilih jumlah hari di antaranya.", "Choose a number between them."),
    ),
    "comments-open": (
        Text("Publik masih dapat menanggapi sampai {until}.", "The public can comment until {until}."),
        Text("Terbitkan sesudahnya, dan baca tanggapannya dahulu.", "Publish it after that, and read them first."),
    ),
    "comments-closed": (
        Text("Masa tanggapan sudah selesai.", "The time for comments is over."),
        Text("Sampaikan kepada kantor lewat pengaduan.", "Tell the office by a complaint."),
    ),
    "another-came-first": (
        Text(
            "Sesudah usulan ini dibuat, versi lain dari “{service}” diterbitkan. Perbandingannya tidak berlaku lagi.",
            "After this was proposed, another version of “{service}” was published. What it was compared with is past.",
        ),
        Text("Tolak usulan ini dan minta usulan baru.", "Decline it, and ask for a new proposal."),
    ),
    "same-person": (
        Text(
            "Yang mengusulkan tidak boleh menerbitkan: dua orang harus melihatnya.",
            "Who proposes may not publish: two people must have seen it.",
        ),
        Text("Minta orang lain yang berwenang menerbitkannya.", "Ask somebody else who may publish."),
    ),
    "ruled-already": (
        Text("Usulan ini sudah diputuskan.", "This proposal was decided already."),
        Text("Muat ulang halamannya untuk melihat keputusannya.", "Load the page again to see how."),
    ),
}


def refuse(code: str, **values: Any) -> NoReturn:
    """Raise Refused with the reason and the remedy of a code; days and moments among the values are told in words."""
    said = {name: _in_words(value) for name, value in values.items()}
    reason, remedy = (
        Text(
            one.id.format(**{name: words.id for name, words in said.items()}),
            one.en.format(**{name: words.en for name, words in said.items()}),
        )
        for one in _REASONS[code]
    )
    raise Refused(Refusal(code=code, reason=reason, remedy=remedy))


def _in_words(value: object) -> Text:
    if isinstance(value, datetime):
        local = calendar().local(value)
        day = day_words(local.date())
        return Text(f"{day.id} pukul {local:%H.%M}", f"{day.en}, {local:%H:%M}")
    return day_words(value) if isinstance(value, date) else Text(str(value), str(value))
