"""Who acts: the first argument of every read and of every write, and what policies look at."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

#: the value of ``Actor.secrecy`` for whoever is not bound by professional secrecy.
NOT_BOUND = "aucun"


@dataclass(frozen=True, slots=True)
class Actor:
    """A visitor without an account, a member of one organisation, or whoever holds the terminal (``operator``).

    ``roles``: codes of the roles in force today, wherever they are held. ``held``: the same with their service, None standing
    for the whole organisation. ``service_ids``: the member's own service and those of their roles. ``secrecy``: why the member is
    bound by professional secrecy («profession», «mission») or «aucun»: nothing shared (N2) ever reaches whoever is not.
    ``operator``: the command that acts (``relais demo``); nobody reaches it through the web.
    Everything else is empty for a visitor, so a policy that looks at roles refuses by default.
    """

    user_id: UUID | None = None
    organisation_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    service_ids: frozenset[int] = field(default_factory=frozenset)
    team_ids: frozenset[int] = field(default_factory=frozenset)
    held: frozenset[tuple[str, int | None]] = field(default_factory=frozenset)
    secrecy: str = NOT_BOUND
    operator: str = ""

    @property
    def is_anonymous(self) -> bool:
        """True for a visitor: no account, no terminal."""
        return self.user_id is None and not self.operator

    def has_role(self, *roles: str) -> bool:
        """True when the actor holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)

    def has_role_in(self, service_id: int | None, *roles: str) -> bool:
        """True when the actor holds at least one of these roles in this service, or in the whole organisation.

        ``service_id`` None asks for the whole organisation: a role held in one service only does not count then.
        """
        return any((role, None) in self.held or (role, service_id) in self.held for role in roles)

    @property
    def is_bound_by_secrecy(self) -> bool:
        """True when a text binds this member by profession or by mission (CP 226-13)."""
        return self.secrecy != NOT_BOUND


ANONYMOUS = Actor()


def operator(command: str) -> Actor:
    """The actor of a command run in the terminal of the machine, named in the journal."""
    return Actor(operator=command)


class ActorRequest(HttpRequest):
    """A request after the gate: ``actor`` is always there, anonymous when nobody signed in."""

    actor: Actor
    htmx: HtmxDetails
