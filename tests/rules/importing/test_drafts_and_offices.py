"""A draft can be read as it stands; a map's office is a catalogue that loads, with the right holidays."""

from datetime import date

import pytest

from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.working_time import calendar_of
from layani.rules.importing.drafting import Activity, Seen, draft, slug
from layani.rules.importing.office_folder import office_files
from layani.rules.importing.reading_map import parse_map
from tests.office.replay.small_logs import MAP, MAPS


def seen(*activities, columns=None, channels=()):
    return Seen("permits 2014.csv", "Asia/Jakarta", 10, columns or {}, channels, activities)


def acts_of(text):
    return {entry.activity[0]: entry.act for entry in parse_map(text)[0].acts}


def test_a_draft_is_a_map_that_can_be_read():
    found, _ = parse_map(draft(seen(Activity("Berkas diterima", "Berkas diterima", 12, 9), Activity("x", "Cek", 3, 0))))
    assert (found.log, found.office.timezone) == ("permits-2014", "Asia/Jakarta")
    assert [(entry.act, entry.label) for entry in found.acts] == [("file", None), ("perform", ["Cek"])]


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("Pemeriksaan kelengkapan", "check_complete"), ("Check documents", "check_complete"),
        ("volledig", "check_complete"),
        ("Permohonan ditolak", "decide_refuse"), ("Application rejected", "decide_refuse"),
        ("Izin disetujui", "decide_grant"), ("Vergunning verleend", "decide_grant"), ("Decision made", "decide_grant"),
        ("Request additional documents", "ask_missing"), ("Kekurangan berkas", "ask_missing"),
        ("Perbaikan diterima: terima perbaikan", "answer"), ("Tinjauan lapangan", "visit"),
        ("Retribusi dibayar", "set_fee"),
        ("SK diterbitkan", "issue"), ("Dikirim ke pemohon", "deliver"), ("Berkas diarsipkan", "close"),
        ("Keberatan", "object"), ("Permohonan dibatalkan", "withdraw"), ("Minta rekomendasi dinas", "consult"),
        ("Rekomendasi diterima", "advise"), ("Perbaikan diterima", "answer"),
        ("Perpanjangan waktu", "extend"), ("Ontwerp ter inzage", "perform"), ("Z1", "perform"),
    ],
)  # fmt: skip
def test_a_draft_guesses_by_the_name(name, act):
    assert acts_of(draft(seen(Activity(name, name, 5, 0))))[name] == act


def test_strange_names_do_not_break_a_draft():
    names = ['say "no": {a}', "# not a comment", "a" * 900, "tab\tnew\nline", "42", "***", "é à ü", "- x: y"]
    text = draft(
        seen(
            *(Activity(name, name, 1, 0) for name in names),
            channels=('we"b', "Loket 1"),
            columns={"deadline": "due: x"},
        )
    )
    found, _ = parse_map(text)
    assert len(found.acts) == len(names)
    assert found.channels == {'we"b': "office", "Loket 1": "counter"}


def test_a_name_that_a_map_can_use():
    assert [slug(name) for name in ("T02 Check", "42", "---", "é" * 3, "x" * 90)] == [
        "t02-check",
        "step-42",
        "unnamed",
        "eee",
        "x" * 60,
    ]


def written(folder, text, first=date(2024, 1, 1), last=date(2024, 12, 31)):
    for name, content in office_files(parse_map(text)[0], first, last).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return load_catalogue(folder)


@pytest.mark.parametrize("name", ["receipt", "bpic15"])
def test_the_office_of_each_published_map_is_a_catalogue_without_fault(tmp_path, name):
    text = (MAPS / f"{name}.yaml").read_text(encoding="utf-8")
    catalogue = written(tmp_path, text, date(2010, 10, 1), date(2015, 7, 31))
    assert catalogue.services.keys() == {parse_map(text)[0].service.id}


def test_an_office_abroad_keeps_its_own_holidays_and_not_indonesias(tmp_path):
    text = MAP.replace("timezone: Asia/Jakarta", "timezone: Europe/Amsterdam, country: NL")
    calendar = calendar_of(written(tmp_path, text).office)
    works = {day: calendar.is_working_day(day) for day in (date(2024, 4, 26), date(2024, 12, 25), date(2024, 12, 26))}
    assert list(works.values()) == [True, False, False]
    assert calendar.is_working_day(date(2024, 5, 23))  # Waisak in Indonesia
    assert not calendar.is_working_day(date(2024, 5, 9))  # Ascension Day in both


def test_an_indonesian_office_keeps_the_national_calendar_and_its_own_hours(tmp_path):
    hours = "timezone: Asia/Jakarta, hours: {monday: '07:30-12:00, 13:00-15:00', saturday: '08:00-12:00'}"
    calendar = calendar_of(written(tmp_path, MAP.replace("timezone: Asia/Jakarta", hours)).office)
    assert [calendar.is_working_day(date(2024, 8, day)) for day in (17, 19, 20, 24)] == [False, True, False, True]


def test_an_office_without_a_known_country_has_no_holidays(tmp_path):
    calendar = calendar_of(written(tmp_path, MAP.replace("Asia/Jakarta", "Europe/Amsterdam")).office)
    assert calendar.is_working_day(date(2024, 12, 25)) and calendar.is_working_day(date(2024, 5, 23))
