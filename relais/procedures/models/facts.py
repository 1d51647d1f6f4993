"""What is counted of démarches, apart from them: no person, no author, no file, and nothing that leads back to one (privacy wall)."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import OrganisationOwned, SealedQuerySet


class Moment(models.TextChoices):
    """What is told of a blocker."""

    SEEN = "vu", _("rencontré")
    ENDED = "fini", _("terminé")
    WITHDRAWN = "retire", _("noté par erreur")
    RESUMED = "repris", _("fin retirée")


class BlockerFact(OrganisationOwned):
    """One blocker was met, ended or withdrawn, or its ending was taken back. Codes and a day only.

    Nothing joins it to the blocker of the file: its number is drawn, never in the order of writing, and the blocker does not know it.
    ``day``: the day it was met; for an ending, taken back or not, that of the ending. ``solved``: what ended it, "" otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    moment = models.CharField(max_length=8, choices=Moment)
    code = models.CharField(_("blocage"), max_length=4)
    service = models.CharField(_("téléservice ou ligne"), max_length=40)
    step = models.CharField(_("étape"), max_length=12)
    day = models.DateField(_("jour"))
    lost = models.CharField(_("temps perdu"), max_length=12)
    harm = models.CharField(_("conséquence"), max_length=12)
    solved = models.CharField(_("ce qui l’a réglé"), max_length=12, blank=True)

    objects: ClassVar[SealedQuerySet["BlockerFact"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("fait compté : blocage")
        indexes = [
            models.Index(fields=["organisation", "day"], name="blocker_facts_by_day"),
            models.Index(fields=["code", "moment"], name="blocker_facts_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.code} {self.service}"
