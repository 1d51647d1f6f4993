"""The way in, on the list of files: «Arriver avec mon tableau», for whoever may bring one."""

from relais.exchange import queries
from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import queries as people


def way_in(request: ActorRequest, _about: object) -> Panel | None:
    """The links to bring a table and to take one's list away."""
    if not queries.services_to_bring(request.actor):
        return None
    return Panel("exchange/way_in.html", {"may_take_away": people.may_open_files(request.actor).exists()})
