"""A mirror holds what was signed, goes forward with it, and turns a second history into a file that proves it."""

import shutil
from pathlib import Path

import pytest

from layani.cli import main
from layani.rules.record.checkpoint import open_checkpoint
from layani.rules.record.fork import open_fork, parse_fork
from layani.rules.record.merkle import leaf_hash, root_of
from layani.rules.record.mirror import find_faults
from layani.rules.record.note import BadSignature
from layani.rules.record.tiles import right_edge_tiles, tiles_of
from layani.watchers.fetching import AddressRefused, NotThere, source_of
from layani.watchers.mirror import READ_AGAIN, CannotContinue, Forked, NotTheRecord, ServedOtherwise, pull, read_copy
from tests.rules.record.small_log import policy, signed_checkpoint, write_log
from tests.rules.record.vectors import LOG_VKEY, ROOTS, WITNESS_VKEY

SIZES = (1, 5, 255, 256, 257, 300, 1000)


def entries(size: int, changed: int | None = None) -> list[bytes]:
    made = [b"entry %d" % i for i in range(size)]
    if changed is not None:
        made[changed] = b"another entry"
    return made


@pytest.fixture
def office(tmp_path):
    return tmp_path / "office"


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "copy"


def published(office: Path, size: int, changed: int | None = None) -> Path:
    shutil.rmtree(office, ignore_errors=True)
    return write_log(office, entries(size, changed))


def all_files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "mirror.lock"
    }


def pull_from(office: Path, copy: Path):
    return pull(source_of(str(office)), copy, policy())


def test_a_copy_goes_forward_round_by_round_and_holds_every_tile(office, copy):
    for size in SIZES:
        published(office, size)
        assert pull_from(office, copy).now == size
        for tile in tiles_of(size):
            assert (copy / tile.path).read_bytes() == (office / tile.path).read_bytes()
        assert (copy / "checkpoint").read_bytes() == (office / "checkpoint").read_bytes()
    assert sorted(int(one.name) for one in (copy / "seen").iterdir()) == list(SIZES)


def test_nothing_new_changes_nothing(office, copy):
    published(office, 300)
    pull_from(office, copy)
    before = all_files(copy)
    assert pull_from(office, copy).before == 300
    assert all_files(copy) == before


def test_the_copy_does_not_take_the_offices_word_for_a_hash_tile(office, copy):
    published(office, 300)
    (office / "tile/0/000").write_bytes(bytes(256 * 32))
    with pytest.raises(ServedOtherwise, match="DISPROVED: tile/0/000, as it is served"):
        pull_from(office, copy)
    checkpoint = source_of(str(copy))("checkpoint")
    assert checkpoint == (office / "checkpoint").read_bytes()
    assert (copy / "tile/0/000").read_bytes() != bytes(256 * 32)


@pytest.mark.parametrize("tile", ["entries/001", "0/002", "1/000.p/4"])
def test_a_tile_that_is_changed_later_is_found_though_nothing_is_new(tile, office, copy):
    """Of four bundles and fewer all are read again; of more, some by chance, and in the end each."""
    published(office, 1024)
    pull_from(office, copy)
    before = all_files(copy)
    changed = office / "tile" / tile
    changed.write_bytes(changed.read_bytes()[:-1] + b"\0")
    with pytest.raises(ServedOtherwise, match=f"DISPROVED: tile/{tile}"):
        pull_from(office, copy)
    assert all_files(copy) == before


@pytest.mark.parametrize("gone", [True, False])
def test_a_copy_that_is_damaged_itself_accuses_nobody(gone, office, copy):
    published(office, 600)
    pull_from(office, copy)
    own = copy / "tile/0/000"
    own.unlink() if gone else own.write_bytes(bytes(256 * 32))
    with pytest.raises(CannotContinue, match="This copy is damaged: .*tile/0/000"):
        pull_from(office, copy)


def test_what_is_read_again_is_some_of_many(office, copy):
    published(office, 40 * 256)
    read = []
    source = source_of(str(office))
    pull(source, copy, policy())
    pull(lambda path: read.append(path) or source(path), copy, policy())
    assert len({path for path in read if path.startswith("tile/entries/")}) == READ_AGAIN


@pytest.mark.parametrize("size", [6, 256, 400])
def test_an_entry_changed_afterwards_is_a_fork_and_the_copy_stays(office, copy, size):
    published(office, 5)
    pull_from(office, copy)
    before = all_files(copy)
    published(office, size, changed=2)
    with pytest.raises(Forked) as forked:
        pull_from(office, copy)
    one, other = open_fork(parse_fork(forked.value.file.read_bytes()), policy().logs)
    assert (one.checkpoint.size, other.checkpoint.size) == (5, size)
    after = all_files(copy)
    after.pop(forked.value.file.name)
    assert after == before


def test_a_shorter_second_history_is_a_fork_too(office, copy):
    published(office, 300)
    pull_from(office, copy)
    published(office, 7, changed=2)
    with pytest.raises(Forked):
        pull_from(office, copy)


def test_an_office_that_lags_behind_is_no_fork(office, copy):
    published(office, 300)
    pull_from(office, copy)
    published(office, 7)
    with pytest.raises(CannotContinue, match="lags behind"):
        pull_from(office, copy)


def damage_bundle(office: Path) -> None:
    bundle = office / "tile/entries/001.p/44"
    bundle.write_bytes(bundle.read_bytes().replace(b"entry 299", b"entry 2x9"))


def cut_bundle(office: Path) -> None:
    bundle = office / "tile/entries/001.p/44"
    bundle.write_bytes(bundle.read_bytes()[:-1])


def false_root(office: Path) -> None:
    (office / "checkpoint").write_text(signed_checkpoint(300, ROOTS[7]), encoding="utf-8")


@pytest.mark.parametrize("damage", [damage_bundle, cut_bundle, false_root])
def test_what_is_not_what_was_signed_does_not_get_into_the_copy(office, copy, damage):
    published(office, 5)
    pull_from(office, copy)
    before = (copy / "checkpoint").read_bytes()
    published(office, 300)
    damage(office)
    with pytest.raises(NotTheRecord):
        pull_from(office, copy)
    assert (copy / "checkpoint").read_bytes() == before
    assert not list(find_faults(open_copy(copy), read_copy(copy)))
    published(office, 300)
    assert pull_from(office, copy).now == 300
    assert not list(find_faults(open_copy(copy), read_copy(copy)))


def open_copy(copy: Path):
    return open_checkpoint((copy / "checkpoint").read_bytes(), policy().logs).checkpoint


def test_a_partial_tile_that_was_removed_is_cut_from_the_full_one(office, copy):
    published(office, 5)
    pull_from(office, copy)
    published(office, 256)
    (office / "checkpoint").write_text(signed_checkpoint(200, root_of_first(200)), encoding="utf-8")
    assert pull_from(office, copy).now == 200


def root_of_first(size: int) -> bytes:
    return root_of(map(leaf_hash, entries(size)))


def test_a_damaged_copy_says_so_and_accuses_nobody(office, copy):
    published(office, 300)
    pull_from(office, copy)
    for tile in right_edge_tiles(300).values():
        (copy / tile.path).unlink()
    published(office, 400)
    with pytest.raises(CannotContinue, match="This copy is damaged"):
        pull_from(office, copy)


def test_a_checkpoint_that_was_changed_is_refused(office, copy):
    published(office, 5)
    text = (office / "checkpoint").read_text(encoding="utf-8")
    (office / "checkpoint").write_text(text.replace("\n5\n", "\n6\n"), encoding="utf-8")
    with pytest.raises(BadSignature):
        pull_from(office, copy)


def test_of_two_notes_on_one_size_the_better_witnessed_stays(office, copy):
    published(office, 5)
    pull_from(office, copy)
    witnessed = (copy / "checkpoint").read_bytes()
    write_log(office, entries(5), witnesses=())
    pull_from(office, copy)
    assert (copy / "checkpoint").read_bytes() == witnessed


@pytest.mark.parametrize("place", ["ftp://office.example/", "https://", "http://user@office.example/", "no-folder"])
def test_what_is_no_place_of_a_record_is_refused(place):
    with pytest.raises(AddressRefused):
        source_of(place)


def test_a_file_that_is_not_there_is_told_from_one_that_cannot_be_read(office):
    published(office, 5)
    with pytest.raises(NotThere):
        source_of(str(office))("tile/0/009")


def policy_file(folder: Path) -> Path:
    file = folder / "policy"
    file.write_text(f"log {LOG_VKEY}\nwitness ombudsman {WITNESS_VKEY}\nquorum none\n", encoding="utf-8")
    return file


def test_the_command_copies_says_what_is_new_and_stops_at_a_second_history(office, copy, tmp_path, capsys):
    trust = str(policy_file(tmp_path))
    published(office, 300)
    assert main(["mirror", str(office), str(copy), "--policy", trust]) == 0
    assert "300 new entries" in capsys.readouterr().out
    assert main(["mirror", str(office), str(copy), "--policy", trust]) == 0
    assert "Nothing new: 300 entries" in capsys.readouterr().out
    published(office, 400, changed=7)
    assert main(["mirror", str(office), str(copy), "--policy", trust, "--every", "60"]) == 1
    assert "TWO HISTORIES" in capsys.readouterr().err
    shutil.rmtree(office)
    assert main(["mirror", str(office), str(copy), "--policy", trust]) == 2
