"""layani import-form: forms of other systems as a beginning that is right at once."""

import json
import time

import pytest

from layani.cli import main
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.beginning.forms.found import name_of
from layani.rules.catalogue.examples import run_examples

TWO = """<?xml version="1.0" encoding="UTF-8"?>
<xdf:xdatenfelder.stammdatenschema.0102 xmlns:xdf="urn:xoev-de:fim:standard:xdatenfelder_2">
<xdf:stammdatenschema><xdf:name>Hundesteuer</xdf:name><xdf:bezeichnungEingabe>Hund anmelden</xdf:bezeichnungEingabe>
 <xdf:regel><xdf:name>Meldefrist</xdf:name><xdf:definition>Binnen zwei Wochen.</xdf:definition></xdf:regel>
 <xdf:struktur><xdf:anzahl>1:*</xdf:anzahl><xdf:enthaelt><xdf:datenfeldgruppe>
  <xdf:bezeichnungEingabe>Angaben zum Hund</xdf:bezeichnungEingabe>
  FIELDS
 </xdf:datenfeldgruppe></xdf:enthaelt></xdf:struktur>
</xdf:stammdatenschema></xdf:xdatenfelder.stammdatenschema.0102>"""


def field(label, kind, way="input", amount="1:1", more=""):
    return (
        f"<xdf:struktur><xdf:anzahl>{amount}</xdf:anzahl><xdf:enthaelt><xdf:datenfeld>"
        f"<xdf:identifikation><xdf:id>F{label}</xdf:id></xdf:identifikation>"
        f"<xdf:bezeichnungEingabe>{label}</xdf:bezeichnungEingabe>"
        f"<xdf:feldart><code>{way}</code></xdf:feldart><xdf:datentyp><code>{kind}</code></xdf:datentyp>{more}"
        "</xdf:datenfeld></xdf:enthaelt></xdf:struktur>"
    )


FIELDS = "".join(
    (
        field("Rufname", "text", more='<xdf:praezisierung>{"maxLength": "40"}</xdf:praezisierung>'),
        field("Größe in cm", "num_int", more='<xdf:praezisierung minValue="5" maxValue="120"/>'),
        field("Wurfdatum", "date", amount="0:1"),
        field("Kampfhund?", "bool"),
        field("Kaufpreis", "num_currency"),
        field("Impfpass", "file"),
        field("Uhrzeit", "time"),
        field("Hinweis", "text", way="label"),
        field("Rasse", "text", way="select", more="<xdf:codelisteReferenz><xdf:canonicalVersionUri>urn:rassen"
              "</xdf:canonicalVersionUri></xdf:codelisteReferenz>"),
        field("Geschlecht", "text", way="select", more="<xdf:werte><xdf:wert><xdf:code>1</xdf:code><xdf:name>Rüde"
              "</xdf:name></xdf:wert><xdf:wert><xdf:code>2</xdf:code><xdf:name>Hündin</xdf:name></xdf:wert></xdf:werte>"),
    )
)  # fmt: skip

FORM = {
    "title": "Izin usaha",
    "components": [
        {"type": "panel", "title": "Usaha", "components": [
            {"type": "textfield", "key": "nama", "label": "Nama usaha",
             "validate": {"required": True, "maxLength": 60}},
            {"type": "radio", "key": "jenis", "label": "Jenis usaha", "validate": {"required": True},
             "values": [{"value": "warung", "label": "Warung"}, {"value": "2", "label": "Bengkel"}]},
            {"type": "checkbox", "key": "sewa", "label": "Tempatnya disewa?"},
        ]},
        {"type": "columns", "columns": [{"components": [
            {"type": "panel", "title": "Modal", "components": [
                {"type": "currency", "key": "modal", "label": "Modal", "validate": {"min": 1000}},
                {"type": "file", "key": "kontrak", "label": "Kontrak sewa", "validate": {"required": True},
                 "conditional": {"show": True, "when": "sewa", "eq": "true"}},
                {"type": "textarea", "key": "alat", "label": "Alat", "validate": {"required": True},
                 "conditional": {"show": "true", "when": "jenis", "eq": "2"}},
                {"type": "number", "key": "n", "label": "Pekerja",
                 "conditional": {"show": True, "when": "modal", "eq": "3"}},
            ]}]}]},
        {"type": "selectboxes", "key": "hari", "label": "Hari buka", "values": [{"value": "sn", "label": "Senin"}]},
        {"type": "signature", "key": "ttd", "label": "Tanda tangan"},
        {"type": "textfield", "key": "k", "label": "Kode", "validate": {"custom": "valid = true"},
         "calculateValue": "1"},
        {"type": "datagrid", "label": "Cabang", "components": [{"type": "email", "key": "m", "label": "Surel cabang"}]},
        {"type": "button", "label": "Kirim"},
    ],
}  # fmt: skip


@pytest.fixture
def begun(copy, tmp_path, capsys):
    """Return a function that imports a form into a copy of the example office; gives the code and all that was said."""

    def run(content, *options):
        (tmp_path / "form").write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["import-form", str(tmp_path / "form"), "--as", "imported", "--in", str(copy), *options])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def imported(copy):
    catalogue = load_catalogue(copy)
    service = catalogue.services["imported"]
    ran = run_examples(copy / "imported", service, catalogue.office)
    assert [str(one) for one in (*catalogue.warnings, *ran.problems) if one.level == "error"] == []
    return service


def test_xdatenfelder_becomes_a_form_and_what_is_left_is_listed(begun, copy):
    code, told = begun(TWO.replace("FIELDS", FIELDS))
    service = imported(copy)
    assert code == 0 and service.name.id == "Hund anmelden"
    kinds = {one.name: (one.kind, one.required) for one in service.pages[1].fields}
    assert kinds == {
        "rufname": ("text", True), "groesse_in_cm": ("number", True), "wurfdatum": ("date", False),
        "kampfhund": ("yes no", True), "kaufpreis": ("money", True), "impfpass": ("file", True),
        "uhrzeit": ("text", True), "rasse": ("text", True), "geschlecht": ("choice", True),
    }  # fmt: skip
    assert service.fields["rufname"].limits["longest"] == 40
    assert service.fields["groesse_in_cm"].limits == {"least": 5, "most": 120}
    assert [label.id for _, label in service.fields["geschlecht"].options] == ["Rüde", "Hündin"]
    for left in (
        "a rule of 'Hund anmelden', to be written under rules: Binnen zwei Wochen.",
        "'Angaben zum Hund' can be given several times (1:*)", "'Uhrzeit' (input, time) is asked as a text",
        "the text 'Hinweis', which asks nothing", "'Rasse' chooses from a list of its own (urn:rassen)",
    ):  # fmt: skip
        assert left in told
        assert f"# TODO: {left}" in (copy / "imported" / "service.yaml").read_text(encoding="utf-8")


def test_version_three_is_read_as_version_two(begun, copy):
    three = TWO.replace("FIELDS", FIELDS).replace("xdatenfelder_2", "xdatenfelder_3.0.0").replace("xdf:", "xdf3:")
    assert begun(three)[0] == 0
    assert len(imported(copy).pages[1].fields) == 9


def test_form_io_becomes_a_form_with_its_conditions(begun, copy):
    code, told = begun(json.dumps(FORM), "--promise", "5 working days")
    service = imported(copy)
    assert code == 0 and service.promise.total.amount == 5
    assert [page.title.id for page in service.pages] == ["Data Anda", "Usaha", "Modal", "Cabang"]
    whens = {name: one.when.text for name, one in service.fields.items() if one.when}
    assert whens == {"kontrak_sewa": "tempatnya_disewa", "alat": 'jenis_usaha == "bengkel"'}
    assert service.fields["hari_buka"].kind == "several" and not service.fields["modal"].required
    for left in (
        "'Pekerja' is asked only if 'modal' is '3'", "'Tanda tangan' (signature), for which there is no kind",
        "'Kode' has a check of its own", "'Kode' computes something (calculateValue)",
    ):  # fmt: skip
        assert left in told
    assert "Kirim" not in told
    assert [(one.kind, [c.kind for c in one.columns]) for one in service.pages[-1].fields] == [("list", ["email"])]


def test_a_grid_becomes_a_list_with_its_bounds_and_a_grid_in_it_is_told(begun, copy):
    inner = {"type": "editgrid", "label": "Anak", "components": [{"type": "number", "key": "u", "label": "Umur"}]}
    row = [
        {"type": "textfield", "key": "n", "label": "Nama", "validate": {"required": True}},
        {"type": "radio", "key": "j", "label": "Jenis", "values": [{"value": "a", "label": "A"}]},
        {"type": "email", "key": "e", "label": "Surel", "conditional": {"when": "j", "eq": "a", "show": "true"}},
        inner,
    ]
    grid = {"type": "datagrid", "label": "Pegawai", "components": row, "validate": {"minLength": 2, "maxLength": "900"}}
    after = {"type": "number", "key": "z", "label": "Jumlah"}
    code, told = begun(json.dumps({"title": "Izin", "components": [grid, after]}))
    service = imported(copy)
    one = service.fields["pegawai"]
    assert code == 0 and one.limits == {"least": 2, "most": 50}
    assert [(c.name, c.kind, c.required) for c in one.columns] == [
        ("nama", "text", True), ("jenis", "choice", False), ("surel", "email", False), ("umur", "number", False),
    ]  # fmt: skip
    assert len(service.pages[1].fields) == 1 and service.fields["jumlah"].kind == "number"
    assert "'Anak' can be given several times" in told and "only in some rows of 'Pegawai'" in told


def test_a_group_that_is_repeated_becomes_a_list(begun, copy):
    group = TWO.replace("1:*", "0:3").replace("FIELDS", field("Rufname", "text") + field("Alter", "num_int"))
    assert begun(group)[0] == 0
    (one,) = imported(copy).pages[1].fields
    assert (one.kind, one.required, one.limits) == ("list", False, {"most": 3})
    assert [c.name for c in one.columns] == ["rufname", "alter"]


def test_grids_in_grids_are_looked_through_in_no_time(begun):
    deep = {"type": "file", "label": "x"}
    for _ in range(50):
        deep = {"type": "datagrid", "label": "g", "components": [deep]}
    started = time.perf_counter()
    begun(json.dumps({"title": "t", "components": [deep]}))
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "it declares a DOCTYPE or an entity"),
        ('<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "it declares a DOCTYPE or an entity"),
        ("<x><y></x>", "it is not XML (mismatched tag)"),
        ("<x/>", "it is XML, but no XDatenfelder schema"),
        ("<x>" * 200, "nested too deep"),
        (TWO.replace("FIELDS", ""), "it asks nothing"),
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON, or nested too deep"),
        ('{"components": 1}', "it is JSON, but no Form.io form"),
        ('{"components": []}', "it asks nothing"),
        (b"\xff\xfe\x00", "it is not XML"),
        (b"", "it is not JSON"),
        (b" " * 5_000_001, "it has more than 5,000,000 bytes"),
        (json.dumps({"components": [{"type": "textfield", "label": "x"}] * 1001}), "asks more than 1000 questions"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_told_and_nothing_is_written(begun, copy, content, message):
    code, told = begun(content)
    assert code == 2 and message in told and "Traceback" not in told
    assert not (copy / "imported").exists()


def test_a_component_in_itself_a_hundred_times_is_refused(begun):
    deep = {"type": "textfield", "label": "x"}
    for _ in range(90):
        deep = {"type": "well", "components": [deep]}
    assert "nested too deep" in begun(json.dumps({"components": [deep]}))[1]


def test_hostile_labels_stay_words(begun, copy):
    labels = ['a: {b}\n# "c"', "{{ nik }}", "today", "name", "\u202e\x07!", "", "x" * 5000, "- [a](b)", "Über-Ich?"]
    form = {"title": "</title>: {{ x }}", "components": [{"type": "textfield", "label": one} for one in labels]}
    code, told = begun(json.dumps(form), "--gives-id", "Surat", "--gives-en", "Letter")
    assert code == 0, told
    assert len(imported(copy).pages[1].fields) == len(labels)


def test_three_hundred_questions_are_taken_over(begun, copy):
    form = {"components": [{"type": "textfield", "label": f"Soal {number}"} for number in range(300)]}
    assert begun(json.dumps(form))[0] == 0
    assert len(imported(copy).fields) == 303


def test_no_such_file_is_told(copy, capsys):
    assert main(["import-form", "nowhere.xml", "--as", "x", "--in", str(copy)]) == 2
    assert "nowhere.xml: it cannot be read (No such file or directory)." in capsys.readouterr().err


def test_names_are_free_and_no_word_of_the_expressions():
    assert name_of("in", ()) == "your_in"
    assert name_of("2. Anschrift", ()) == "a_2_anschrift"
    assert name_of("x" * 100, ()) == "x" * 36
