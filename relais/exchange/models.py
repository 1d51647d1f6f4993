"""Tables of what comes in: a lot (one table received), its rows, and by what each file is known in its worker's own table.

The rows of the file itself are kept sealed, secrets already masked, until the lot is done; then they are erased.
"""

import uuid
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet, Service
from relais.foundation.vault.fields import SealedBytes, SealedText
from relais.people.models import File


class LotState(models.TextChoices):
    """Where a lot stands; «reprise» and «retour» are done by the worker of the queue."""

    RECEIVED = "recu", _("Colonnes à confirmer")
    READY = "pret", _("À relire")
    TAKING = "reprise", _("Reprise en cours")
    DONE = "fait", _("Repris")
    UNDOING = "retour", _("Annulation en cours")
    UNDONE = "annule", _("Annulé")


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "nouveau", _("À ouvrir")
    KNOWN = "connu", _("À compléter")
    DOUBLE = "doublon", _("Doublon possible")
    OTHERS = "proposee", _("À proposer à une ou un collègue")
    REFUSED = "refusee", _("À corriger")
    OPENED = "ouvert", _("Dossier ouvert")
    COMPLETED = "complete", _("Dossier complété")
    SAME = "inchange", _("Rien de nouveau")
    OFFERED = "offerte", _("Proposée")
    DECLINED = "declinee", _("Déclinée")
    UNDONE = "remis", _("Remis comme avant")
    STAYED = "reste", _("Gardé")


class Lot(OrganisationOwned):
    """One table that a member brought. ``table``: its rows, sealed, erased once done; ``faults``: those to correct, sealed, for 7 days.

    ``columns``: the code chosen for each column, in order. ``total`` and ``done``: rows, for the progress.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("état"), max_length=8, choices=LotState, default=LotState.RECEIVED)
    columns = models.JSONField(_("colonnes"), default=list, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    table = SealedBytes("tableau", level="N1")
    faults = SealedBytes("lignes à corriger", level="N1")
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Lot"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("tableau reçu")

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"


class LotRow(models.Model):
    """One row of a lot. ``before``: what undoing puts back, sealed; ``prints``: digest of the file as the lot left it.

    ``cause``: why it is refused, doubled or kept, quoting no cell. ``told``: what it says, sealed, while a colleague is asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    cause = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lead = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    before = SealedText("avant", level="N1")
    told = SealedText("ligne proposée", level="N1")
    prints = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("ligne d’un tableau reçu")
        constraints = [models.UniqueConstraint(fields=["lot", "line"], name="line_once_in_a_lot")]
        indexes = [models.Index(fields=["lead", "outcome"], name="rows_offered")]

    def __str__(self) -> str:
        return f"{self.lot_id} ligne {self.line}"

    @property
    def organisation_id(self) -> UUID:
        """The organisation of its lot, for its seal."""
        return self.lot.organisation_id


class KnownAs(models.Model):
    """By what a file is known in a member's own table: ``reference`` is their number, ``who`` the name and the birth."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(_("numéro dans son tableau"), max_length=60, blank=True)
    who = models.CharField(_("nom et naissance"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("numéro dans un tableau")
        constraints = [models.UniqueConstraint(fields=["file", "member"], name="known_once_to_a_member")]
        indexes = [models.Index(fields=["member", "reference"], name="known_by_reference")]

    def __str__(self) -> str:
        return f"{self.file_id} ({self.member_id})"
