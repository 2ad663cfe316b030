"""From where a request comes, for counting tries; the address is never kept."""

import ipaddress
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

# One household or phone has a whole /64 of IPv6 addresses.
IPV6_NETWORK = 64


def network_address(request: HttpRequest) -> str:
    """Return the client's IPv4 address or IPv6 network.

    Behind the proxy that ends TLS, the last entry of X-Forwarded-For is the one that our own proxy has added; those
    before it can be made up by anyone.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.TLS and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        told = forwarded.rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:  # a Unix socket has no address
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def within(address: str, networks: Iterable[str]) -> bool:
    """Tell whether what ``network_address`` gave lies in one of some networks (CIDR).

    An IPv6 address is known by its /64, so a smaller network admits its whole /64.

    >>> within("10.4.0.7", ["10.4.0.0/16"]), within("unknown", ["10.4.0.0/16"])
    (True, False)
    >>> within("2001:db8::/64", ["2001:db8::/48"])
    True
    """
    try:
        told = ipaddress.ip_network(address)
    except ValueError:
        return False
    return any(told.version == one.version and told.overlaps(one) for one in map(ipaddress.ip_network, networks))
