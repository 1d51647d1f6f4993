"""Where a request comes from: the network address of the client, as far as our own proxies can be believed."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

#: bits of an IPv6 address that name one subscriber: whoever has one address of a /64 has them all.
_SUBSCRIBER = 64


def address_of(request: HttpRequest) -> str:
    """The client's address, one text for one subscriber; behind N trusted proxies, the Nth from the right of X-Forwarded-For.

    What a client writes itself in that header stands further left and is never believed; what is no address is never a key.
    """
    proxies = int(settings.TRUSTED_PROXIES)
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    peer = str(request.META.get("REMOTE_ADDR", ""))
    told = chain[-proxies] if proxies and len(chain) >= proxies else peer
    return _subscriber(told) or _subscriber(peer) or peer


def _subscriber(written: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one; "" when it is none. A port that some proxies add is left out."""
    if written.startswith("["):
        written = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        written = written.partition(":")[0]
    try:
        address: IPv4Address | IPv6Address = ip_address(written.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or IPv6Network((address, _SUBSCRIBER), strict=False).network_address)
    return str(address)
