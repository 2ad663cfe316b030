"""A light load generator: many keep-alive connections in one thread, requests made beforehand, answers timed."""

import selectors
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass
class Result:
    """What a run gave: seconds each answer took, and answers by status."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    wall: float = 0.0
    bytes_in: int = 0
    sample: bytes = b""

    def percentile(self, share: float) -> float:
        """Return the answer time in milliseconds that ``share`` (0 to 1) of the answers kept."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.seconds) / self.wall


def request(method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
    """Return the bytes of one HTTP request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


class _Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent, self.buffer = 0.0, b""

    def send(self, data: bytes) -> None:
        self.sent, self.buffer = time.perf_counter(), b""
        self.socket.sendall(data)

    def receive(self) -> bool:
        """Take what has come; say whether the answer is whole."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("The server closed the connection in the middle of an answer.")
        self.buffer += piece
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        if b"chunked" in self.buffer[:end]:
            return self.buffer.endswith(b"\r\n0\r\n\r\n")
        return len(self.buffer) >= end + 4 + _length(self.buffer[:end])


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise ValueError(f"An answer without Content-Length cannot be measured: {head[:200]!r}")


def run(port: int, requests: Iterable[bytes], connections: int = 16) -> Result:
    """Send every request, at most one at a time on each of ``connections``, and time the answers."""
    result, waiting = Result(), iter(requests)
    with selectors.DefaultSelector() as selector:
        begun = time.perf_counter()
        for _ in range(connections):
            _next(selector, _Connection(port), waiting, register=True)
        while selector.get_map():
            for key, _ in selector.select():
                if key.data.receive():
                    _note(result, key.data)
                    _next(selector, key.data, waiting)
        result.wall = time.perf_counter() - begun
    return result


def _next(
    selector: selectors.BaseSelector, connection: _Connection, waiting: Iterator[bytes], register: bool = False
) -> None:
    data = next(waiting, None)
    if data is None:
        if not register:
            selector.unregister(connection.socket)
        connection.socket.close()
        return
    if register:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    connection.send(data)


def _note(result: Result, connection: _Connection) -> None:
    result.seconds.append(time.perf_counter() - connection.sent)
    status = int(connection.buffer[9:12])
    result.statuses[status] = result.statuses.get(status, 0) + 1
    result.bytes_in += len(connection.buffer)
    if not result.sample:
        result.sample = connection.buffer
