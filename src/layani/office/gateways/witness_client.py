"""Asks witnesses on the network: ``POST add-checkpoint`` and ``GET <hash of the origin>/checkpoint``.

Each exchange ends at its deadline, however slowly the bytes come; answers are read up to a bound, redirects are not
followed, and nothing of an answer is believed but a signature. Source: c2sp.org/tlog-witness v1.0.0.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from layani import __version__
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.cosigning import Fault, cosignature_in, fault_of_status
from layani.rules.record.encoding import Malformed, parse_decimal, parse_utf8
from layani.rules.record.note import BadSignature, SignatureLine, Unsigned, VerifierKey, parse_note
from layani.rules.record.witness import CONFLICT, Submission, origin_hash

DEADLINE: Final = 8.0  # seconds for one exchange
LARGEST_ANSWER: Final = 100_000
"""Bytes: a checkpoint with sixteen signatures of 5 kB fits."""

Prover = Callable[[int], tuple[bytes, ...]]
"""Returns the consistency proof from a size to the checkpoint in question; raises LookupError or ValueError."""


class NoAnswer(Exception):
    """The witness gave no answer that can be read; ``fault`` says how."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status of HTTP and the body."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """How asking ended.

    line:   the verified cosignature, or None, and then ``fault`` is set
    told:   the size that the witness says it cosigned last (409), or the status of its refusal
    shown:  for a fault that alarms: the checkpoint that the witness shows, verbatim, not verified
    """

    line: SignatureLine | None = None
    fault: Fault | None = None
    told: int | None = None
    shown: bytes | None = None


def ask(
    address: str, checkpoint: str, key: VerifierKey, old: int, prove: Prover, *, deadline: float = DEADLINE
) -> Outcome:
    """Ask one witness for its cosignature; a size that it knows better (409) is taken up once.

    old:  the size that we believe it to have cosigned last
    Raises what ``prove`` raises, and nothing for what the witness does.
    """
    note = parse_note(checkpoint.encode())
    ours = parse_checkpoint(note.text)
    try:
        # Of one that is ahead of us nothing can be proven; asked as if it were new, it names its size itself.
        answer = _submit(address, checkpoint, old if old <= ours.size else 0, prove, deadline)
        if answer.status == CONFLICT:
            known = _size(answer.body)
            if known > ours.size:
                return Outcome(fault=Fault.AHEAD, told=known, shown=_shown(address, ours.origin, deadline))
            answer = _submit(address, checkpoint, known, prove, deadline)
            if answer.status == CONFLICT:
                return Outcome(fault=Fault.CONFLICT, told=known)
        if answer.status != http.client.OK:
            fault = fault_of_status(answer.status)
            shown = _shown(address, ours.origin, deadline) if fault.alarms else None
            return Outcome(fault=fault, told=answer.status, shown=shown)
        return Outcome(line=cosignature_in(answer.body, note.text, key))
    except NoAnswer as none:
        return Outcome(fault=none.fault)
    except (Malformed, BadSignature, Unsigned):
        return Outcome(fault=Fault.BAD_ANSWER)


def shown_checkpoint(address: str, origin: str, *, deadline: float = DEADLINE) -> bytes | None:
    """Return the checkpoint that a witness cosigned last of a log, as it shows it; None = it shows none.

    Nothing is verified yet. Raises NoAnswer.
    """
    answer = _exchange("GET", address, f"{origin_hash(origin)}/checkpoint", None, deadline)
    if answer.status == http.client.OK:
        return answer.body
    if answer.status == http.client.NOT_FOUND:
        return None
    raise NoAnswer(fault_of_status(answer.status))


def shown_side_by_side(addresses: Mapping[str, str], origin: str, *, deadline: float) -> dict[str, bytes]:
    """Return {name: checkpoint} of the witnesses ({name: address}) that show one within the deadline (seconds)."""
    shown: dict[str, bytes] = {}

    def look(name: str, address: str) -> None:
        data = _shown(address, origin, deadline)
        if data is not None:
            shown[name] = data

    threads = [threading.Thread(target=look, args=one, daemon=True) for one in addresses.items()]
    for thread in threads:
        thread.start()
    end = time.monotonic() + deadline
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return dict(shown)  # a copy: who comes too late is not heard


def _shown(address: str, origin: str, deadline: float) -> bytes | None:
    try:
        return shown_checkpoint(address, origin, deadline=deadline)
    except NoAnswer:
        return None


def _submit(address: str, checkpoint: str, old: int, prove: Prover, deadline: float) -> Answer:
    body = Submission(old, prove(old) if old else (), checkpoint.encode()).render()
    return _exchange("POST", address, "add-checkpoint", body, deadline)


def _size(body: bytes) -> int:
    return parse_decimal(parse_utf8(body, "The size").removesuffix("\n"), "The size that the witness names")


def _exchange(method: str, address: str, path: str, body: bytes | None, deadline: float) -> Answer:
    """Send one request and read its answer; raises NoAnswer."""
    parts = urlsplit(address)
    connection = _Timed(str(parts.hostname), parts.port, tls=parts.scheme == "https", deadline=deadline)
    headers = {"User-Agent": f"Layani/{__version__}", "Accept-Encoding": "identity", "Connection": "close"}
    if body is not None:
        headers["Content-Type"] = "text/plain; charset=utf-8"
    try:
        connection.request(method, f"{parts.path.rstrip('/')}/{path}", body, headers)
        answer = connection.getresponse()
        data = answer.read(LARGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        late = connection.is_over or isinstance(fault, TimeoutError)
        raise NoAnswer(Fault.TIMEOUT if late else Fault.UNREACHABLE) from fault
    finally:
        connection.end()
    if connection.is_over:
        raise NoAnswer(Fault.TIMEOUT)  # what was cut looks like an answer that ended
    if len(data) > LARGEST_ANSWER:
        raise NoAnswer(Fault.TOO_LARGE)
    return Answer(answer.status, data)


class _Timed(http.client.HTTPConnection):
    """A connection that is cut at its deadline, whatever it is doing; looking up the name alone can take longer."""

    def __init__(self, host: str, port: int | None, *, tls: bool, deadline: float) -> None:
        super().__init__(host, port or (443 if tls else 80), timeout=deadline)
        self.default_port = 443 if tls else 80  # which the header Host leaves out
        self._tls, self._end = tls, time.monotonic() + deadline
        self._open: socket.socket | None = None
        self.is_over = False
        self._clock = threading.Timer(deadline, self._cut)
        self._clock.daemon = True
        self._clock.start()

    def connect(self) -> None:
        """Connect, and shake hands where it is TLS."""
        self.sock = socket.create_connection((self.host, self.port), timeout=max(0.05, self._end - time.monotonic()))
        # Kept here, too: http.client lets go of it as soon as the head of a last answer has come.
        self._open = self.sock
        if self.is_over:
            raise TimeoutError("The deadline passed while connecting.")
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._open = self.sock
            self.sock.do_handshake()

    def _cut(self) -> None:
        self.is_over = True
        try:
            if self._open is not None:
                # Past the TLS layer, whose own state belongs to the thread that waits in it.
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself at this moment

    def end(self) -> None:
        """End the connection and its clock."""
        self._clock.cancel()
        self.close()
