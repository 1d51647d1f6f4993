"""What keeps a démarche from getting through, in the file (doctrine, §6.1). Administrative level (N1)."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.procedures.models.procedures import Procedure
from relais.procedures.terms.blockers import BlockedStep, Harm, LostTime, Solved


class Blocker(OrganisationOwned):
    """One blocker of one démarche. ``code``: of the taxonomy; ``service``: téléservice or line («caf.en_ligne»); ``message``: what was
    shown, which stays in the file. Over once ``ended_on`` is written, with what ended it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="blockers")
    code = models.CharField(_("blocage"), max_length=4)
    service = models.CharField(_("téléservice ou ligne"), max_length=40)
    step = models.CharField(_("étape"), max_length=12, choices=BlockedStep)
    seen_on = models.DateField(_("rencontré le"))
    harm = models.CharField(_("conséquence"), max_length=12, choices=Harm)
    lost = models.CharField(_("temps perdu"), max_length=12, choices=LostTime)
    attempts = models.PositiveSmallIntegerField(_("nombre d’essais"), null=True, blank=True)
    proof = models.BooleanField(_("preuve gardée par la personne"), default=False)
    message = models.CharField(_("message vu"), max_length=300, blank=True)
    author = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(_("terminé le"), null=True, blank=True)
    solved = models.CharField(_("ce qui l’a réglé"), max_length=12, choices=Solved, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["Blocker"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("blocage")
        indexes = [
            models.Index(fields=["procedure", "seen_on"], name="blockers_of_a_procedure"),
            models.Index(fields=["procedure"], condition=models.Q(ended_on=None), name="blockers_under_way"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "code", "service", "step"], condition=models.Q(ended_on=None), name="blocker_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, solved="") | (models.Q(ended_on__isnull=False) & ~models.Q(solved="")),
                name="blocker_ends_by_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.procedure_id})"
