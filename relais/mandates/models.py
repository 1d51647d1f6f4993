"""The mandate of a person, its acts one by one, and its attestation. Administrative level (N1)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.casework.models import Document
from relais.mandates.terms import Domain, How, Kind, Length
from relais.people.models import File


class Mandate(OrganisationOwned):
    """What the person of a file lets us do, for a time. It is in force once ``signed_on`` is known, until ``ends_on`` included.

    ``given_by``, ``given_to``, ``agent``: the names that the sheet bears, which do not follow a later change. ``scan``: the signed copy,
    among the documents of the file. ``nonce``, ``digests``, ``fingerprint``, ``seal_key``, ``seal``: the attestation
    (``rules.attestation``), and the seal of this instance over it, under a key that the database does not hold. ``number``: that of
    Aidants Connect, "" for our paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="mandates")
    kind = models.CharField(_("nature"), max_length=16, choices=Kind)
    days = models.PositiveSmallIntegerField(_("durée"), choices=Length, null=True, blank=True)
    given_by = models.CharField(_("donné par"), max_length=240)
    given_to = models.CharField(_("donné à"), max_length=250)
    agent = models.CharField(_("représenté par"), max_length=150)
    wording = models.CharField(max_length=10, blank=True)
    number = models.CharField(_("numéro Aidants Connect"), max_length=40, blank=True)
    prepared_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField()
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    recorded_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    scan = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    scan_digest = models.CharField(max_length=64, blank=True)
    nonce = models.CharField(max_length=32, blank=True)
    digests = models.JSONField(default=dict, blank=True)
    fingerprint = models.CharField(_("empreinte"), max_length=64, blank=True)
    seal_key = models.CharField(max_length=8, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    objects: ClassVar[SealedQuerySet["Mandate"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("mandat")
        indexes = [models.Index(fields=["file", "ends_on"], name="mandates_of_a_file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on=None, ends_on=None, recorded_at=None, recorded_by=None)
                | Q(signed_on__isnull=False, ends_on__gte=models.F("signed_on"), recorded_at__isnull=False, recorded_by__isnull=False),
                name="mandate_signed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.file_id})"


class MandateAct(OrganisationOwned):
    """One act of a mandate, in words chosen with the person; "" when a whole domain is meant (Aidants Connect). Withdrawn, it stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="acts")
    position = models.PositiveSmallIntegerField()
    domain = models.CharField(_("domaine"), max_length=12, choices=Domain)
    words = models.CharField(_("acte"), max_length=120, blank=True)
    revoked_on = models.DateField(_("révoqué le"), null=True, blank=True)
    revoked_how = models.CharField(_("dit"), max_length=12, choices=How, blank=True)
    revoked_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["MandateAct"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("acte d’un mandat")
        constraints = [
            models.UniqueConstraint(fields=["mandate", "position"], name="mandate_act_once"),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_at=None, revoked_by=None)
                | Q(revoked_on__isnull=False, revoked_at__isnull=False, revoked_by__isnull=False),
                name="mandate_act_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain} ({self.mandate_id})"
