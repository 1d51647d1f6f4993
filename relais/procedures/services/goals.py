"""What a démarche is for: one of the things that the person wants, in her words (S3, S45)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.casework.models import Goal
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.procedures.models import Procedure
from relais.procedures.services.procedures import UnableToKeepProcedure, procedure_to_change


@transaction.atomic
def hang_on(*, actor: Actor, procedure_id: UUID, wanted: UUID | None, now: datetime) -> Procedure:
    """Say which of the person's wishes a démarche serves, or none any more."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    goal = None if wanted is None else Goal.objects.within(actor).filter(pk=wanted, file_id=kept.file_id).first()
    if wanted is not None and goal is None:
        raise UnableToKeepProcedure(goal=gettext_noop("Choisissez parmi ce que veut la personne."))
    kept.goal = goal
    kept.save(update_fields=["goal"])
    journal.record(actor=actor, action="procedure.goal", at=now, subject=kept)
    return kept
