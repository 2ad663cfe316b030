"""Every shared part in every state, for those who build pages; served only in the demo."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.charts import bar_chart, line_chart
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.lists import StepPart, SummaryRow, TaskPart
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

NOW = datetime(2026, 11, 23, 3, 5, tzinfo=UTC)

TENANCY = (
    ("own", Text("Rumah sendiri", "My own house")),
    ("rent", Text("Menyewa atau kos", "Renting")),
    ("family", Text("Menumpang keluarga", "With family")),
)
WARDS = (("99.01.01.1001", Text("Sukamaju", "Sukamaju")), ("99.01.01.1002", Text("Mekarsari", "Mekarsari")))
FIELDS = (
    Field("nik", "nik", Text("NIK Anda", "Your NIK"), source="identity"),
    Field("name", "text", Text("Nama lengkap", "Full name"), Text("Seperti di KTP.", "As on your identity card.")),
    Field("born", "date", Text("Tanggal lahir", "Date of birth"), Text("Contoh: 27 3 1990", "For example 27 3 1990")),
    Field("other_nik", "nik", Text("NIK kepala keluarga", "NIK of the head of the family"), required=False),
    Field(
        "phone",
        "phone",
        Text("Nomor telepon", "Phone number"),
        Text("Untuk mengabari Anda.", "So that we can tell you."),
    ),
    Field("email", "email", Text("Surel", "E-mail"), required=False),
    Field("address", "address", Text("Alamat Anda sekarang", "Your address now"), options=WARDS),
    Field("guests", "number", Text("Berapa orang yang hadir?", "How many people will come?")),
    Field("rent", "money", Text("Sewa sebulan", "Rent each month"), Text("Dalam rupiah.", "In rupiah.")),
    Field("lives_here", "yes no", Text("Apakah Anda tinggal di sini?", "Do you live here?")),
    Field("tenancy", "choice", Text("Tempat tinggal Anda", "Your home"), options=TENANCY),
    Field("helped", "several", Text("Siapa yang ikut pindah?", "Who moves with you?"), options=TENANCY),
    Field("reason", "long text", Text("Ceritakan keperluannya", "Tell us what it is for"), required=False),
    Field(
        "contract",
        "file",
        Text("Foto perjanjian sewa", "Photo of the lease"),
        Text("PDF, JPG, atau PNG, paling besar 5 MB.", "PDF, JPG or PNG, at most 5 MB."),
        accept=("pdf", "jpg", "png"),
    ),
    Field("true", "declaration", Text("Saya menyatakan data ini benar.", "I declare that these data are true.")),
)
ANSWERS: dict[str, Any] = {"nik": "3578014503900002", "name": "Carla Wijaya", "tenancy": "rent", "born": "1990-03-05"}
CONTRACT = {"id": "a1", "name": "sewa.pdf", "type": "application/pdf", "bytes": 12, "sha256": "0" * 64}
POSTED = {
    "born-day": ["31"],
    "born-month": ["2"],
    "born-year": ["1990"],
    "phone": ["0812"],
    "address-street": ["Jl. Melati 3"],
}
PROBLEMS = {
    "born": Text("Tulis tanggal yang ada, misalnya 27 3 2026.", "Write a date that exists, such as 27 3 2026."),
    "phone": Text("Tulis nomor telepon, misalnya 0812 3456 7890.", "Write a phone number, such as 0812 3456 7890."),
    "address": Text("Isi RT, RW, dan kelurahan.", "Fill in RT, RW and the ward."),
    "tenancy": Text("Pilih salah satu jawaban.", "Choose one of the answers."),
    "contract": Text("Unggah satu berkas PDF, JPG, PNG.", "Upload one PDF, JPG or PNG file."),
    "true": Text("Centang pernyataan ini bila benar.", "Tick this declaration if it is true."),
}


def _asked() -> list[FieldPart]:
    answers = ANSWERS | {"contract": CONTRACT}
    return [field_part(field, answers.get(field.name)) for field in FIELDS]


def _refused() -> list[FieldPart]:
    """Return the fields with problems, under other names, since a page has each id once."""
    wrong = [field for field in FIELDS if field.name in PROBLEMS]
    parts = []
    for field in wrong:
        twin = Field(
            f"bad_{field.name}", field.kind, field.label, field.hint, options=field.options, accept=field.accept
        )
        posted = {f"bad_{name}": value for name, value in POSTED.items()}
        parts.append(field_part(twin, problem=PROBLEMS[field.name], posted=posted))
    return parts


def _steps() -> list[StepPart]:
    desk, head = Text("Loket depan", "Front desk"), Text("Kepala seksi pelayanan", "Head of services")
    return [
        StepPart(Text("Permohonan diterima", "Application received"), "done", done_at=NOW - timedelta(days=2)),
        StepPart(
            Text("Kelengkapan sudah diperiksa", "Checked for completeness"),
            "done",
            desk,
            done_at=NOW - timedelta(days=1),
        ),
        StepPart(Text("Keputusan", "Decision"), "now", head, due=NOW + timedelta(days=2)),
        StepPart(Text("Surat menyusul", "The letter will follow"), "later"),
    ]


def _late_steps() -> list[StepPart]:
    desk = Text("Loket depan", "Front desk")
    ask = Text("Satu hal masih kurang: foto perjanjian sewa.", "One thing is missing: a photo of the lease.")
    return [
        StepPart(
            Text("Melengkapi berkas", "Completing the documents"),
            "now",
            yours=True,
            due=NOW + timedelta(days=7),
            note=ask,
        ),
        StepPart(Text("Pemeriksaan", "Check"), "late", desk, due=NOW - timedelta(days=3)),
    ]


def _tasks() -> list[TaskPart]:
    return [
        TaskPart(Text("Data diri", "About you"), "done", "#main"),
        TaskPart(Text("Alamat", "Address"), "fix", "#main"),
        TaskPart(
            Text("Dokumen", "Documents"), "todo", "#main", Text("Foto dari telepon cukup.", "A phone photo will do.")
        ),
        TaskPart(Text("Kirim", "Send"), "later"),
    ]


def _charts() -> dict[str, Any]:
    rows = [
        (Text("Surat keterangan domisili", "Certificate of residence"), 1.4, "1,4"),
        (Text("Pindah alamat", "Change of address"), 2.6, "2,6"),
        (Text("Pemakaian balai", "Use of the hall"), 4.2, "4,2"),
    ]
    months = [
        ("Jun", 78.0, "78 %"),
        ("Jul", 84.0, "84 %"),
        ("Agu", 81.0, "81 %"),
        ("Sep", 90.0, "90 %"),
        ("Okt", 96.0, "96 %"),
    ]
    goal = Text("Garis putus-putus: janji kami, 3 hari kerja.", "Dashed line: our promise, 3 working days.")
    share = Text("Garis putus-putus: janji kami, 95 %.", "Dashed line: our promise, 95 %.")
    return {
        "bars": bar_chart(
            "median",
            Text("Lama penyelesaian, median", "Time to an answer, median"),
            Text(
                "Satu dari tiga layanan lebih lama dari janjinya.", "One of three services takes longer than promised."
            ),
            Text("Hari kerja", "Working days"),
            rows,
            goal=(3, goal),
        ),
        "line": line_chart(
            "share",
            Text("Selesai tepat waktu", "Answered in time"),
            Text(
                "Bagian yang tepat waktu naik dari 78 ke 96 persen.", "The share in time rose from 78 to 96 per cent."
            ),
            Text("Tepat waktu", "In time"),
            months,
            span=(60, 100),
            goal=(95, share),
        ),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """Show all parts; ?bad=1 shows the page as it is after a faulty form."""
    refused = _refused()
    shown = {
        "fields": _asked(),
        "refused": refused,
        "problems": [part for part in refused if request.GET.get("bad")],
        "question": field_part(
            Field("home", "choice", Text("Anda tinggal di mana?", "Where do you live?"), options=TENANCY), heading=True
        ),
        "steps": _steps(),
        "late_steps": _late_steps(),
        "tasks": _tasks(),
        "rows": [
            SummaryRow(Text("Nama", "Name"), "Carla Wijaya", "#main"),
            SummaryRow(Text("Alamat", "Address"), "Jl. Melati 3\nRT 003/RW 012", "#main"),
        ],
        "now": NOW,
        "due": NOW + timedelta(days=2),
        **_charts(),
    }
    return render(request, "public/gallery.html", shown)


PAGE = Page(
    path="gallery/",
    name="gallery",
    view=gallery,
    readers=Readers.EVERYONE,
    methods=("GET", "HEAD"),
    only_for_trying=True,
)
