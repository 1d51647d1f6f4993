"""Tables of what comes in: a lot (one table received), its rows, and by what each file is known in its worker's own table.

The rows of the file itself are kept sealed, secrets already masked, until the lot is done; then they are erased.
"""

import uuid
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet, Service
from relais.exchange.rules.reasons import reread
from relais.foundation.vault.fields import SealedBytes, SealedText
from relais.kernel.sentences import Sentence
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
    ELSEWHERE = "ailleurs", _("À voir avec l’accueil")
    OTHERS = "proposee", _("À proposer à une ou un collègue")
    REFUSED = "refusee", _("À corriger")
    OPENED = "ouvert", _("Dossier ouvert")
    COMPLETED = "complete", _("Dossier complété")
    SAME = "inchange", _("Rien de nouveau")
    OFFERED = "offerte", _("Proposée")
    DECLINED = "declinee", _("Déclinée")
    UNDONE = "remis", _("Remis comme avant")
    STAYED = "reste", _("Gardé")


#: rows that are not taken, with their reason: they are in the file to correct.
ASIDE = (Outcome.REFUSED, Outcome.DOUBLE, Outcome.ELSEWHERE)


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

    ``cause``: why it is refused, doubled or kept, quoting no cell, as ``rules/reasons`` keeps it.
    ``told``: what it says, sealed, while a colleague is asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    cause = models.TextField(blank=True)
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
    def reasons(self) -> list[Sentence]:
        """Its ``cause``, sentence by sentence."""
        return reread(self.cause)

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


class WholeState(models.TextChoices):
    """Where the taking away of an organisation stands."""

    ASKED = "demande", _("Attend l’accord d’une deuxième personne")
    MAKING = "ecriture", _("L’archive s’écrit")
    READY = "prete", _("Prête à télécharger")
    TAKEN = "emporte", _("Téléchargée")
    REFUSED = "refuse", _("Refusée")
    CANCELLED = "annule", _("Annulée")
    LAPSED = "echu", _("Passée : personne ne l’a accordée ou téléchargée à temps")
    FAILED = "echec", _("L’archive n’a pas pu être écrite")


class WholeWhy(models.TextChoices):
    """Why an organisation is taken away."""

    MOVE = "instance", _("Changer d’instance ou d’hébergeur")
    LEAVE = "logiciel", _("Changer de logiciel")
    KEEP = "copie", _("Garder une copie hors de la machine")
    ORDER = "requisition", _("Répondre à une décision de justice")


class WholeExport(OrganisationOwned):
    """An organisation taken away: asked by one member, agreed by another, written by the worker, downloaded once by who asked.

    ``key``: opens the archive; sealed, shown once to who agreed, then erased. ``digest``: SHA-256 of the one-time link under way.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    why = models.CharField(_("pourquoi"), max_length=11, choices=WholeWhy)
    state = models.CharField(_("état"), max_length=8, choices=WholeState, default=WholeState.ASKED)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    key = SealedText("clé de l’archive", level="N1")
    digest = models.CharField(max_length=64, blank=True)
    link_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["WholeExport"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("export de l’organisation")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state__in=["demande", "ecriture", "prete"]),
                name="one_whole_export_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"
