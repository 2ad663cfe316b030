"""The demo's landing page: what this is, the roles to try with their test sign-ins, and where to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from layani.office.gateways.demo_sign_ins import DemoSignIn, read_sign_ins
from layani.office.house import catalogue, role_title
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.context import address_of
from layani.office.pages.parts.say import language
from layani.rules.text import Text

PERIOD = 30  # seconds for which a one-time code is shown (RFC 6238)
# Role -> (page that it opens, what one can do there).
TRIES = {
    "front-desk": (
        "officer",
        Text(
            "Panggil nomor berikutnya di Aula, tekan “Layani berikutnya” di meja, atau ketikkan permohonan di loket.",
            "Call the next number in the Hall, press “Serve next” at the desk, or type an application at the counter.",
        ),
    ),
    "verifier": (
        "officer",
        Text(
            "Putuskan yang sudah diperiksa orang lain. Yang Anda periksa sendiri tidak akan diberikan kepada Anda.",
            "Decide what somebody else has checked. What you checked yourself is never given to you.",
        ),
    ),
    "head": (
        "officer",
        Text(
            "Putuskan surat, dan lihat janji mana yang terancam.", "Decide letters, and see which promise is at risk."
        ),
    ),
    "registrar": (
        "officer",
        Text(
            "Kirim ke SIAK, ketik nomornya kembali, dan lihat siapa yang sedang ditunggu.",
            "Send it to SIAK, type its number back, and see who is being waited for.",
        ),
    ),
    "registration-head": (
        "officer",
        Text("Tandatangani akta kelahiran dan KTP.", "Sign birth certificates and identity cards."),
    ),
    "ward-officer": (
        "officer",
        Text(
            "Cari keluarga di DTSEN, beri tahu ahli waris, tempel dan tutup pengumuman.",
            "Look families up in DTSEN, tell heirs, put notices up and close them.",
        ),
    ),
    "ward-head": ("officer", Text("Bubuhkan paraf sebelum camat memutuskan.", "Initial what the head then decides.")),
    "building-assessor": (
        "officer",
        Text(
            "Nilai gambar, lalu kunjungi rumah yang gambarnya dinilai orang lain.",
            "Assess drawings, and visit the house whose drawings somebody else assessed.",
        ),
    ),
    "planner": (
        "officer",
        Text("Nilai rumah yang sama pada saat yang sama.", "Assess the same house at the same time."),
    ),
    "drainage-engineer": (
        "officer",
        Text("Nilai rumah yang sama pada saat yang sama.", "Assess the same house at the same time."),
    ),
    "fee-officer": ("officer", Text("Catat bahwa retribusi sudah lunas.", "Record that the fee is paid.")),
    "health-officer": (
        "officer",
        Text(
            "Lihat STR, dan peringatkan pemegang izin yang syaratnya tidak ada lagi.",
            "Look registrations up, and warn a holder whose permit has lost its ground.",
        ),
    ),
    "permit-head": (
        "officer",
        Text("Putuskan izin. Mencabutnya pun perlu dua orang.", "Decide permits. Revoking one takes two people, too."),
    ),
    "education-section-head": (
        "officer",
        Text(
            "Susun peringkat bantuan sekolah. Orang lain menandatanganinya.", "Rank the grants. Another person signs."
        ),
    ),
    "education-head": (
        "officer",
        Text("Tandatangani peringkat, lalu putuskan bantuannya.", "Sign the ranking, then decide the grants."),
    ),
    "supervisor": (
        "supervisor",
        Text(
            "Lihat antrean dan yang terlambat, dan cetak blok tanda terima kertas dari gangguan terakhir.",
            "See the queues and what is late, and print the block of paper receipts of the last outage.",
        ),
    ),
    "auditor": (
        "auditor",
        Text(
            "Buka satu permohonan sampai ke buktinya, dan baca siapa menyuruh apa dari atas.",
            "Open one case down to its proof, and read who told whom what from above.",
        ),
    ),
    "neighbour": (
        "officer",
        Text(
            "Periksa permohonan yang tidak boleh diperiksa siapa pun di kecamatan ini.",
            "Check an application that nobody in this district may check.",
        ),
    ),
    "city-checker": (
        "after-checks",
        Text(
            "Periksa kemudian apa yang diputus seorang diri dengan pengecualian: Citra mengusulkan, Sinta menyetujui.",
            "Check afterwards what one person decided alone under an exemption: Citra proposes it, Sinta agrees.",
        ),
    ),
    "analyst": (
        "publishing",
        Text(
            "Ubah berkas sebuah layanan, lalu usulkan; Citra menerbitkannya.",
            "Change a service's file, then propose it; Citra publishes it.",
        ),
    ),
    "operator": ("operator", Text("Lihat apakah sistem sehat.", "See whether the system is well.")),
}
# The desks by which the officers are shown: name, the first roles of those who sit there. Everybody else comes last.
DESKS = (
    (Text("Loket dan pimpinan kecamatan", "Counter and heads of the district"), ("front-desk", "verifier", "head")),
    (
        Text("Dukcapil dan kelurahan", "Civil registration and wards"),
        ("registrar", "registration-head", "ward-officer", "ward-head"),
    ),
    (
        Text("Bangunan dan izin", "Houses and permits"),
        ("building-assessor", "planner", "drainage-engineer", "fee-officer", "health-officer", "permit-head"),
    ),
    (Text("Bantuan sekolah", "Education grants"), ("education-section-head", "education-head")),
    (Text("Petugas dari unit lain", "Officers of other units"), ("neighbour", "city-checker")),
)
OTHERS = Text("Aturan, pengawasan, dan sistem", "Rules, inspection and the system")
# What shows most in a few minutes: what one sees, the page, its values; only where the office has that service.
SIGHTS = (
    (
        Text("Dua belas tempat, tujuh belas pemohon: peringkat yang dapat dihitung ulang siapa saja",
             "Twelve places, seventeen applicants: a ranking that anybody can work out again"),
        "rankings",
        "education-grant",
    ),
    (
        Text("Aturan balai akan berubah: bacalah apa yang berubah, lalu beri tanggapan",
             "The hall's rules will change: read what changes, and comment"),
        "versions",
        "hall-use",
    ),
    (
        Text("Retribusi rumah dihitung baris demi baris sebelum apa pun dikirim",
             "The fee of a house, line by line, before anything is sent"),
        "eligibility",
        "house-building-approval",
    ),
)  # fmt: skip
# Page -> what to look at without signing in.
OPEN_PAGES = {
    "home": Text("Cari layanan dan ajukan, seperti warga", "Find a service and apply, as a citizen does"),
    "door": Text(
        "Datang ke kantor: ambil nomor, lihat antrean, atau katakan bahwa Anda disuruh pulang",
        "Come to the office: take a number, see the line, or say that you were sent away",
    ),
    "door-board": Text("Lihat papan di aula dengan tiga loket", "See the board in the hall with three counters"),
    "demo-whatsapp": Text("Tulis ke kantor lewat WhatsApp rekaan", "Write to the office by a make-believe WhatsApp"),
    "demo-messages": Text("Baca SMS dan surel yang akan dikirim", "Read the SMS and e-mails that would be sent"),
    "promises": Text("Bandingkan janji dengan kenyataan", "Compare promises with results"),
    "record": Text("Periksa catatan publiknya", "Check the public record"),
    "rules": Text("Lihat aturan yang mengikat kantor", "See the rules that hold the office"),
}


@dataclass(frozen=True, slots=True)
class OfficerCard:
    """An officer to try: sign-in, what to do, and the code of now."""

    sign_in: DemoSignIn
    title: str
    hint: Text
    code: str


@dataclass(frozen=True, slots=True)
class Look:
    """A page to look at."""

    words: Text
    address: str


def demo(request: HttpRequest) -> HttpResponse:
    """Show it; no query. The sign-ins are those of this demo alone."""
    now = timezone.now()
    sign_ins = read_sign_ins(settings.KEY_FOLDER)
    looks = ((words, address_of(name)) for name, words in OPEN_PAGES.items())
    offered = catalogue().services
    sights = [Look(words, reverse(name, args=[slug])) for words, name, slug in SIGHTS if slug in offered]
    shown = {
        "citizens": [one for one in sign_ins if one.nik],
        "desks": desks(officer_cards([one for one in sign_ins if one.totp], now)),
        "sights": sights,
        "seconds": PERIOD - int(now.timestamp()) % PERIOD,
        "looks": [Look(words, address) for words, address in looks if address],
    }
    answer = render(request, "public/demo.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


def officer_cards(sign_ins: Sequence[DemoSignIn], now: datetime) -> list[OfficerCard]:
    """Return a card for each officer, with the one-time code of now."""
    return [_card(one, now) for one in sign_ins]


def desks(cards: Sequence[OfficerCard]) -> list[tuple[Text, list[OfficerCard]]]:
    """Return the officers by the desk at which they sit; a desk at which nobody sits is left out."""
    placed = {role for _, roles in DESKS for role in roles}
    by_desk = [(name, [card for card in cards if card.sign_in.roles[0] in roles]) for name, roles in DESKS]
    rest = [card for card in cards if card.sign_in.roles[0] not in placed]
    return [(name, some) for name, some in (*by_desk, (OTHERS, rest)) if some]


def _card(one: DemoSignIn, now: datetime) -> OfficerCard:
    _, hint = TRIES.get(one.roles[0], ("officer", Text("", "")))
    return OfficerCard(
        sign_in=one,
        title=" · ".join(role_words(role) for role in one.roles),
        hint=hint,
        code=code_of(one.totp, now),
    )


def start_of(one: DemoSignIn) -> str:
    """Return the page on which an officer begins, by the first of their roles."""
    page, _ = TRIES.get(one.roles[0], ("officer", Text("", "")))
    return address_of(page) or "/"


def role_words(role: str) -> str:
    """Return a role's title in the reader's language."""
    words = role_title(role)
    return words.in_(language())


def code_of(secret: str, now: datetime) -> str:
    """Return the one-time code of a base32 secret (RFC 6238), six digits."""
    return str(format_hotp_value(hotp_value(secret, int(now.timestamp()) // PERIOD)))


PAGE = Page(
    path="demo/", name="demo", readers=Readers.EVERYONE, view=demo, methods=("GET", "HEAD"), only_for_trying=True
)
