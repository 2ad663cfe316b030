"""The file store and the malware scanner: whole or not at all, encrypted, honest about what is not known."""

import errno
import os
import socketserver
import stat
import struct
import threading
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from layani.office.gateways.file_store import FolderStore, MemoryStore
from layani.office.gateways.malware import EICAR, Clamd, FakeScanner, NoScanner, NotJudged, ScannerAway

KEY = bytes(range(64))
LEASE = b"%PDF-1.7 a lease of Carla Wijaya"


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path):
    return FolderStore(tmp_path) if request.param == "folder" else MemoryStore()


def test_a_file_comes_back_as_it_was(store):
    ref = uuid4()
    store.put(ref, KEY, LEASE)
    assert store.get(ref, KEY) == LEASE


def test_a_removed_file_is_gone_and_may_be_removed_again(store):
    ref = uuid4()
    store.put(ref, KEY, LEASE)
    store.remove(ref)
    store.remove(ref)
    with pytest.raises(FileNotFoundError):
        store.get(ref, KEY)


def test_nothing_readable_lies_on_the_disk_and_only_the_office_may_open_it(tmp_path):
    ref = uuid4()
    FolderStore(tmp_path).put(ref, KEY, LEASE)
    (written,) = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert b"Carla" not in written.read_bytes()
    assert written.name == ref.hex
    assert written.stat().st_mode & 0o077 == 0


def test_a_file_put_in_the_place_of_another_is_noticed(tmp_path):
    mine, other = uuid4(), uuid4()
    store = FolderStore(tmp_path)
    store.put(mine, KEY, LEASE)
    store.put(other, KEY, b"%PDF-1.7 another lease")
    place = {file.name: file for file in tmp_path.rglob("*") if file.is_file()}
    place[mine.hex].write_bytes(place[other.hex].read_bytes())
    with pytest.raises(InvalidTag):
        store.get(mine, KEY)


@pytest.mark.parametrize("what", ["the file", "its folder"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch, what):
    fsync = os.fsync

    def no_room(handle):
        if what == "the file" or stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space left"):
        FolderStore(tmp_path).put(uuid4(), KEY, LEASE)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


class Scan(socketserver.StreamRequestHandler):
    """As much of clamd as INSTREAM needs."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.wfile.write(self.server.answer(content) + b"\0")


@pytest.fixture
def clamd():
    """Return a function that starts a scanner with the given answers and returns a Clamd that asks it."""
    servers = []

    def start(answer):
        server = socketserver.TCPServer(("127.0.0.1", 0), Scan)
        server.answer = answer
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        servers.append(server)
        return Clamd(*server.server_address)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_clamd_gets_the_whole_file_in_chunks(clamd):
    large = os.urandom(200_000)
    scanner = clamd(lambda content: b"stream: OK" if content == large else b"stream: Changed FOUND")
    assert scanner.scan(large).clean


def test_what_clamd_finds_is_named(clamd):
    scanner = clamd(lambda content: b"stream: Eicar-Test-Signature FOUND")
    assert scanner.scan(LEASE).malware == "Eicar-Test-Signature"


def test_an_error_of_clamd_is_not_taken_for_a_clean_file(clamd):
    scanner = clamd(lambda content: b"INSTREAM size limit exceeded. ERROR")
    with pytest.raises(NotJudged, match="neither OK nor FOUND"):
        scanner.scan(LEASE)


def test_a_scanner_that_hangs_up_on_a_large_file_is_not_away():
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        threading.Thread(target=server.handle_request).start()
        with pytest.raises(NotJudged, match="broke off"):
            Clamd(*server.server_address).scan(bytes(20_000_000))


def test_a_scanner_that_is_away_says_so():
    with pytest.raises(ScannerAway, match="did not answer") as away:
        Clamd("127.0.0.1", 1).scan(LEASE)
    assert not isinstance(away.value, NotJudged)
    with pytest.raises(ScannerAway, match="LAYANI_CLAMD"):
        NoScanner().scan(LEASE)


def test_the_fake_knows_the_test_file_and_nothing_else():
    assert FakeScanner().scan(b"%PDF-1.7 " + EICAR).malware
    assert FakeScanner().scan(LEASE).clean
