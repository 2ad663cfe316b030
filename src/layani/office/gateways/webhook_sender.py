"""Sends a webhook: to an address of the open internet and no other, without following redirects, within seconds.

An address is resolved here, each time, and the connection goes to what was looked at: a name that leads into the
office's own network is refused, whenever it begins to. What the receiver says is not read beyond its status.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from layani.rules.systems.webhooks import address_problem

DEADLINE: Final = 8.0  # seconds from the connection to the status, however slowly the bytes come
GONE: Final = 410
MOST_ADDRESSES: Final = 4  # of one name that are tried, each for its share of the time
# NAT64 carries an IPv4 address in its last 32 bits (RFC 6052); the one that is private there is private here.
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
# Not of the open internet, although Python's table calls them global: IPv4 addresses inside of IPv6 ones in other
# spellings (RFC 4291, 2.5.5.1; RFC 8215; RFC 7915), site-local (RFC 3879), SRv6 segments (RFC 9602), reserved to the
# IETF (RFC 6890). The registry: https://www.iana.org/assignments/iana-ipv6-special-registry/
_CLOSED: Final = tuple(
    ipaddress.ip_network(one)
    for one in ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10", "5f00::/16", "192.0.0.0/24")
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended: the receiver's status, or why there is none ("timeout", "private-address" …)."""

    status: int | None = None
    why: str = ""

    @property
    def delivered(self) -> bool:
        """Whether the receiver has it: any 2xx, as the specification says."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the receiver wants no more (410)."""
        return self.status == GONE

    def text(self) -> str:
        """Return the outcome in a word, for a list.

        >>> Outcome(503).text(), Outcome(302).text(), Outcome(why="timeout").text()
        ('503', 'redirect', 'timeout')
        """
        if self.status is None:
            return self.why
        return "redirect" if 300 <= self.status < 400 else str(self.status)


def is_open(address: Address) -> bool:
    """Tell whether an address is one of the open internet.

    >>> [is_open(ipaddress.ip_address(one)) for one in ("8.8.8.8", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::1")]
    [True, False, False, False, False]
    >>> [is_open(ipaddress.ip_address(one)) for one in ("::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "fe80::1")]
    [False, False, False, False]
    >>> [is_open(ipaddress.ip_address(one)) for one in ("::10.0.0.1", "64:ff9b:1::a00:1", "fec0::1", "192.0.0.8")]
    [False, False, False, False]
    """
    if any(address in one for one in _CLOSED if one.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_open(address.ipv4_mapped)
        if address in _NAT64:
            return is_open(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour or address.teredo:
            return False
    return address.is_global and not address.is_multicast


def send(url: str, body: bytes, headers: Mapping[str, str], *, local: bool, deadline: float = DEADLINE) -> Outcome:
    """POST a body once and return how it ended; raises nothing.

    local: this machine may be sent to, by http; for trying only
    """
    if address_problem(url, local=local):
        return Outcome(why="address")
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = _resolved(host, port, deadline)
    except TimeoutError:
        return Outcome(why="timeout")
    except OSError:
        return Outcome(why="no-such-host")
    if not found or not all(is_open(one) or (local and one.is_loopback) for one in found):
        return Outcome(why="private-address")
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    connection = _Pinned(host, port, found, tls=parts.scheme == "https", deadline=deadline)
    try:
        connection.request("POST", target, body, dict(headers))
        return Outcome(connection.getresponse().status)
    except TimeoutError:
        return Outcome(why="timeout")
    except ssl.SSLError:
        return Outcome(why="timeout" if connection.is_over else "certificate")
    except (OSError, http.client.HTTPException):
        return Outcome(why="timeout" if connection.is_over else "connection")
    finally:
        connection.close()


class _Question:
    """One question to a name server, asked in a thread of its own."""

    def __init__(self, host: str, port: int) -> None:
        self.done = threading.Event()
        self.found: list[str] = []
        self.fault: OSError | None = None
        threading.Thread(target=self._ask, args=(host, port), name="webhook-name", daemon=True).start()

    def _ask(self, host: str, port: int) -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            self.found = [str(one[4][0]) for one in answers]
        except OSError as fault:
            self.fault = fault
        except UnicodeError as fault:  # a label that IDNA does not know
            self.fault = OSError(str(fault))
        finally:
            with _ASKING_LOCK:
                _ASKING.pop(host, None)
            self.done.set()


_ASKING: Final[dict[str, _Question]] = {}
_ASKING_LOCK: Final = threading.Lock()


def _resolved(host: str, port: int, deadline: float) -> list[Address]:
    """Return where a name leads; raises OSError, and TimeoutError where its name server takes longer.

    The system's own question has no deadline: it goes on in a thread that nobody waits for, and ends by itself. While
    it does, the same name is not asked again, or a server that never answers would gather threads.
    """
    with _ASKING_LOCK:
        asked = _ASKING.get(host) or _ASKING.setdefault(host, _Question(host, port))
    if not asked.done.wait(deadline):
        raise TimeoutError(f"The name server of {host} takes too long.")
    if asked.fault is not None:
        raise asked.fault
    return [ipaddress.ip_address(address.partition("%")[0]) for address in asked.found]


class _Pinned(http.client.HTTPConnection):
    """A connection to the addresses that were looked at; the name is for TLS and the Host header alone."""

    def __init__(self, host: str, port: int, addresses: Sequence[Address], *, tls: bool, deadline: float) -> None:
        super().__init__(host, port, timeout=deadline)
        self._addresses, self._tls, self._deadline = addresses, tls, deadline
        self._clock: threading.Timer | None = None
        self.default_port = 443 if tls else 80  # which the header Host leaves out
        self.is_over = False

    def connect(self) -> None:
        """Connect to the first address that answers, and let the whole exchange end at the deadline."""
        self.sock = self._connected()
        self._clock = threading.Timer(self._deadline, self._cut)
        self._clock.daemon = True
        self._clock.start()
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def _connected(self) -> socket.socket:
        *others, last = self._addresses[:MOST_ADDRESSES]
        share = self._deadline / (len(others) + 1)
        for address in others:
            try:
                return socket.create_connection((str(address), self.port), timeout=share)
            except OSError:
                continue  # the next one may answer
        return socket.create_connection((str(last), self.port), timeout=share)

    def _cut(self) -> None:
        self.is_over = True
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself at this moment

    def close(self) -> None:
        """End the connection and its clock."""
        if self._clock:
            self._clock.cancel()
        super().close()
