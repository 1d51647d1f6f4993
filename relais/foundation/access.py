"""Who acts: the first argument of every read and of every write, and what policies look at."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


@dataclass(frozen=True, slots=True)
class Actor:
    """A visitor without an account, a member of one organisation, or whoever holds the terminal (``operator``).

    ``operator``: the command that acts (``relais demo``); nobody reaches it through the web.
    Everything else is empty for a visitor, so a policy that looks at roles refuses by default.
    """

    user_id: UUID | None = None
    organisation_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    service_ids: frozenset[int] = field(default_factory=frozenset)
    team_ids: frozenset[int] = field(default_factory=frozenset)
    operator: str = ""

    @property
    def is_anonymous(self) -> bool:
        """True for a visitor: no account, no terminal."""
        return self.user_id is None and not self.operator

    def has_role(self, *roles: str) -> bool:
        """True when the actor holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)


ANONYMOUS = Actor()


def operator(command: str) -> Actor:
    """The actor of a command run in the terminal of the machine, named in the journal."""
    return Actor(operator=command)


class ActorRequest(HttpRequest):
    """A request after the gate: ``actor`` is always there, anonymous when nobody signed in."""

    actor: Actor
    htmx: HtmxDetails
