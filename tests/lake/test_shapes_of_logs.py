"""Logs as offices and tools write them: no description is given, and the same 160 events must come out."""

import zipfile
from datetime import UTC, timedelta

import pytest

from tests.lake.logs import MONDAY, columns_of, csv_text, notes_of, read, reading, rows, write, xes_text

PLAIN = ("case_id", "activity", "timestamp", "resource")
EXPECTED = (160, 40, 3, "2024-01-29 08:00:00")


def timed(form):
    return lambda case, activity, time, officer: (case, activity, time.strftime(form), officer)


SHAPES = {
    "plain names": csv_text(PLAIN),
    "semicolons": csv_text(PLAIN, separator=";"),
    "tabs": csv_text(PLAIN, separator="\t"),
    "bars": csv_text(PLAIN, separator="|"),
    "every cell in quotation marks": csv_text(PLAIN, lambda *row: tuple(f'"{cell}"' for cell in row)),
    "Windows line ends and Excel's hint": "sep=;\r\n" + csv_text(PLAIN, separator=";", end="\r\n"),
    "a byte order mark": "\ufeff" + csv_text(PLAIN),
    "a title above the header": "Laporan kegiatan\nKantor X\n\n" + csv_text(PLAIN),
    "a separator at the end of every row": csv_text(PLAIN).replace("\n", ",\n").replace("resource,\n", "resource\n"),
    "Indonesian names": csv_text(("nomor_berkas", "kegiatan", "waktu", "petugas")),
    "Indonesian names with spaces, dotted clock": csv_text(
        ("No. Permohonan", "Tahapan Proses", "Tanggal Selesai", "Nama Petugas"), timed("%d/%m/%Y %H.%M"), separator=";"
    ),
    "Dutch names": csv_text(
        ("Zaaknummer", "Activiteit", "Datum tijd", "Medewerker"), timed("%d-%m-%Y %H:%M"), separator=";"
    ),
    "German names": csv_text(("Vorgangsnummer", "Aktivität", "Zeitstempel", "Bearbeiter"), timed("%d.%m.%Y %H:%M:%S")),
    "French names": csv_text(("dossier", "étape", "date", "agent")),
    "Spanish names": csv_text(("expediente", "actividad", "fecha", "funcionario")),
    "Disco": csv_text(("Case ID", "Activity", "Complete Timestamp", "Resource"), timed("%Y/%m/%d %H:%M:%S.000")),
    "Celonis": csv_text(("_CASE_KEY", "ACTIVITY_EN", "EVENTTIME", "USER_NAME"), timed("%d.%m.%Y %H:%M:%S")),
    "names of the XES standard": csv_text(("case:concept:name", "concept:name", "time:timestamp", "org:resource")),
    "levels before the names of the XES standard": csv_text(
        ("case concept:name", "event concept:name", "event time:timestamp", "event org:resource")
    ),
    "start and end": csv_text(
        ("zaak", "activiteit", "start", "eind", "medewerker"),
        lambda case, activity, time, officer: (case, activity, str(time - timedelta(minutes=9)), str(time), officer),
    ),
    "only the start of work": csv_text(("nomor", "kegiatan", "mulai", "petugas")).replace("nomor", "no_berkas", 1),
    "American dates": csv_text(("CaseID", "Activity", "Time", "Resource"), timed("%m/%d/%Y %I:%M:%S %p")),
    "month names": csv_text(PLAIN, timed("%d %b %Y %H:%M")),
    "ISO with T and Z": csv_text(PLAIN, timed("%Y-%m-%dT%H:%M:%SZ")),
    "dates without separators": csv_text(PLAIN, timed("%Y%m%d%H%M%S")),
    "ticket system": csv_text(("ticket", "status", "changed_at", "agent")),
    "another order of columns, odd names": csv_text(
        ("user", "when", "what", "ref"), lambda case, activity, time, officer: (officer, str(time), activity, case)
    ),
    "date and clock apart": csv_text(
        ("no_registrasi", "tanggal", "jam", "aktivitas", "pegawai"),
        lambda case, activity, time, officer: (case, f"{time:%d/%m/%Y}", f"{time:%H:%M}", activity, officer),
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_a_log_is_understood_without_being_described(tmp_path, text):
    _, found = read(tmp_path, text)
    assert found == EXPECTED


@pytest.mark.parametrize(
    ("name", "unit"),
    [("timestamp", 1), ("ts", 1_000), ("waktu", 1_000_000), ("stempel", 1_000), ("time", 1_000_000_000)],
)
def test_epoch_numbers_are_times_in_seconds_to_nanoseconds(tmp_path, name, unit):
    def cells(case, activity, time, officer):
        return case, activity, str(round(time.timestamp()) * unit), officer

    data = [(case, activity, time, officer) for case, activity, time, officer in rows()]
    log, found = read(tmp_path, csv_text(("case", "event", name, "user"), cells, data=data))
    first = min(time for _, _, time, _ in data)
    assert found[:3] == EXPECTED[:3]
    assert columns_of(log)["time"] == name
    assert found[3] == str(first.astimezone().astimezone(UTC).replace(tzinfo=None))


def test_a_log_without_a_header_is_understood_by_content(tmp_path):
    log, found = read(tmp_path, csv_text(None))
    assert found == (160, 40, 0, "2024-01-29 08:00:00")
    assert columns_of(log) == {"case": "column 1", "activity": "column 2", "time": "column 3"}
    assert "by content" in log.columns.chosen["case"].why.en


def test_names_that_say_nothing_are_chosen_by_content_and_said_so(tmp_path):
    log, found = read(tmp_path, csv_text(("foo", "bar", "baz", "qux")))
    assert found == (160, 40, 0, "2024-01-29 08:00:00")
    assert columns_of(log) == {"case": "foo", "activity": "bar", "time": "baz"}


def test_the_user_may_name_a_column_or_refuse_one(tmp_path):
    log, _ = read(tmp_path, csv_text(("foo", "bar", "baz", "qux")), columns={"resource": "QUX", "case": "foo"})
    assert columns_of(log)["resource"] == "qux"
    assert "named" in log.columns.chosen["resource"].why.en
    log, _ = read(tmp_path, csv_text(PLAIN), columns={"resource": "none"})
    assert "resource" not in columns_of(log)


def test_times_with_a_zone_become_utc_and_keep_their_wall_clock(tmp_path):
    text = csv_text(PLAIN, timed("%Y-%m-%d %H:%M:%S+07:00"))
    with reading(write(tmp_path, "log.csv", text)) as (log, ask):
        utc, local = ask("SELECT CAST(MIN(occurred_at) AS VARCHAR), CAST(MIN(local_at) AS VARCHAR) FROM events")
    assert (utc, local) == ("2024-01-29 01:00:00", "2024-01-29 08:00:00")
    assert "no-zone" not in notes_of(log)


def test_times_without_a_zone_are_put_where_the_user_says_the_office_is(tmp_path):
    log, found = read(tmp_path, csv_text(PLAIN), timezone="Asia/Jakarta")
    assert found[3] == "2024-01-29 01:00:00"
    log, found = read(tmp_path, csv_text(PLAIN))
    assert "no-zone" in notes_of(log)


def test_indonesian_zone_names_are_known(tmp_path):
    _, found = read(tmp_path, csv_text(PLAIN, timed("%d-%m-%Y %H:%M WITA")))
    assert found[3] == "2024-01-29 00:00:00"


def test_dates_that_may_be_read_either_way_are_read_day_first_and_said_so(tmp_path):
    data = [(f"K{i}", "AB"[k], MONDAY.replace(month=3, day=3 + k), "ana") for i in range(30) for k in range(2)]
    log, _ = read(tmp_path, csv_text(PLAIN, timed("%d/%m/%Y"), data=data))
    assert "day-or-month" in notes_of(log)
    assert log.columns.chosen["time"].reading.forms[0].key == "day"


def test_one_date_that_only_day_first_explains_settles_it(tmp_path):
    data = [(f"K{i}", "AB"[k], MONDAY.replace(month=3, day=12 + k), "ana") for i in range(30) for k in range(2)]
    log, _ = read(tmp_path, csv_text(PLAIN, timed("%d/%m/%Y"), data=data))
    assert "day-or-month" not in notes_of(log)


def test_events_of_a_case_that_all_bear_one_date_still_have_a_time(tmp_path):
    data = [(f"K{i}", "AB"[k], MONDAY.replace(day=1 + i), "ana") for i in range(28) for k in range(2)]
    _, found = read(tmp_path, csv_text(PLAIN, timed("%Y-%m-%d"), data=data))
    assert found[:2] == (56, 28)


def test_a_log_that_lists_the_newest_first_is_read_from_below(tmp_path):
    data = list(rows())[::-1]
    same = [(case, activity, time.replace(hour=0, minute=0), officer) for case, activity, time, officer in data]
    with reading(write(tmp_path, "log.csv", csv_text(PLAIN, timed("%Y-%m-%d"), data=same))) as (_, ask):
        steps = ask("SELECT string_agg(activity, '>' ORDER BY step_no) FROM steps WHERE case_id = 'K-001'")
    assert steps == ("A>B>C>D",)


def test_start_and_complete_columns_give_waiting_without_the_work_itself(tmp_path):
    text = (
        "Case,Activity,Start Timestamp,Complete Timestamp,Resource\nK1,A,2024-01-29 08:00,2024-01-29 "
        "09:00,ana\nK1,B,2024-01-29 11:00,2024-01-29 12:00,ben\nK2,A,2024-01-30 08:00,2024-01-30 "
        "09:00,ana\nK2,B,2024-01-30 11:00,2024-01-30 12:00,ben\n"
    )
    with reading(write(tmp_path, "log.csv", text)) as (_, ask):
        assert ask("SELECT MIN(wait_hours), MAX(wait_hours) FROM waits WHERE previous = 'A'") == (2.0, 2.0)


def test_only_the_events_that_end_a_step_count_as_steps(tmp_path):
    lines = ["case_id,activity,lifecycle,timestamp,resource"]
    for c in range(5):
        for k, activity in enumerate("AB"):
            lines.append(f"K{c},{activity},start,2024-01-{10 + c} {8 + 2 * k}:00,ana")
            lines.append(f"K{c},{activity},complete,2024-01-{10 + c} {9 + 2 * k}:00,ana")
    with reading(write(tmp_path, "log.csv", "\n".join(lines))) as (log, ask):
        assert ask("SELECT COUNT(*) FROM events") == (20,)
        assert ask("SELECT COUNT(*) FROM steps") == (10,)
    assert notes_of(log)["not-ends"] == 10


def test_deadlines_due_dates_services_channels_and_outcomes_are_found_in_dutch_and_indonesian(tmp_path):
    def text(header, granted, refused):
        lines = [";".join(header)]
        for c in range(80):
            outcome = refused if c % 4 == 0 else granted
            for k in range(3):
                service, channel = "ab"[c % 2], ("loket", "web")[c % 2]
                time = f"{1 + k + c % 20:02}-03-2024 10:00"
                lines.append(f"Z{c};stap {k};{time};ana;{service};{channel};30-04-2024;{outcome}")
        return "\n".join(lines)

    dutch = (
        "zaaknummer",
        "handeling",
        "tijdstip",
        "behandelaar",
        "zaaktype",
        "kanaal",
        "uiterlijke datum",
        "resultaat",
    )
    indonesian = ("no_berkas", "kegiatan", "waktu", "petugas", "jenis_layanan", "saluran", "batas_waktu", "hasil")
    for header, words in ((dutch, ("verleend", "geweigerd")), (indonesian, ("disetujui", "ditolak"))):
        with reading(write(tmp_path, "log.csv", text(header, *words))) as (log, ask):
            found = columns_of(log)
            assert [found[r] for r in ("service", "channel", "deadline", "outcome")] == list(header[4:])
            assert ask("SELECT COUNT(*) FILTER (WHERE outcome = 'refused'), COUNT(deadline) FROM cases") == (20, 80)


def test_a_deadline_written_as_a_date_lasts_until_the_end_of_that_day(tmp_path):
    lines = ["case_id,activity,timestamp,deadline"]
    for c in range(30):
        lines += [f"K{c},A,2024-03-01 09:00,2024-03-05", f"K{c},B,2024-03-05 16:00,2024-03-05"]
    with reading(write(tmp_path, "log.csv", "\n".join(lines))) as (_, ask):
        assert ask("SELECT COUNT(*) FROM cases WHERE closed_at <= deadline") == (30,)


def test_words_for_nothing_are_not_officers(tmp_path):
    data = [(c, a, t, "EMPTY" if c == "K-003" else o) for c, a, t, o in rows()]
    _, found = read(tmp_path, csv_text(PLAIN, data=data))
    assert found[2] == 3


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_xes_gives_the_same_events_as_csv(tmp_path, name):
    log, found = read(tmp_path, xes_text(rows()), name)
    assert found == (160, 40, 3, "2024-01-29 01:00:00")
    assert log.raw.kind == "XES"
    assert columns_of(log)["case"] == "case:concept:name"


def test_xes_attributes_after_the_events_and_nested_ones_are_handled(tmp_path):
    text = (
        '<log><global scope="event"><string key="x" value="UNKNOWN"/></global>'
        '<trace><event><string key="concept:name" value="A"/><date key="time:timestamp" value="2024-01-29T08:00:00Z"/>'
        '<list key="docs"><string key="doc" value="one"/></list></event>'
        '<event><string key="concept:name" value="B"><string key="note" value="nested"/></string>'
        '<date key="time:timestamp" value="2024-01-29T09:00:00Z"/></event>'
        '<string key="concept:name" value="K1"/></trace><trace><string key="concept:name" value="K2"/></trace></log>'
    )
    log, found = read(tmp_path, text, "log.xes")
    assert found[:2] == (2, 1)
    assert notes_of(log) == {"nested-attributes": 2, "empty-traces": 1}


def test_a_latin_1_file_is_read_and_said_so(tmp_path):
    text = csv_text(("zaaknummer", "activiteit", "datum", "medewerker")).replace("other", "bouwaanvraag gecreëerd")
    with reading(write(tmp_path, "log.csv", text.encode("latin-1"))) as (log, ask):
        assert ask("SELECT COUNT(*) FROM events WHERE activity = 'bouwaanvraag gecreëerd'")[0] == text.count(
            "gecreëerd"
        )
    assert notes_of(log)["not-utf-8"] == text.count("ë")


def test_utf_16_from_excel_is_read(tmp_path):
    _, found = read(tmp_path, csv_text(PLAIN, separator="\t").encode("utf-16"))
    assert found == EXPECTED


def test_a_zip_with_one_log_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "log.zip", "w") as archive:
        archive.writestr("export/log.csv", csv_text(PLAIN))
        archive.writestr("__MACOSX/._log.csv", "junk")
    with reading(tmp_path / "log.zip") as (log, ask):
        assert ask("SELECT COUNT(*) FROM events") == (160,)
    assert log.packing == "zip: export/log.csv"
