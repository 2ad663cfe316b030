"""Whoever has the office's keys and files changes what is public: strangers with a receipt or a copy find it.

``docs/explanation/changing-history.md`` lists these tests as its rows.
"""

import shutil

import pytest

from layani.office.gateways.log_keys import acknowledgement_key, log_key, trust_policy
from layani.office.jobs import look_at_keys
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Event, LogState, Outbox
from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.merkle import leaf_hash, root_of
from layani.rules.record.note import SigningKey
from layani.rules.record.tiles import grow
from tests.office.attacks.conftest import LATER

pytestmark = pytest.mark.django_db


def entries(size):
    return [
        leaf.encode() for leaf in Outbox.objects.filter(idx__lt=size).order_by("idx").values_list("leaf", flat=True)
    ]


def write_record(folder, leaves):
    """Publish a record of these entries, signed with the office's own key, as whoever holds it can."""
    growth = grow(0, {}, leaves)
    shutil.rmtree(folder, ignore_errors=True)
    for tile, data in growth.tiles:
        (folder / tile.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / tile.path).write_bytes(data)
    note = sign_checkpoint(len(leaves), root_of(map(leaf_hash, leaves)), log_key()).render()
    (folder / "checkpoint").write_text(note, encoding="utf-8")


@pytest.fixture
def rewritten(office, settings):
    """Give a function that publishes the record with one entry changed, everything signed anew."""

    def rewritten(place=0, *, without=False):
        leaves = entries(LogState.objects.current().size)
        other = leaves[place].replace(b"2026", b"2025")
        write_record(settings.LOG_FOLDER, leaves[:place] + ([] if without else [other]) + leaves[place + 1 :])
        return settings.LOG_FOLDER

    return rewritten


def test_a_tile_is_swapped_on_the_disk(office, settings, check):
    [tile] = [one for one in (settings.LOG_FOLDER / "tile" / "0").rglob("*") if one.is_file()]
    tile.write_bytes(tile.read_bytes()[::-1])
    code, said = check("verify", "tiles", settings.LOG_FOLDER, "--policy", office.folder / "policy")
    assert code == 1
    assert "DISPROVED" in said


@pytest.mark.parametrize("level", ["entries", "0"])
def test_a_mirror_finds_a_tile_that_was_swapped_behind_it(level, office, settings, check, tmp_path):
    """Nothing is new, so nothing is copied; and a hash tile no mirror ever takes from the office."""
    [tile] = [one for one in (settings.LOG_FOLDER / "tile" / level).rglob("*") if one.is_file()]
    tile.write_bytes(tile.read_bytes()[:-1] + b"x")
    policy = ("--policy", office.folder / "policy")
    shutil.copytree(office.folder / "copy", tmp_path / "mirror")
    code, said = check("mirror", settings.LOG_FOLDER, tmp_path / "mirror", *policy)
    assert code == 1
    assert f"DISPROVED: tile/{level}/000.p/" in said
    assert check("verify", "tiles", tmp_path / "mirror", *policy)[0] == 0


def test_the_record_is_written_anew_and_a_mirror_has_the_old_one(office, rewritten, check, tmp_path):
    shutil.copytree(office.folder / "copy", tmp_path / "mirror")
    code, said = check("mirror", rewritten(), tmp_path / "mirror", "--policy", office.folder / "policy")
    assert code == 1
    assert "TWO HISTORIES" in said
    [proof] = (tmp_path / "mirror").glob("fork-*")
    code, said = check("verify", "fork", proof, "--policy", office.folder / "policy")
    assert code == 1, "the file alone disproves the office to whoever has its key"


def test_the_record_is_written_anew_and_one_citizen_has_a_receipt(office, rewritten, check, tmp_path):
    record = rewritten()
    policy = ("--policy", office.folder / "policy")
    code, said = check("verify", "receipt", office.folder / "receipt", "--tiles", record, *policy)
    assert code == 1
    assert "DISPROVED" in said
    proof = tmp_path / "fork.proof"
    asked = (office.folder / "receipt", record / "checkpoint", "--tiles", record, "--proof", proof)
    code, said = check("verify", "compare", *asked, *policy)
    assert code == 1
    assert check("verify", "fork", proof, *policy)[0] == 1


def test_one_citizen_is_shown_another_record(office, rewritten, check, tmp_path):
    """A split view: each of the two is whole and signed, and only side by side they give the office away."""
    record = rewritten(1)
    policy = ("--policy", office.folder / "policy")
    assert check("verify", "tiles", record, *policy)[0] == 0
    code, said = check(
        "verify", "compare", office.folder / "copy" / "checkpoint", record / "checkpoint",
        "--proof", tmp_path / "fork.proof", *policy,
    )  # fmt: skip
    assert code == 1
    assert "DISPROVED" in said


def test_an_act_is_hidden_from_its_citizen(office, check):
    """The page shows fewer acts than there are; the receipt of the first finds the others in any copy."""
    code, said = check(
        "verify", "case", office.folder / "receipt", "--tiles", office.folder / "copy",
        "--policy", office.folder / "policy", "--json",
    )  # fmt: skip
    assert code == 0
    acts = Event.objects.filter(case=office.granted).count()
    assert said.count('"index"') == acts > 3


def test_a_checkpoint_is_published_without_its_entries(office, settings, check, tmp_path):
    [bundle] = [one for one in (settings.LOG_FOLDER / "tile" / "entries").rglob("*") if one.is_file()]
    bundle.unlink()
    policy = ("--policy", office.folder / "policy")
    code, said = check("verify", "tiles", settings.LOG_FOLDER, *policy)
    assert code == 2
    assert "incomplete" in said
    assert check("mirror", settings.LOG_FOLDER, tmp_path / "mirror", *policy)[0] == 2


def test_keys_of_before_a_change_are_put_back(office, settings, check, rebuild, tmp_path):
    """The taken key signs again, and the policy names it as good; that it was handed over, stands in the record."""
    shutil.copytree(settings.KEY_FOLDER, tmp_path / "backup")
    taken = acknowledgement_key().verifier.text()
    said = check("keys", "compromised-acknowledgement", taken, "2026-01-04T02:00:00Z")[1]
    assert "WRONG" not in said
    integrate(now=LATER)
    rebuild("0 alterations", nothing=True)
    assert look_at_keys.JOB.run(LATER) == 0
    for name in [one.name for one in settings.KEY_FOLDER.glob("acknowledgement*")]:
        (settings.KEY_FOLDER / name).unlink()
        if (tmp_path / "backup" / name).exists():
            shutil.copy(tmp_path / "backup" / name, settings.KEY_FOLDER / name)
    assert f"# acknowledgement {taken}" in trust_policy(), "that is the harm"
    assert f"WRONG: {taken} is in use, but handed over to" in check("keys", "show")[1]
    with pytest.raises(look_at_keys.OlderKeys, match="the keys are of an older backup"):
        look_at_keys.JOB.run(LATER)
    rebuild(f"key {taken} is in use, but handed over to")
    said = check("keys", "compromised-acknowledgement", taken, "2026-01-04T02:00:00Z")[1]
    assert "WRONG" not in said, "what it says to do, ends it"


def test_a_provisional_receipt_is_forged(office, tmp_path, check):
    genuine = (office.folder / "provisional").read_text(encoding="utf-8")
    text, _, _ = genuine.rpartition("\n\n")
    forger = SigningKey.from_seed(acknowledgement_key().verifier.name, b"f" * 32)
    policy = ("--policy", office.folder / "policy")
    forged = tmp_path / "forged"
    forged.write_text(forger.sign(f"{text}\n").render(), encoding="utf-8")
    assert check("verify", "receipt", forged, *policy)[0] == 2, "nobody who is trusted signed it"
    forged.write_text(genuine.replace("\noffice ", "\noffice other ", 1), encoding="utf-8")
    assert check("verify", "receipt", forged, *policy)[0] == 1
