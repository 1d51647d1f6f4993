"""Who may see and do what with aids.

The request is of the file (N1). The commission reads anonymised sheets and no file; whoever pays reads payee and amount. A person's bar
closes her sheet and her payment too, to the member whom she keeps out.
"""

from django.db.models import Q

from relais.accounts.models import Role
from relais.aids.models import AidPayer
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies


def heads(actor: Actor) -> bool:
    """Whether the actor answers for a service, and no other role closes contents to them."""
    return policies.heads_somewhere(actor)


def sits(actor: Actor) -> bool:
    """Whether the actor reads the sheets of sessions: the commission, and whoever holds it."""
    return actor.organisation_id is not None and (actor.has_role(Role.COMMISSION) or heads(actor))


def asks(actor: Actor) -> bool:
    """Whether the actor prepares requests."""
    return actor.has_role(Role.SOCIAL_WORKER)


def may_be_payer(actor: Actor) -> bool:
    """Whether somebody of these roles may be named to pay: never who reads sheets without a name, nor whoever no content is for."""
    return not actor.has_role(Role.COMMISSION, *policies.CLOSED_BY_NATURE)


def pays(actor: Actor) -> bool:
    """Whether the actor reads whom to pay: named to pay, or head."""
    if heads(actor):
        return True
    return may_be_payer(actor) and AidPayer.objects.within(actor).filter(member_id=policies.identity(actor)).exists()


def can_hold(actor: Actor) -> Decision:
    """Sessions, settings, urgent decisions: the head."""
    return ALLOWED if heads(actor) else refused("Seules et seuls les responsables de service tiennent les séances et le règlement.")


def can_pay(actor: Actor) -> Decision:
    """Payments: who is named to pay, or a head."""
    return ALLOWED if pays(actor) else refused("Les paiements sont notés par les personnes nommées pour payer.")


def unbarred(actor: Actor, *, at: str = "file") -> Q:
    """Conditions on rows whose file is at the end of this path: of the actor's organisation, and of nobody who keeps the actor out.

    Said of the rows and not as a list of files: a database then begins by the few rows that a page shows.
    """
    if actor.user_id is None or actor.organisation_id is None:
        return Q(pk__in=())
    barred = policies.bars_met(actor).values("person_id")
    return Q(**{f"{at}__organisation_id": actor.organisation_id}) & ~Q(**{f"{at}__person_id__in": barred})


def of_services_headed(actor: Actor) -> Q:
    """Conditions on rows with a ``file``: of the services that the actor heads."""
    return policies.headed_through(actor, "file")
