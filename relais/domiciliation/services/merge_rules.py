"""How domiciliations go when two persons become one: all of them, with their mail; two under way become one, that which lasts longest."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.domiciliation.models import Domiciliation
from relais.domiciliation.terms import State
from relais.people.merging import Rule, Step

_OPEN = (State.ASKED, State.ACTIVE)


def _one_under_way(step: Step) -> None:
    """Of two that are open, the active one stays, then the one that ends last; what waits in the other stays to hand over.

    Only rows that point to a file are changed: a merge undone finds the requests as they were.
    """
    found = list(Domiciliation.objects.filter(file_id__in=(step.kept, step.absorbed), state__in=_OPEN))
    if len(found) < 2:  # two of them
        return
    today = timezone.localdate(step.now)
    stays = max(found, key=lambda one: (one.state == State.ACTIVE, one.ends_on or today, one.file_id == step.kept))
    others = [one.pk for one in found if one.pk != stays.pk]
    ended = {"state": State.ENDED, "silent_on": None, "noticed": "", "noticed_on": None, "answer_by": None}
    Domiciliation.objects.filter(pk__in=others).update(**ended)


RULES = (Rule("domiciliation.Domiciliation", "file", told=_("domiciliation"), settle=_one_under_way),)
