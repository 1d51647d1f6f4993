"""Payments of what was granted, and the schedule of an advance. Amounts in centimes."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.aids.models.deciding import AidDecision
from relais.aids.models.requests import AidRequest
from relais.aids.terms import Channel
from relais.foundation.vault.fields import SealedText


class AidPayment(OrganisationOwned):
    """A payment engaged, then paid on a day. ``payee``, ``invoice``: all that whoever pays reads, with the amount."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(AidDecision, on_delete=models.CASCADE, related_name="payments")
    amount = models.PositiveIntegerField(_("montant"))
    payee = SealedText("à payer à", level="N1")
    invoice = SealedText("numéro de facture", level="N1")
    channel = models.CharField(_("moyen"), max_length=10, choices=Channel)
    engaged_on = models.DateField(_("engagé le"))
    engaged_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    paid_on = models.DateField(_("payé le"), null=True, blank=True)
    paid_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    reference = models.CharField(_("référence"), max_length=60, blank=True)

    objects: ClassVar[SealedQuerySet["AidPayment"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("paiement d’une aide")
        indexes = [
            models.Index(fields=["organisation", "engaged_on"], condition=Q(paid_on=None), name="aid_payments_to_pay"),
            models.Index(fields=["organisation", "paid_on"], name="aid_payments_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_by=None) | Q(paid_on__isnull=False, paid_by__isnull=False),
                name="aid_payment_paid_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.decision_id})"


class AidInstalment(OrganisationOwned):
    """One month of an advance to pay back: paid on a day, or remitted on a day with its reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AidRequest, on_delete=models.CASCADE, related_name="instalments")
    rank = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("due le"))
    amount = models.PositiveIntegerField(_("montant"))
    paid_on = models.DateField(_("payée le"), null=True, blank=True)
    remitted_on = models.DateField(_("remise le"), null=True, blank=True)
    reason = SealedText("pourquoi elle est remise", level="N1")
    settled_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["AidInstalment"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("échéance d’une avance")
        constraints = [
            models.UniqueConstraint(fields=["request", "rank"], name="aid_instalment_once"),
            models.CheckConstraint(condition=Q(paid_on=None) | Q(remitted_on=None), name="aid_instalment_paid_or_remitted"),
        ]

    def __str__(self) -> str:
        return f"{self.rank} ({self.request_id})"
