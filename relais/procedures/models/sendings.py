"""What is written and kept in a démarche: letters from their preparation to their sending, numbered exhibits, reminders by the batch.

The papers themselves are documents of the file (``casework.Document``), sealed as they were sent; here stand the days, the ways and the
numbers. Administrative level (N1).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.casework.models import Document
from relais.mandates.models import MandateAct
from relais.procedures.models.procedures import Procedure, ProcedureAct
from relais.procedures.terms.procedures import Doer, Proof, Way
from relais.procedures.terms.sendings import ExhibitRole, Sender


class ReminderRun(OrganisationOwned):
    """One press on the board of what has no answer: the reminders of several démarches, prepared, printed and sent together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["ReminderRun"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("relances préparées ensemble")
        indexes = [models.Index(fields=["member", "-began_at"], name="reminder_runs_of_a_member")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Sending(OrganisationOwned):
    """A letter of a démarche. Prepared: its PDF is kept; sent once ``sent_on`` is written. ``letter``: its code in the toolbox;
    ``sender``: who signs it.

    ``act``: what its sending moved in the démarche, None when it moved nothing. ``dropped_at``: left aside, not sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="sendings")
    letter = models.CharField(max_length=40)
    title = models.CharField(_("lettre"), max_length=120)
    recipient = models.CharField(_("envoyée à"), max_length=120, blank=True)
    sender = models.CharField(_("qui signe"), max_length=8, choices=Sender, default=Sender.PERSON)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    prepared_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField()
    sent_on = models.DateField(_("envoyée le"), null=True, blank=True)
    doer = models.CharField(_("par qui"), max_length=8, choices=Doer, blank=True)
    why_for = models.CharField(_("pourquoi sans mandat"), max_length=120, blank=True)
    mandate_act = models.ForeignKey(MandateAct, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_on = models.DateField(_("approuvé le"), null=True, blank=True)
    settled_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    way = models.CharField(_("par quel moyen"), max_length=12, choices=Way, blank=True)
    proof = models.CharField(_("preuve"), max_length=16, choices=Proof, blank=True)
    tracking = models.CharField(_("numéro de l’envoi"), max_length=30, blank=True)
    act = models.ForeignKey(ProcedureAct, null=True, blank=True, on_delete=models.SET_NULL, related_name="sendings")
    recorded_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    run = models.ForeignKey(ReminderRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[SealedQuerySet["Sending"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("lettre d’une démarche")
        indexes = [models.Index(fields=["procedure", "-prepared_at"], name="sendings_of_a_procedure")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on=None, recorded_by=None) | Q(sent_on__isnull=False, recorded_by__isnull=False, dropped_at=None),
                name="sending_recorded_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} ({self.procedure_id})"


class Exhibit(OrganisationOwned):
    """«Pièce n° 3» of a démarche. Its number is given once and never to another: removed, the number stays void."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="exhibits")
    number = models.PositiveSmallIntegerField(_("numéro"))
    role = models.CharField(_("nature"), max_length=12, choices=ExhibitRole)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sending = models.ForeignKey(Sending, null=True, blank=True, on_delete=models.SET_NULL, related_name="exhibits")
    added_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["Exhibit"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("pièce d’une démarche")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="exhibit_number_once"),
            models.UniqueConstraint(fields=["procedure", "document"], condition=Q(removed_at=None), name="exhibit_document_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="exhibit_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"n° {self.number} ({self.procedure_id})"


class Reminder(OrganisationOwned):
    """One démarche of a run: its letter once it is prepared (``sending``), or why it could not be (``problem``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ReminderRun, on_delete=models.CASCADE, related_name="reminders")
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    sending = models.ForeignKey(Sending, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    problem = models.CharField(_("ce qui a manqué"), max_length=300, blank=True)

    objects: ClassVar[SealedQuerySet["Reminder"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("relance d’une démarche")
        constraints = [models.UniqueConstraint(fields=["run", "procedure"], name="reminder_once_in_a_run")]

    def __str__(self) -> str:
        return f"{self.procedure_id} ({self.run_id})"
