"""The address of the actor’s house, for the letters its service signs and the slips that come back to it. A higher room keeps it:
``project/wiring.py`` joins both."""

from collections.abc import Callable

from relais.foundation.access import Actor

AddressOf = Callable[[Actor], str]


def _unknown(_actor: Actor) -> str:
    return ""


_address: list[AddressOf] = [_unknown]


def answered_by(address: AddressOf) -> None:
    """Say who answers; said again, it takes the place of what was said."""
    _address[0] = address


def address(actor: Actor) -> str:
    """The address of the house, in lines; "" when nobody wrote it."""
    return _address[0](actor)
