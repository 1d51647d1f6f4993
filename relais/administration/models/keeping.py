"""Files that come to their end, and what is counted of them once they are gone."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import OrganisationOwned, SealedQuerySet
from relais.administration.terms import Why


class Elimination(OrganisationOwned):
    """A file that is to be eliminated, announced first; then the proof that it was. ``file_id``: its identifier, which outlives it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_id = models.UUIDField(unique=True)
    why = models.CharField(_("motif"), max_length=20, choices=Why)
    last_contact_on = models.DateField(_("dernier contact"))
    announced_at = models.DateTimeField()
    due_on = models.DateField(_("éliminé à partir du"))
    visa = models.CharField(_("numéro du visa des archives"), max_length=80, blank=True)
    visa_on = models.DateField(_("date du visa"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Elimination"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("élimination d’un dossier")

    def __str__(self) -> str:
        return f"{self.why} ({self.file_id})"


class KeptTally(OrganisationOwned):
    """What a figure of the reports counted of files eliminated since (``kernel.tallies``): a report of a past year does not change when
    they go. ``service``: its number, 0 for the whole organisation; ``figure``, ``cell``: codes. No person, no file, no day."""

    figure = models.CharField(_("indicateur"), max_length=40)
    service = models.PositiveBigIntegerField(_("service"))
    month = models.CharField(_("mois"), max_length=7)
    cell = models.CharField(_("ligne"), max_length=60, blank=True)
    count = models.PositiveIntegerField(_("nombre"), default=0)
    amount = models.BigIntegerField(_("somme"), default=0)

    objects: ClassVar[SealedQuerySet["KeptTally"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("nombre gardé pour le bilan")
        constraints = [models.UniqueConstraint(fields=["organisation", "figure", "service", "month", "cell"], name="kept_tally_once")]

    def __str__(self) -> str:
        return f"{self.figure} {self.month} {self.cell}: {self.count}"


class KeptCount(OrganisationOwned):
    """How many, of what, in which month: all that stays of an eliminated file. ``what``: a reason of closing or a right, never a person."""

    month = models.CharField(_("mois"), max_length=7)
    what = models.CharField(_("ce qui est compté"), max_length=80)
    count = models.PositiveIntegerField(_("nombre"), default=0)

    objects: ClassVar[SealedQuerySet["KeptCount"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("compte gardé")
        constraints = [models.UniqueConstraint(fields=["organisation", "month", "what"], name="kept_count_once")]

    def __str__(self) -> str:
        return f"{self.month} {self.what}: {self.count}"
