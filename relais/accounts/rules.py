"""What roles are, whatever the instance: which read contents, which are held in one service, which ask for a second factor.

Plain values and pure functions: codes as in ``models.Role``. Source: doctrine §3.6 (matrix of accesses) and §2.6 (authentication).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from relais.kernel.decisions import ALLOWED, Decision, refused

#: roles that read, about a person, anything above how to reach her (N1 or more), each within her file's own rules.
CONTENT_ROLES = frozenset({"travailleur_social", "responsable", "accueil", "mediateur_numerique", "partenaire"})
#: roles that never open any content, whatever other role the same human holds beside.
CLOSED_ROLES = frozenset({"admin_technique", "referent_numerique", "institution", "dpo", "commission"})
#: contents, and also what changes accounts, reads who read what, or rewrites what everybody prints.
SECOND_FACTOR_ROLES = CONTENT_ROLES | {"admin_technique", "referent_numerique", "dpo"}
#: roles held in one service; the others are held for the whole organisation.
SERVICE_ROLES = CONTENT_ROLES - {"partenaire"}


@dataclass(frozen=True, slots=True)
class Held:
    """A role on its days: ``starts_on`` included, ``ends_on`` excluded, None for no end foreseen."""

    role: str
    service_id: int | None
    starts_on: date
    ends_on: date | None

    def overlaps(self, other: "Held") -> bool:
        """True when both give the same role in the same service on at least one day."""
        if (self.role, self.service_id) != (other.role, other.service_id):
            return False
        return (other.ends_on is None or self.starts_on < other.ends_on) and (self.ends_on is None or other.starts_on < self.ends_on)


def content_roles(roles: Collection[str]) -> frozenset[str]:
    """Of the roles of one human, those that may open contents: a role closed by nature adds nothing, and takes nothing away.

    The closing rule of small structures: whoever administers the machine and follows files reads her files as a social worker,
    under that role alone; administration never becomes a path to them.
    """
    return frozenset(roles) & CONTENT_ROLES - CLOSED_ROLES


def needs_second_factor(roles: Collection[str]) -> bool:
    """True when one of these roles asks for a second factor at sign-in."""
    return not SECOND_FACTOR_ROLES.isdisjoint(roles)


def may_begin(asked: Held, *, already: Collection[Held], today: date) -> Decision:
    """Whether a role may be granted on these days to whoever holds ``already``."""
    if asked.starts_on < today:
        return refused("Un rôle ne commence pas dans le passé : ce qui a été lu avant l’a été sans lui.")
    if asked.ends_on is not None and asked.ends_on <= asked.starts_on:
        return refused("La fin du rôle vient après son début.")
    if any(asked.overlaps(held) for held in already):
        return refused("Ce compte tient déjà ce rôle, dans ce service, sur une partie de ces jours.")
    return ALLOWED
