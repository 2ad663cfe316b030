"""Files that are not what they should be: a clear "no" with a way out, or every left-out row counted and shown."""

import gzip
import io
import os
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.lake.unpack import CannotRead, Limits
from tests.lake.logs import columns_of, csv_text, notes_of, read, reading, rows, write, xes_text

PLAIN = ("case_id", "activity", "timestamp", "resource")
GOOD = csv_text(PLAIN)


def refused(folder, content, name="log.csv", **options):
    """Return the refusal of a file; its reason and remedy must be said in both languages."""
    with pytest.raises(CannotRead) as caught:
        read(folder, content, name, **options)
    (refusal,) = caught.value.refusals
    for text in (refusal.reason, refusal.remedy):
        assert text.id.strip()
        assert text.en.strip()
        assert text.id != text.en
        assert "{" not in text.id + text.en
    return refusal


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("log.csv", b"", "empty"),
        ("log.csv", b"  \n\n", "empty"),
        ("log.csv.gz", b"", "empty"),
        ("log.csv", b"\xef\xbb\xbf", "empty"),
        ("log.csv", b"case_id,activity,timestamp\n", "no-rows"),
        ("log.csv", b"just one column\nof words\nwithout any separator\n", "no-table"),
        ("log.csv", b"%PDF-1.7 ...", "wrong-kind"),
        ("log.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "wrong-kind"),
        ("log.csv", b"PAR1....", "wrong-kind"),
        ("log.csv", b"case,activity,time\nA\0,B,C\n", "not-text"),
        pytest.param("log.csv", os.urandom(64) + b"\0" * 10, "not-text", id="random bytes"),
        ("log.csv", b"<!DOCTYPE html><html><body>Please sign in</body></html>", "wrong-kind"),
        ("log.csv", b'{"ocel:events": []}', "wrong-kind"),
        ("log.csv", b"case,activity,time\n1,2\n1,2,3,4\n", "no-usable-rows"),
        ("log.xes", b"<feed><entry/></feed>", "not-xes"),
        ("log.xes", b"<log></log>", "no-events"),
        ("log.xes", b"<log><event><string key='concept:name' value='A'/></event></log>", "no-events"),
        ("log.xes", b"<log><trace><event></trace></log>", "broken-xml"),
        ("log.xes", xes_text(rows()).encode()[:-500], "broken-xml"),
        ("log.xes", b"<log>" + b"<list>" * 5000, "too-deep"),
        ("log.csv.gz.cut", gzip.compress(GOOD.encode())[:-40], "damaged-archive"),
        ("log.csv", gzip.compress(GOOD.encode())[:10] + b"junk" * 30, "damaged-archive"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason_and_a_remedy(tmp_path, name, content, code):
    assert refused(tmp_path, content, name).code == code


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(CannotRead) as caught, reading(path):
            pass
        assert caught.value.refusals[0].code == "no-file"


@pytest.mark.parametrize(
    ("header", "role"),
    [
        (("x1", "timestamp", "activity"), "case"),
        (("case_id", "activity", "n"), "time"),
        (("case_id", "timestamp", "n"), "activity"),
    ],
)
def test_a_missing_column_is_named_with_the_columns_that_there_are(tmp_path, header, role):
    def cell(name, c, k):
        return {"case_id": f"K{c}", "timestamp": f"2024-01-{1 + k:02} {c % 24:02}:00", "activity": "AB"[k % 2]}.get(
            name, f"{c}.{k}5{c}{k}"
        )

    lines = [",".join(header)] + [",".join(cell(name, c, k) for name in header) for c in range(30) for k in range(3)]
    refusal = refused(tmp_path, "\n".join(lines))
    assert refusal.code == f"no-{role}-column"
    assert all(name in refusal.reason.en for name in header)
    assert f"--{role}-column" in refusal.remedy.en


def test_a_wrong_name_in_an_option_is_answered_with_the_right_ones(tmp_path):
    refusal = refused(tmp_path, GOOD, columns={"case": "zaak"})
    assert refusal.code == "no-such-column"
    assert "case_id, activity, timestamp, resource" in refusal.reason.en
    assert refused(tmp_path, GOOD, columns={"time": "activity"}).code == "not-times"
    assert refused(tmp_path, GOOD, timezone="Mars/Olympus").code == "unknown-timezone"
    for name in ("klingon", "zip", "base64", "undefined"):
        assert refused(tmp_path, GOOD, encoding=name).code == "unknown-encoding"


def test_ten_million_columns_are_refused_before_anything_is_built(tmp_path):
    assert refused(tmp_path, b"," * 10_000_000 + b"\n").code == "too-many-columns"
    many = "<log><trace><event>" + "".join(f'<string key="k{i}" value="v"/>' for i in range(3000))
    assert refused(tmp_path, many + "</event></trace></log>", "log.xes").code == "too-many-columns"


def test_a_gzip_bomb_is_stopped_and_the_option_that_would_let_it_pass_is_named(tmp_path):
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb") as packed:
        for _ in range(300):
            packed.write(b"case_id,activity\n" * 61_681)
    refusal = refused(tmp_path, bomb.getvalue(), "bomb.csv.cut")
    assert refusal.code == "too-dense"
    assert "200" in refusal.reason.en
    assert "--max-ratio" in refusal.remedy.en


def test_the_unpacked_size_is_limited_too(tmp_path):
    text = csv_text(PLAIN, data=list(rows(cases=8000)))
    refusal = refused(tmp_path, text, "log.csv.gz", limits=Limits(unpacked_bytes=1 << 19))
    assert refusal.code == "too-big"
    assert "--max-gigabytes" in refusal.remedy.en
    assert read(tmp_path, text, "log.csv.gz")[1][0] == 32_000


def test_a_zip_bomb_and_a_zip_with_something_else_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.csv", b"case_id,activity\n" * 10_000_000)
    with pytest.raises(CannotRead) as caught, reading(tmp_path / "bomb.zip"):
        pass
    assert caught.value.refusals[0].code == "too-dense"
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(CannotRead) as caught, reading(tmp_path / "book.xlsx"):
        pass
    assert caught.value.refusals[0].code == "which-member"
    assert "Excel" in caught.value.refusals[0].remedy.en


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE log SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_doctype_is_refused_whatever_it_says(tmp_path, doctype):
    text = f'<?xml version="1.0"?>{doctype}<log><trace><string key="concept:name" value="&b;"/></trace></log>'
    assert refused(tmp_path, text, "log.xes").code == "doctype"


ENDLESS = {
    "an attribute": b"<string key='remark' value='",
    "a text": b"",
    "a comment": b"<!-- ",
    "the name of a tag": b"<",
}


@pytest.mark.parametrize("what", ENDLESS)
def test_what_never_ends_in_xes_is_refused_before_it_is_held(tmp_path, what):
    content = b"<log><trace><event>" + ENDLESS[what] + b"x" * 12_000_000
    assert refused(tmp_path, content, "log.xes").code == "too-long"


def test_a_long_attribute_in_xes_is_an_attribute(tmp_path):
    long = xes_text(rows()).replace("<event>", f"<event><string key='remark' value='{'x' * 3_000_000}'/>", 1)
    assert read(tmp_path, long, "log.xes")[1][0] == 160


def test_rows_of_another_length_are_counted_and_shown(tmp_path):
    lines = GOOD.splitlines()
    lines.insert(10, "K-999,too short")
    lines.insert(20, "K-999,A,2024-01-01 08:00,ana,too,long")
    log, found = read(tmp_path, "\n".join(lines) + "\n")
    assert found[0] == 160
    (note,) = [note for note in log.notes if note.code == "broken-rows"]
    assert note.count == 2
    assert note.examples == ("11: K-999,too short [2]", "21: K-999,A,2024-01-01 08:00,ana,too,long [6]")


def test_rows_without_a_case_an_activity_or_a_readable_time_are_counted_and_shown(tmp_path):
    extra = (
        "K-001,A,2024-13-45 99:99,ana\nK-001,A,yesterday,ana\nK-001,A,,ana\n,A,2024-01-30 "
        "08:00,ana\nK-001,,2024-01-30 08:00,ana\n"
    )
    log, found = read(tmp_path, GOOD + extra)
    assert found[0] == 160
    counts = notes_of(log)
    assert {code: counts[code] for code in ("bad-time", "no-time", "no-case", "no-activity")} == {
        "bad-time": 2,
        "no-time": 1,
        "no-case": 1,
        "no-activity": 1,
    }
    assert next(note for note in log.notes if note.code == "bad-time").examples == (
        "#161: 2024-13-45 99:99",
        "#162: yesterday",
    )


def test_a_log_in_which_no_row_is_usable_is_refused_with_the_counts(tmp_path):
    lines = ["case_id,activity,timestamp"] + [f"K{c},A,2024-01-0{1 + k}" for c in range(20) for k in range(3)]
    refusal = refused(tmp_path, "\n".join(lines).replace(",A,", ",,"), columns={"activity": "activity"})
    assert refusal.code == "nothing-usable"
    assert "60 rows without an activity" in refusal.reason.en


def lost_quote(log):
    """The note on quotation marks: (how many, in English)."""
    return next(((note.count, note.what.en) for note in log.notes if note.code == "lost-quote"), None)


@pytest.mark.parametrize("line", [1, 10, 60, 100, 150, 159])
@pytest.mark.parametrize(
    ("row", "lost"), [('K-999,"A,2024-02-01 08:00,ana', 1), ('K-999,A,2024-02-01 08:00,"ana', 0)], ids=["2nd", "last"]
)
def test_a_mark_that_is_never_closed_is_told_with_its_line_wherever_it_stands(tmp_path, line, row, lost):
    lines = GOOD.splitlines()
    lines.insert(line, row)
    log, found = read(tmp_path, "\n".join(lines) + "\n")
    assert found[0] == 161 - lost
    assert lost_quote(log) == (
        1, f"quotation marks opened and never closed (line number: {line + 1}), {lost} rows lost by them; the rows "
        "after them were read all the same",
    )  # fmt: skip
    assert notes_of(log).get("broken-rows", 0) == lost


def test_two_marks_near_one_another_do_not_make_one_row_of_several(tmp_path):
    for apart in (1, 2, 5, 40):
        lines = GOOD.splitlines()
        lines[50], lines[50 + apart] = 'K-050,"A,2024-02-01 08:00,ana', 'K-051,A",2024-02-01 08:00,ana'
        log, found = read(tmp_path, "\n".join(lines) + "\n")
        assert (found[0], lost_quote(log)[0]) == (159, 1), apart


def test_a_mark_that_is_missing_among_others_costs_no_other_row(tmp_path):
    quoted = [",".join(f'"{cell}"' for cell in line.split(",")) for line in GOOD.splitlines()]
    quoted[70] = quoted[70][:-1]
    log, found = read(tmp_path, "\n".join(quoted) + "\n")
    assert (found[0], lost_quote(log)[0]) == (160, 1)


def test_a_mark_in_the_header_hides_no_column(tmp_path):
    for header in ('"case_id,activity,timestamp,resource', 'case_id,activity,timestamp,"resource'):
        log, found = read(tmp_path, GOOD.replace("case_id,activity,timestamp,resource", header))
        assert (found[0], columns_of(log)["case"], columns_of(log)["resource"]) == (160, "case_id", "resource")


@settings(max_examples=25)
@given(places=st.lists(st.tuples(st.integers(1, 160), st.integers(0, 40)), min_size=1, max_size=4))
def test_wherever_marks_stray_every_row_is_used_or_counted(tmp_path_factory, places):
    lines = GOOD.splitlines()
    for line, place in places:
        lines[line] = lines[line][:place] + '"' + lines[line][place:]
    log, found = read(tmp_path_factory.mktemp("stray"), "\n".join(lines) + "\n")
    left_out = ("broken-rows", "bad-time", "no-time", "no-case", "no-activity")
    assert found[0] + sum(notes_of(log).get(code, 0) for code in left_out) == 160
    assert found[0] >= 160 - len(places)


def test_cells_over_several_lines_stay_whole_beside_a_stray_mark(tmp_path):
    lines = GOOD.splitlines()
    lines[20] = 'K-020,"A\nover two lines, so to speak",2024-02-01 08:00,ana'
    lines[90] = 'K-090,"A,2024-02-01 08:00,ana'
    with reading(write(tmp_path, "log.csv", "\n".join(lines) + "\n")) as (log, ask):
        assert ask("SELECT COUNT(*) FROM events") == (159,)
        assert ask("SELECT COUNT(*) FROM events WHERE activity = 'A\nover two lines, so to speak'") == (1,)
        assert lost_quote(log)[0] == 1


LONG = "x" * 200_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LONG, "no-table"),
        (f"{LONG},activity,timestamp\n1,2\n", "no-usable-rows"),
        (f'"{LONG}",activity,timestamp\n', "no-table"),
        (",".join(f"{n:01000}" for n in range(200)) + "\n" + "1," * 199 + "1\n", "no-case-column"),
    ],
    ids=["one cell", "a cell of the header", "a quoted cell of the header", "many cells"],
)
def test_a_line_of_hundreds_of_thousands_of_letters_is_refused_with_a_reason(tmp_path, content, code):
    assert refused(tmp_path, content).code == code


def test_a_cell_of_hundreds_of_thousands_of_letters_is_a_cell_beside_a_stray_mark_too(tmp_path):
    lines = GOOD.splitlines()
    lines[50] = f"K-999,{LONG},2024-02-01 08:00,ana"
    lines.insert(90, 'K-090,"A,2024-02-01 08:00,ana')
    log, found = read(tmp_path, "\n".join(lines) + "\n")
    assert (found[0], lost_quote(log)[0]) == (160, 1)


def test_a_line_that_was_cut_is_never_taken_for_whole(tmp_path):
    lines = GOOD.splitlines()
    lines.insert(10, 'K-999,"A,2024-02-01 08:00,ana')
    lines.insert(50, "K-999,A,2024-02-01 08:00," + "é" * 3_000_000)
    log, found = read(tmp_path, "\n".join(lines) + "\n")
    assert (found[0], notes_of(log)["broken-rows"]) == (160, 2)


def test_a_quotation_mark_that_is_never_closed_spoils_one_row_and_not_the_rest(tmp_path):
    lines = csv_text(PLAIN, data=list(rows(cases=2000))).splitlines()
    lines[3000] = 'K-750,"never closed,2024-02-01 08:00,ana'
    log, found = read(tmp_path, "\n".join(lines) + "\n")
    assert found[0] == 7999
    assert notes_of(log)["broken-rows"] == 1
    assert "lost-quote" in notes_of(log)


def test_two_stray_quotation_marks_do_not_swallow_the_rows_between_them(tmp_path):
    lines = csv_text(PLAIN, data=list(rows(cases=2000))).splitlines()
    lines[1000] = 'K-250,"A,2024-02-01 08:00,ana'
    lines[6000] = 'K-1500,A",2024-02-01 08:00,ana'
    log, found = read(tmp_path, "\n".join(lines) + "\n")
    assert found[0] >= 7998
    assert notes_of(log)["broken-rows"] + found[0] == 8000


def test_a_row_of_megabytes_is_counted_as_broken_and_not_held(tmp_path):
    lines = GOOD.splitlines()
    lines.insert(50, "K-999," + "x" * 30_000_000)
    log, found = read(tmp_path, "\n".join(lines) + "\n")
    assert found[0] == 160
    assert notes_of(log)["broken-rows"] == 1


def test_cells_over_several_lines_are_one_cell(tmp_path):
    text = GOOD.replace("K-007,B", 'K-007,"B\nover two lines"', 1)
    with reading(write(tmp_path, "log.csv", text)) as (_, ask):
        assert ask("SELECT COUNT(*) FROM events") == (160,)
        assert ask("SELECT COUNT(*) FROM events WHERE activity LIKE 'B\nover%'") == (1,)


def test_broken_utf_8_is_counted(tmp_path):
    raw = GOOD.encode().replace(b"K-009,A", b"K-009,A\xff\xfe", 1).replace(b"K-010,B", "K-010,Bé".encode(), 1)
    with reading(write(tmp_path, "log.csv", raw)) as (log, ask):
        assert notes_of(log)["not-utf-8"] == 2
        assert ask("SELECT COUNT(*) FROM events WHERE activity IN ('Aÿþ', 'Bé')") == (2,)


def test_broken_utf_8_in_xes_is_counted_too(tmp_path):
    raw = xes_text(rows()).encode().replace(b'value="other"', b'value="oth\xe9r"')
    with reading(write(tmp_path, "log.xes", raw)) as (log, ask):
        assert notes_of(log)["not-utf-8"] == ask("SELECT COUNT(*) FROM events WHERE activity = 'othér'")[0] > 0


def test_names_that_look_like_sql_are_only_names(tmp_path):
    header = ("case_id", "activity", "timestamp", 'x"; DROP TABLE raw; --')
    data = [(c, "'); DROP TABLE events; --", t, "' OR 1=1") for c, _, t, _ in rows()]
    log, found = read(tmp_path, csv_text(header, data=data), columns={"resource": 'x"; drop table raw; --'})
    assert found[:3] == (160, 40, 1)


def test_a_large_file_is_read_within_bounded_memory(tmp_path):
    """36 MB of CSV under a limit that the rows held as Python objects would break many times over."""
    file = tmp_path / "large.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("case_id,activity,timestamp,resource,remark\n")
        for c in range(60_000):
            for k in range(5):
                out.write(
                    f"K-{c},step {k},2024-01-{1 + c % 28:02} {8 + k:02}:{c % 60:02}:00,officer {c % 50},{'r' * 80}\n"
                )
    # VmHWM is the peak of this program alone; getrusage would also count the tests' own memory before the exec.
    script = (
        "import re, sys\nfrom pathlib import Path\nfrom layani.lake.raw import workspace, first_row\n"
        "from layani.lake.reading import read_log\nwith workspace('256MB') as c:\n"
        "    log = read_log(Path(sys.argv[1]), c)\n"
        "    print(log.raw.rows, first_row(c, 'SELECT COUNT(*) FROM steps')[0],\n"
        "          re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text())[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)  # noqa: S603
    read_rows, steps, kilobytes = map(int, done.stdout.split())
    assert (read_rows, steps) == (300_000, 300_000)
    assert kilobytes < 500_000, f"{kilobytes} kB"
