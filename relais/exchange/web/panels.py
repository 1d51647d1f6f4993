"""The way in, on the list of files: «Arriver avec mon tableau», for whoever may bring one."""

from relais.exchange import queries
from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import queries as people


def way_in(request: ActorRequest, _about: object) -> Panel | None:
    """The links to bring a table, to take one's list away, and the whole organisation for whoever heads."""
    may_bring, takes_whole = queries.may_bring(request.actor), queries.takes_whole(request.actor)
    if not may_bring and not takes_whole:
        return None
    may_take_away = people.may_open_some(request.actor)
    return Panel("exchange/way_in.html", {"may_bring": may_bring, "may_take_away": may_take_away, "takes_whole": takes_whole})
