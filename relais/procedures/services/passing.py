"""The démarches under way, as things that fall due and change hands with a file."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.people.due import Kind
from relais.procedures.models import Procedure
from relais.procedures.rules.turns import Whose


def _under_way(_now: datetime) -> QuerySet[Any]:
    followed = Procedure.objects.filter(file__closed_at=None).exclude(whose=Whose.NOBODY.value)
    return followed.annotate(falls_on=Coalesce("before", "turns_on"))


def _give(actor: Actor, kept: Procedure, member: Member, now: datetime) -> None:
    kept.holder = member
    kept.save(update_fields=["holder"])
    journal.record(actor=actor, action="procedure.handed_over", at=now, subject=kept)


PROCEDURES = Kind(
    "demarche",
    _("Démarche en cours"),
    ("procedures.Procedure",),
    _under_way,
    "falls_on",
    holder="holder",
    words=lambda row: row.title,
    give=_give,
)
