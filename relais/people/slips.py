"""The slip of a paper given to somebody: the reference of her file, and the address of the house without the name of the house.

An envelope that says «centre d’action sociale» tells the neighbours: it goes back to somebody, at an address.
"""

from typing import TYPE_CHECKING

from relais.accounts import house
from relais.accounts.queries import organisation_of
from relais.kernel.references import reference
from relais.ui.paper import Choice, ReplySlip

if TYPE_CHECKING:
    from relais.foundation.access import Actor
    from relais.people.models import File


def address_lines(actor: "Actor") -> tuple[str, ...]:
    """The address of the house, line by line, without its name; none when nobody wrote it. Two queries, for any number of papers."""
    named = organisation_of(actor)
    name = named.name.casefold() if named is not None else ""
    lines = (line.strip(" ,") for line in house.address(actor).splitlines())
    return tuple(line for line in lines if line and line.casefold() != name)


def reply_slip(found: "File", *, to: tuple[str, ...], choices: tuple[Choice, ...]) -> ReplySlip:
    """What she gives back of a paper that waits for something from her. ``to``: who it goes back to, then ``address_lines``."""
    return ReplySlip(reference(found.pk), to, choices)
