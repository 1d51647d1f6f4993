"""The démarche: one request to one body, with its clocks of law, and the dated acts that say where it stands (S9, S14, S22, S26, S43)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.mandates.models import MandateAct
from relais.people.models import File
from relais.procedures.terms.procedures import ActLabel, CallResult, Doer, Ending, Pace, Proof, StateLabel, Way, WhoseLabel


class Procedure(OrganisationOwned):
    """One démarche of one file. Administrative level (N1): what is asked of whom and when, never why in her words.

    ``sheet``: code of its sheet of procedure, "" when none. ``silence``, ``appeal``: codes of its clocks (``relais.law.clocks``), "" for
    none. What it was opened from, if anything: ``right``, code of the right that it claims; ``renews``, the open right that it renews;
    ``mail``, code of the type of letter that it answers. ``goal``: what the person wants, that it serves; None as long as nobody said (S3).
    ``state``, ``whose``, ``turns_on``, ``before``, ``late_on`` follow from the acts: written with each act, for lists; from ``turns_on``
    on, the turn is ours; from ``late_on`` on, the body has let its time run out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="procedures")
    holder = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    title = models.CharField(_("démarche"), max_length=90)
    body = models.CharField(_("organisme"), max_length=90, blank=True)
    reference = models.CharField(_("numéro chez cet organisme"), max_length=40, blank=True)
    sheet = models.CharField(max_length=40, blank=True)
    silence = models.CharField(max_length=60, blank=True)
    appeal = models.CharField(max_length=60, blank=True)
    right = models.CharField(_("droit demandé"), max_length=60, blank=True)
    renews = models.ForeignKey("casework.OpenRight", null=True, blank=True, on_delete=models.SET_NULL, related_name="renewals")
    mail = models.CharField(_("courrier reçu"), max_length=40, blank=True)
    goal = models.ForeignKey("casework.Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="procedures")
    opened_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    opened_at = models.DateTimeField()
    state = models.CharField(_("état"), max_length=16, choices=StateLabel, default=StateLabel.PREPARED)
    whose = models.CharField(_("à qui de jouer"), max_length=12, choices=WhoseLabel, default=WhoseLabel.MINE)
    turns_on = models.DateField(null=True, blank=True)
    before = models.DateField(_("avant le"), null=True, blank=True)
    late_on = models.DateField(null=True, blank=True)
    ending = models.CharField(_("raison de la clôture"), max_length=16, choices=Ending, blank=True)

    objects: ClassVar[SealedQuerySet["Procedure"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("démarche")
        indexes = [
            models.Index(fields=["file", "-opened_at"], name="procedures_of_a_file"),
            # most démarches renew nothing: the index of the column alone tells a database nothing of those that do
            models.Index(fields=["renews"], condition=Q(renews__isnull=False), name="procedures_that_renew"),
            models.Index(fields=["holder", "whose", "before"], condition=~Q(whose="personne_ne"), name="procedures_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.file_id})"


class ProcedureAct(OrganisationOwned):
    """One dated act of a démarche. ``on``: its day; ``received``: when what was sent arrived, or when we received what came; ``until``: the
    last day that it gives; ``euros``, ``pace``: what a grant or a payment brings, when known; ``ending``: why it closes the démarche.
    ``ends_on``: the last day that a grant writes on ``right``, whose last day was ``ended_on``. Taken back, it stays with its day and
    its author, and no longer counts. Done for the person: ``mandate_act`` is what let us; without it ``why_for`` says why, until the
    person approves it (``settled_on``) or a mandate comes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(_("acte"), max_length=20, choices=ActLabel)
    on = models.DateField(_("le"))
    received = models.DateField(_("reçu le"), null=True, blank=True)
    until = models.DateField(_("au plus tard le"), null=True, blank=True)
    doer = models.CharField(_("fait"), max_length=8, choices=Doer, blank=True)
    why_for = models.CharField(_("pourquoi sans mandat"), max_length=120, blank=True)
    mandate_act = models.ForeignKey(MandateAct, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_on = models.DateField(_("approuvé le"), null=True, blank=True)
    settled_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    way = models.CharField(_("par quel moyen"), max_length=12, choices=Way, blank=True)
    proof = models.CharField(_("preuve"), max_length=16, choices=Proof, blank=True)
    result = models.CharField(_("résultat de l’appel"), max_length=10, choices=CallResult, blank=True)
    euros = models.DecimalField(_("montant en euros"), max_digits=8, decimal_places=2, null=True, blank=True)
    pace = models.CharField(_("versé"), max_length=8, choices=Pace, blank=True)
    tracking = models.CharField(_("numéro de l’envoi"), max_length=30, blank=True)
    ending = models.CharField(_("raison de la clôture"), max_length=16, choices=Ending, blank=True)
    right = models.ForeignKey("casework.OpenRight", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ends_on = models.DateField(_("droit ouvert jusqu’au"), null=True, blank=True)
    ended_on = models.DateField(_("droit ouvert auparavant jusqu’au"), null=True, blank=True)
    words = models.CharField(_("précision"), max_length=200, blank=True)
    author = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["ProcedureAct"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("acte d’une démarche")
        constraints = [
            models.CheckConstraint(condition=Q(euros=None, pace="") | (Q(euros__gt=0) & ~Q(pace="")), name="act_amount_with_its_pace")
        ]
        indexes = [models.Index(fields=["procedure", "on", "recorded_at"], name="acts_of_a_procedure")]

    def __str__(self) -> str:
        return f"{self.act} ({self.procedure_id})"
