"""Who reads reports: those who make the acts, and those who answer for them; the same figures for all of them (doctrine, S34)."""

from relais.accounts.models import Role
from relais.foundation.access import Actor

#: roles that come from outside, or that hold no part of the work: they read no report.
_OUTSIDE = frozenset({Role.PARTNER, Role.INSTITUTION, Role.COMMISSION, Role.TECHNICIAN})


def reads_reports(actor: Actor) -> bool:
    """A member of an organisation who holds at least one role of the house."""
    return actor.user_id is not None and actor.organisation_id is not None and any(role not in _OUTSIDE for role, _service in actor.held)
