"""How the system is: what runs, what waits, what failed, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani import __version__
from layani.office.actions.texting import texts_lately
from layani.office.house import calendar, catalogue
from layani.office.pages.operator.disk import LOW_BYTES, free_bytes
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.agreements import agreements_due
from layani.office.pages.parts.watched import watched
from layani.office.tables.left_to_refuse import nobody_refuses
from layani.office.tables.models.papers import Pulse
from layani.office.tables.models.programs import Program
from layani.office.tables.models.webhooks import Webhook
from layani.office.tables.unserved import unserved
from layani.office.tables.vital_signs import refused_for_the_clock, signs
from layani.rules.systems.scopes import SOON_DAYS
from layani.rules.text import Text

# Names of jobs as their files call them -> words. A job that is not here is shown by its name.
JOBS = {
    "integrate-record": Text("Memasukkan tindakan ke catatan publik", "Taking acts into the public record"),
    "ask-witnesses": Text("Meminta saksi menandatangani catatan", "Asking witnesses to cosign the record"),
    "remove-outgrown-tiles": Text("Merapikan berkas catatan", "Tidying the record's files"),
    "batch-looks": Text("Memasukkan pembukaan data ke catatan", "Putting looks at data into the record"),
    "seal-ledgers": Text("Menyegel buku besar di samping permohonan", "Sealing the ledgers beside the cases"),
    "index-days": Text("Membuat indeks harian catatan", "Making the record's daily index"),
    "send-messages": Text("Mengirim pesan", "Sending messages"),
    "figures": Text("Menghitung angka bulanan", "Counting the monthly figures"),
    "agent-figures": Text("Menerbitkan angka perantara", "Publishing the figures of agents"),
    "offer-surveys": Text("Menawarkan survei", "Offering the survey"),
    "sweep-orphans": Text("Membersihkan yang ditinggalkan", "Sweeping what was left behind"),
    "erase-due": Text("Menghapus yang lewat jangka simpannya", "Erasing what is kept no longer"),
    "remind-drafts": Text("Mengingatkan isian yang akan dihapus", "Telling of drafts that will be deleted"),
    "scan-uploads": Text("Memindai ulang unggahan yang tertinggal", "Scanning uploads that were left unscanned"),
    "export-tickets": Text("Mengekspor kejadian tiket", "Exporting the events of tickets"),
    "export-lake": Text("Mengekspor kejadian", "Exporting events"),
    "write-versions": Text("Menuliskan versi yang berlaku", "Writing down which versions are in force"),
    "raise-questions": Text("Mengajukan pertanyaan dari permohonan sendiri", "Asking the questions of our own cases"),
    "tell-systems": Text("Memberi tahu sistem lain", "Telling other systems"),
    "door-figures": Text("Menghitung angka pintu depan", "Counting the figures of the front door"),
    "tell-tickets": Text("Mengabari orang yang punya tiket", "Telling people with a ticket"),
    "close-door": Text(
        "Menutup tiket orang yang menyerah menunggu", "Closing the tickets of those who gave up waiting"
    ),
    "ask-pool": Text(
        "Meminta petugas unit lain bila tidak seorang pun boleh", "Asking officers of other units where nobody may"
    ),
    "draw-after-checks": Text("Mengundi yang diperiksa sesudahnya", "Drawing what is checked afterwards"),
    "draw-officers": Text("Mengundi petugas", "Drawing officers by lot"),
    "redraw-officers": Text("Mengundi ulang petugas", "Drawing officers anew"),
    "clear-desks": Text("Mengosongkan meja yang ditinggalkan", "Clearing desks that were left"),
    "deem-complete": Text(
        "Menghitung lengkap yang tidak diperiksa tepat waktu", "Counting as complete what was not checked in time"
    ),
    "deem granted": Text("Mengabulkan yang lewat batas hukum", "Granting by law what was left undecided"),
    "open-followers": Text("Membuka berkas yang menunggu berkas lain", "Opening cases that waited for another one"),
    "follow-versions": Text(
        "Menerapkan versi baru pada berkas yang berjalan bila hukum meminta",
        "Letting open cases follow a version by law",
    ),
    "lapse-locks": Text("Mengakhiri kunci darurat yang tidak disahkan", "Ending emergency locks that nobody confirmed"),
    "look-at-keys": Text(
        "Memeriksa apakah kunci yang dipakai sudah diganti", "Checking whether a key in use was replaced"
    ),
    "uphold-unanswered": Text("Menerima keberatan yang tidak dijawab", "Upholding objections that nobody answered"),
    "note-silence": Text("Mencatat bahwa batas hukum lewat", "Noting that the limit of the law has passed"),
    "end notices": Text("Menutup pengumuman yang masanya selesai", "Ending public notices whose time is over"),
    "end-pauses": Text("Menjalankan lagi jam yang berhenti", "Letting stopped clocks run on"),
    "close-unanswered": Text(
        "Menutup yang tidak dijawab, sesudah diingatkan", "Closing what was not answered, after a warning"
    ),
    "remind-holders": Text("Mengingatkan pemegang surat yang segera berakhir", "Reminding holders of what ends soon"),
    "look-after-duties": Text(
        "Mengingatkan kewajiban sesudah dikabulkan", "Reminding holders of what they owe after the grant"
    ),
    "give places": Text("Membagikan tempat menurut peringkat", "Giving places out by a ranking"),
    "collect-signatures": Text("Mengambil surat yang sudah ditandatangani", "Fetching letters that were signed"),
    "issue letters": Text("Menerbitkan surat yang tertinggal", "Issuing letters that were left unwritten"),
}
REASONS = {
    "no-address": Text("Pemohon tidak memberi telepon atau surel", "The applicant gave neither phone nor e-mail"),
    "not-accepted": Text("Ditolak penyedia pesan", "The message gateway refused them"),
    "too-many-tries": Text("Penyedia pesan tidak menjawab selama 35 jam", "The gateway did not answer for 35 hours"),
    "erased": Text("Data pemohon sudah dihapus", "The applicant's data were erased"),
    "unknown": Text("Tidak diketahui", "Unknown"),
}
GIGABYTE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job as the page shows it."""

    words: Text
    pulse: Pulse


def operator(request: HttpRequest) -> HttpResponse:
    """Show the signs; twelve queries, one more where witnesses are configured, two while they never sufficed."""
    now, found, free = timezone.now(), signs(), free_bytes()
    texts, witnesses = texts_lately(now), watched(None, now)
    here = (catalogue().office.slug, calendar().local(now).date())
    shown = {
        "jobs": job_lines(found.jobs),
        "failing": [line for line in job_lines(found.jobs) if line.pulse.error],
        "silent": found.worker_is_silent(now),
        "messages": found.messages,
        "given_up": [(REASONS.get(why, Text(why, why)), n) for why, n in sorted(found.messages.given_up.items())],
        "record": found.record,
        "database": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(found.database, found.database),
        "version": __version__,
        "clock": refused_for_the_clock(now),
        "free": Decimal(f"{free / GIGABYTE:.1f}"),
        "disk_low": free < LOW_BYTES,
        "texts": texts,
        "texts_alarm": settings.SMS_ALARM,
        "many_texts": texts >= settings.SMS_ALARM,
        "jammed": sum(one.count for one in (*unserved(*here), *nobody_refuses(*here))),
        "programs_ending": Program.objects.ending(now + timedelta(days=SOON_DAYS)).count(),
        "agreements": agreements_due(),
        "webhooks_off": Webhook.objects.turned_off().count(),
        "fill": found.fill,
        "no_quorum": witnesses.standing.since if witnesses.standing.alarms(now) else None,
        "money_waits": not witnesses.may_release,
        "contradicting": [line.name for line in witnesses.lines if line.alarms],
        "now": now,
    }
    return render(request, "operator/operator.html", shown)


def job_lines(jobs: Sequence[Pulse]) -> list[JobLine]:
    """Return the jobs that the worker runs."""
    return [JobLine(JOBS.get(job.job, Text(job.job, job.job)), job) for job in jobs]


PAGE = Page(path="operator/", name="operator", readers=Readers.OPERATOR, view=operator, methods=("GET", "HEAD"))
