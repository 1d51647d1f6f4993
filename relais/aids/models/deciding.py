"""A session of the commission, its agenda of numbered sheets, and what people decided. Nothing is decided by the program."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.aids.models.requests import AidRequest
from relais.aids.terms import How, Outcome
from relais.foundation.vault.fields import SealedText


class AidSession(OrganisationOwned):
    """One sitting. ``present``: one name a line. Signed and locked, it changes no more; a decision is then corrected by another act."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    held_on = models.DateField(_("jour de la séance"))
    place = models.CharField(_("lieu"), max_length=120, blank=True)
    present = models.TextField(_("présentes et présents"), blank=True)
    remarks = models.TextField(_("remarques du procès-verbal"), blank=True)
    opened_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    signed_by = models.CharField(_("signé par"), max_length=120, blank=True)

    objects: ClassVar[SealedQuerySet["AidSession"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("séance de commission")
        constraints = [
            models.CheckConstraint(
                condition=Q(locked_at=None, locked_by=None) | Q(locked_at__isnull=False, locked_by__isnull=False),
                name="aid_session_locked_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on}"


class AidItem(OrganisationOwned):
    """One sheet of an agenda. ``sheet``: JSON of what the commission reads, as it was the day it was put there: no name, no address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(AidSession, on_delete=models.CASCADE, related_name="items")
    request = models.ForeignKey(AidRequest, on_delete=models.CASCADE, related_name="items")
    rank = models.PositiveSmallIntegerField()
    sheet = SealedText("fiche sans nom", level="N1")

    objects: ClassVar[SealedQuerySet["AidItem"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("fiche d’une séance")
        constraints = [models.UniqueConstraint(fields=["session", "request"], name="aid_item_once")]

    def __str__(self) -> str:
        return f"{self.rank} ({self.session_id})"


class AidDecisionQuerySet(SealedQuerySet["AidDecision"]):
    """Decisions."""

    def standing(self) -> Self:
        """Those that no other has taken the place of: the corrected ones are few, and read once, not looked for beside each row."""
        return self.exclude(pk__in=AidDecision.objects.exclude(corrects=None).values("corrects_id"))


class AidDecision(OrganisationOwned):
    """What was decided of a request, by the commission (``item``) or by the head in an emergency (none). ``amount``: centimes.

    ``words``: the reason of a refusal, what is missing, a condition. ``corrects``: the decision that this one takes the place of, with
    ``why``; nothing is overwritten. ``told_on``: when the person knew of it.
    ``engaged``: what its payments sum to, never more than what was granted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AidRequest, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(AidItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    outcome = models.CharField(_("décision"), max_length=8, choices=Outcome)
    amount = models.PositiveIntegerField(_("montant accordé"), default=0)
    words = SealedText("motif", level="N1")
    decided_on = models.DateField(_("décidée le"))
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="corrected_by")
    why = SealedText("pourquoi elle est corrigée", level="N1")
    engaged = models.PositiveIntegerField(_("montant engagé"), default=0)
    told_on = models.DateField(_("dite le"), null=True, blank=True)
    told_how = models.CharField(_("dite"), max_length=10, choices=How, blank=True)

    objects: ClassVar[AidDecisionQuerySet] = AidDecisionQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("décision sur une aide")
        indexes = [
            models.Index(fields=["request", "-recorded_at"], name="aid_decisions_of_one"),
            models.Index(fields=["organisation", "decided_on"], name="aid_decisions_by_day"),
            models.Index(fields=["organisation", "decided_on"], condition=Q(engaged__lt=F("amount")), name="aid_decisions_to_engage"),
        ]
        constraints = [models.CheckConstraint(condition=Q(engaged__lte=F("amount")), name="aid_engaged_within_what_is_granted")]

    def __str__(self) -> str:
        return f"{self.outcome} ({self.request_id})"
