"""A version comes into force by two people, from its day on, and by nothing else."""

import shutil
import sys
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from layani.cli import main
from layani.commands import compare, prepare
from layani.office import house
from layani.office.actions import filing, publishing
from layani.office.actions.comparing import altered
from layani.office.actions.publishing import Wanted, comment, decline, drafts, hide, propose, publish
from layani.office.actions.replaying_rules import Replay
from layani.office.actor import Actor
from layani.office.house import key_store
from layani.office.jobs import write_versions
from layani.office.tables.models import Attempt, Comment, Outbox, Proposal, Ruling
from layani.rules.record.leaf import PublicationLeaf, parse_leaf
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.conftest import CARLA
from tests.office.publishing.conftest import WHY, edit, forget, staff

pytestmark = pytest.mark.django_db
SEATS = ("must: guests <= office.hall_seats", "must: guests <= office.hall_seats + 1")
LETTER = "residence-letter"
TURNED = ("must: address.ward in office.wards", "must: '!(address.ward in office.wards)'")
DAYS = timedelta(days=1)


def refusal(what):
    with pytest.raises(Refused) as refused:
        what()
    return refused.value.refusals[0].code


def proposed(sari, now, folder, *pieces, days=0, waived="Perbaikan tulisan saja", **more):
    edit(folder, *(pieces or (SEATS,)), **more)
    return propose(more.get("service", "hall-use"), Wanted(WHY, days, waived), actor=sari, now=now)


def published(citra, made, now):
    return publish(made.pk, actor=citra, now=now)


def clock_at(monkeypatch, day):
    """Let the register believe that it is noon of a day."""
    stamp = (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400 + 18_000

    monkeypatch.setattr("layani.office.gateways.in_force.time.time", lambda: float(stamp))
    monkeypatch.setattr("layani.office.gateways.in_force.today_in", lambda zone: date.fromisoformat(day))
    house.publication_changed()


def test_a_file_that_is_edited_changes_nothing_not_even_after_a_new_start(folder):
    before = house.catalogue().services["hall-use"].digest
    edit(folder, SEATS)
    house.publication_changed()
    assert house.catalogue().services["hall-use"].digest == before
    forget()  # every process starts anew
    assert house.catalogue().services["hall-use"].digest == before
    assert drafts() == ["hall-use"]


def test_two_people_put_a_version_in_force_from_its_day_on(folder, sari, citra, now, monkeypatch):
    made = proposed(sari, now, folder)
    ruling = published(citra, made, now + DAYS)
    assert (ruling.since, ruling.by_id) == (date(2027, 2, 1), citra.user)
    clock_at(monkeypatch, "2027-01-31")
    assert str(house.catalogue().services["hall-use"].version) == "2026-11-01"
    clock_at(monkeypatch, "2027-02-01")
    now_in_force = house.catalogue().services["hall-use"]
    assert (str(now_in_force.version), now_in_force.digest) == ("2027-02-01", made.digest)
    assert house.service("hall-use", "2026-11-01").digest != made.digest  # cases of before keep theirs


def test_the_digest_goes_into_the_record_and_the_database_is_compared_with_it(folder, sari, citra, now):
    made = proposed(sari, now, folder)
    ruling = published(citra, made, now + DAYS)
    leaf = parse_leaf(ruling.outbox.leaf.encode())
    assert isinstance(leaf, PublicationLeaf)
    assert (leaf.service, str(leaf.version), leaf.digest.hex()) == ("hall-use", "2027-02-01", made.digest)
    assert [one for one in altered() if not isinstance(one, int)] == []


def test_what_was_decided_on_cannot_be_edited_in_the_database(append_only, folder, sari, citra, now):
    ruling = published(citra, proposed(sari, now, folder), now + DAYS)
    for change in (lambda: Proposal.objects.update(digest="0" * 64), lambda: Ruling.objects.update(since=date.min)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    if connection.vendor == "sqlite":  # whoever owns the database can take the trigger away, and is found
        with connection.cursor() as cursor:
            cursor.execute("drop trigger tables_proposal_no_update")
        files = {
            **ruling.proposal.files,
            "service.yaml": ruling.proposal.files["service.yaml"].replace("seats + 1", "seats + 2"),
        }
        Proposal.objects.filter(pk=ruling.proposal_id).update(files=files)
        assert "hall-use 2027-02-01" in [one.where for one in altered() if not isinstance(one, int)]


def test_who_proposed_does_not_publish_nor_do_they_under_another_account(folder, now):
    nik = CARLA.nik
    both = staff("both", "analyst", "publisher", nik=nik)
    twin = staff("twin", "publisher", nik=nik)
    made = proposed(both, now, folder)
    assert refusal(lambda: published(both, made, now)) == "same-person"
    assert refusal(lambda: published(twin, made, now)) == "same-person"
    assert [(one.act, one.code) for one in Attempt.objects.order_by("id")] == [("publish", "same-person")] * 2
    assert not hasattr(Proposal.objects.get(pk=made.pk), "ruling")


def test_nothing_is_published_while_the_public_can_comment(folder, sari, citra, now):
    made = proposed(sari, now, folder, days=14, waived="")
    comment(made.pk, "Bagus.", now=now + DAYS)
    assert refusal(lambda: published(citra, made, now + 13 * DAYS)) == "comments-open"
    assert refusal(lambda: comment(made.pk, "Terlambat.", now=now + 14 * DAYS)) == "comments-closed"
    assert published(citra, made, now + 14 * DAYS).kind == "published"


def test_a_comment_that_is_hidden_keeps_its_place_and_says_why(folder, sari, citra, now):
    made = proposed(sari, now, folder, days=14, waived="")
    said = comment(made.pk, "…", now=now)
    assert refusal(lambda: hide(said.pk, "no", actor=citra)) == "no-reason"
    hide(said.pk, "Menyebut data pribadi orang lain", actor=citra)
    assert Comment.objects.get(pk=said.pk).hidden_why.startswith("Menyebut")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(WHY, 0, ""), "no-waiver"),
        (Wanted(WHY, 1, ""), "wrong-days"),
        (Wanted(type(WHY)("Agar tamu lebih banyak", ""), 14), "no-reason"),
    ],
)
def test_a_proposal_without_its_words_is_refused(folder, sari, now, wanted, code):
    edit(folder, SEATS)
    assert refusal(lambda: propose("hall-use", wanted, actor=sari, now=now)) == code
    assert Proposal.objects.undecided().count() == 0


def test_a_version_neither_begins_in_the_past_nor_takes_anothers_name(folder, sari, now):
    edit(folder, SEATS, version="2026-11-02")
    wanted = Wanted(WHY, 0, "Perbaikan tulisan saja")
    assert refusal(lambda: propose("hall-use", wanted, actor=sari, now=now)) == "begins-too-early"
    assert refusal(lambda: propose("move-of-address", wanted, actor=sari, now=now)) == "no-draft"


def test_a_file_with_an_error_is_not_proposed(folder, sari, now):
    edit(folder, ("must: guests <= office.hall_seats", "must: guests <= office.hall_seat"))
    wanted = Wanted(WHY, 0, "Perbaikan tulisan saja")
    with pytest.raises(Refused, match="hall-use/service.yaml: line"):
        propose("hall-use", wanted, actor=sari, now=now)


def test_a_todo_that_citizens_would_read_is_not_proposed(folder, sari, now):
    edit(folder, ("en: Staff know", "en: TODO, staff know"))
    with pytest.raises(Refused, match="the text still says TODO"):
        propose("hall-use", Wanted(WHY, 0, "Perbaikan tulisan saja"), actor=sari, now=now)


def test_one_proposal_at_a_time_and_one_ruling(folder, sari, citra, now):
    made = proposed(sari, now, folder)
    again = Wanted(WHY, 0, "Perbaikan tulisan saja")
    assert refusal(lambda: propose("hall-use", again, actor=sari, now=now)) == "one-at-a-time"
    assert refusal(lambda: decline(made.pk, "", actor=citra, now=now)) == "no-reason"
    assert decline(made.pk, "Belum jelas bagi warga", actor=citra, now=now).kind == "declined"
    assert refusal(lambda: published(citra, made, now)) == "ruled-already"
    made = propose("hall-use", again, actor=sari, now=now)
    assert decline(made.pk, "Saya tarik kembali dahulu", actor=sari, now=now).kind == "withdrawn"


def test_past_cases_are_judged_by_both_versions_and_nobody_is_named(folder, sari, now, monkeypatch):
    row = filing.file(application(), actor=CITIZEN, now=now).row
    before = Outbox.objects.count()
    # The examples would not let it come this far.
    monkeypatch.setattr("layani.commands.compare.run_examples", lambda *_: SimpleNamespace(problems=()))
    made = proposed(sari, now, folder, TURNED, service=LETTER)
    told = made.report["replay"]
    assert (told["looked_at"], told["of"], told["worse"], told["named"]["worse"]) == (1, 1, 1, [row.number])
    assert Outbox.objects.count() == before
    assert CARLA.nik not in str(made.report) and CARLA.name not in str(made.report)


def test_a_change_without_effect_says_that_all_would_come_out_the_same(folder, sari, now):
    filing.file(application(), actor=CITIZEN, now=now)
    told = proposed(sari, now, folder, ("minutes: ", "minutes: 1"), service=LETTER).report["replay"]
    assert (told["looked_at"], told["named"]) == (1, {})


def imported(now, answers):
    data = {"imported": True, "rules": {}, "must": []}
    made = replace(application(), answers=answers or application().answers, imported=data, at=now - 30 * DAYS)
    return filing.file(made, actor=Actor(kind="importer"), now=now).row


def test_imported_cases_are_judged_too_and_those_that_cannot_be_are_counted_with_the_reason(folder, sari, now):
    """A past that was read in with its answers says as much as one that was filed here."""
    filing.file(application(), actor=CITIZEN, now=now)
    imported(now, None)
    imported(now, {"log_case": "17"})
    key_store().erase(imported(now, None).ref)
    told = proposed(sari, now, folder, ("minutes: ", "minutes: 1"), service=LETTER).report["replay"]
    assert (told["looked_at"], told["of"], told["unanswered"], told["erased"]) == (2, 4, 1, 1)
    assert Replay(**told).not_reached == 0
    words = "\n".join(compare._replayed(Replay(**told)))
    assert "2 of 4" in words and "1 left out: imported without answers" in words and "1 left out: erased" in words


def test_a_check_that_takes_too_long_is_killed(folder, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(publishing, "CALLED", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(publishing, "SECONDS", 0.3)
    assert refusal(lambda: publishing.compared(folder / "hall-use")) == "too-slow"
    monkeypatch.setattr(publishing, "SECONDS", 30)
    monkeypatch.setattr(publishing, "CALLED", [sys.executable, "-c", "print('no JSON')"])
    assert refusal(lambda: publishing.compared(folder / "hall-use")) == "cannot-be-checked"


def test_a_publication_that_died_before_its_files_were_written_is_finished_by_the_sweep(
    folder, sari, citra, now, monkeypatch, settings
):
    made = proposed(sari, now, folder)
    monkeypatch.setattr(publishing, "write_versions", lambda: None)
    published(citra, made, now + DAYS)
    monkeypatch.undo()
    assert not (settings.VERSION_FOLDER / "hall-use" / "2027-02-01").exists()
    write_versions.run(now)
    assert (settings.VERSION_FOLDER / "hall-use" / "2027-02-01" / "hall-use" / "service.yaml").exists()


@pytest.fixture
def in_force(folder, settings):
    """The file of a version that is in force, and what it says; the process starts anew."""
    ruling = Ruling.objects.published().filter(proposal__service="hall-use").get()
    file = settings.VERSION_FOLDER / "hall-use" / str(ruling.proposal.version) / "hall-use" / "service.yaml"
    yield file, file.read_bytes()
    forget()


EDITS = {
    "another rule": lambda file, said: file.write_bytes(said.replace(b"guests <= office", b"guests < office")),
    "no service any more": lambda file, said: file.write_bytes(b"{"),
    "no text": lambda file, said: file.write_bytes(b"\xff\xfe"),
    "gone": lambda file, said: file.unlink(),
    "all gone": lambda file, said: shutil.rmtree(file.parent),
    "another file beside it": lambda file, said: (file.parent / "letters" / "own.md").write_text("x"),
}  # fmt: skip


@pytest.mark.parametrize("edit_", EDITS)
def test_prepare_writes_the_files_of_a_version_again_and_tells_which(edit_, in_force, capsys, monkeypatch):
    monkeypatch.setattr(prepare, "call_command", lambda *args, **options: None)
    file, said = in_force
    EDITS[edit_](file, said)
    forget()
    assert main(["prepare"]) == 0
    told = capsys.readouterr().out
    assert f"The files of hall-use {file.parents[1].name} had been changed. They were written again" in told
    assert file.read_bytes() == said and not (file.parent / "letters" / "own.md").exists()
    assert main(["prepare"]) == 0
    assert "had been changed" not in capsys.readouterr().out


def test_the_check_blames_nothing_else_for_a_version_that_was_edited(in_force, capsys):
    file, said = in_force
    EDITS["another rule"](file, said)
    forget()
    assert main(["rebuild", "--check"]) == 2
    told = capsys.readouterr()
    assert "hall-use" in told.err and "Run: layani prepare" in told.err and "cannot be read" not in told.out


def test_the_sweep_writes_them_again_and_the_log_says_so(in_force, now, caplog):
    file, said = in_force
    EDITS["another rule"](file, said)
    write_versions.run(now)
    assert file.read_bytes() == said and "The files of hall-use" in caplog.text


def test_a_register_that_cannot_be_read_leaves_in_force_what_was(folder, settings, caplog):
    before = house.catalogue()
    (settings.VERSION_FOLDER / "in-force.json").write_text("{", encoding="utf-8")
    house.publication_changed()
    assert house.catalogue() is before
    assert "cannot be read; what was in force stays" in caplog.text


def test_a_new_service_of_an_open_office_is_proposed_and_not_just_there(folder, now):
    (folder / "hall-use").rename(folder / "hall-rent")
    file = folder / "hall-rent" / "service.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("service: hall-use", "service: hall-rent"), "utf-8")
    assert publishing.open_office(house.catalogue(), now=now) == []
    assert "hall-rent" in drafts()
    assert "hall-rent" not in house.catalogue().services and "hall-use" in house.catalogue().services


def test_files_that_cannot_be_read_are_refused_in_words(folder, sari, now, tmp_path):
    edit(folder, SEATS)
    wanted, letter = Wanted(WHY, 0, "Perbaikan tulisan saja"), folder / "hall-use" / "letters" / "linked.md"
    letter.symlink_to(tmp_path / "elsewhere.md")
    assert refusal(lambda: propose("hall-use", wanted, actor=sari, now=now)) == "cannot-be-read"
    letter.unlink()
    letter.write_bytes(b"\xff")
    assert refusal(lambda: propose("hall-use", wanted, actor=sari, now=now)) == "cannot-be-read"


def test_what_was_checked_is_what_is_proposed_also_when_the_folder_is_changed_and_changed_back(
    folder, sari, now, monkeypatch
):
    edit(folder, SEATS)
    file = folder / "hall-use" / "service.yaml"
    harmful, real = file.read_text(encoding="utf-8"), publishing.compared

    def checked_with_another_text(place):
        file.write_text(harmful.replace(SEATS[1], SEATS[0]), encoding="utf-8")
        report = real(place)
        file.write_text(harmful, encoding="utf-8")
        return report

    monkeypatch.setattr(publishing, "compared", checked_with_another_text)
    wanted = Wanted(WHY, 0, "Perbaikan tulisan saja")
    assert refusal(lambda: propose("hall-use", wanted, actor=sari, now=now)) == "changed-meanwhile"
    assert not Proposal.objects.undecided().exists()


def test_a_second_version_can_follow_one_that_has_not_begun_yet(folder, sari, citra, now):
    first = proposed(sari, now, folder)
    published(citra, first, now + DAYS)
    file = folder / "hall-use" / "service.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("version: 2027-02-01", "version: 2027-03-01").replace("minutes: 5", "minutes: 6"), "utf-8"
    )
    second = propose("hall-use", Wanted(WHY, 0, "Perbaikan tulisan saja"), actor=sari, now=now + DAYS)
    assert second.base == first.digest
    assert {one.where.en for one in publishing.changes_of(second)} == {"in force from", "minutes to fill in"}
    assert published(citra, second, now + 2 * DAYS).kind == "published"
