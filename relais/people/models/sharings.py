"""Acts by which the person's information goes from one professional to another, and what she agreed to or refused (doctrine §3.4).

Three consents are never mixed: to the accompaniment, to a sharing outside the team, to a treatment of data; each has its own effect when
it is withdrawn.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet, SecrecyBasis
from relais.people.models.files import File
from relais.people.terms import Basis, ConsentForm, ConsentKind, InformationForm, InformationKind, ParentsTold


class Consent(OrganisationOwned):
    """What the person agreed to, on a day, in a form; a withdrawal is a date, never an erasure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("accord"), max_length=16, choices=ConsentKind)
    form = models.CharField(_("forme"), max_length=12, choices=ConsentForm)
    scope = models.CharField(_("ce à quoi elle dit oui"), max_length=300)
    given_on = models.DateField(_("donné le"))
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Consent"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("accord de la personne")

    def __str__(self) -> str:
        return f"{self.kind} ({self.file_id})"


class Information(OrganisationOwned):
    """What the person was told about her rights or her data, on a day, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="informations")
    kind = models.CharField(_("information"), max_length=16, choices=InformationKind)
    form = models.CharField(_("forme"), max_length=12, choices=InformationForm)
    given_on = models.DateField(_("donnée le"))
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Information"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("information donnée")

    def __str__(self) -> str:
        return f"{self.kind} ({self.file_id})"


class Opposition(models.Model):
    """The person says no to any sharing within the team, until she says otherwise (CSP L.1110-4, IV)."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="oppositions")
    asked_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("opposition au partage")
        constraints = [models.UniqueConstraint(fields=["file"], condition=Q(lifted_at=None), name="opposed_once_at_a_time")]

    def __str__(self) -> str:
        return f"{self.file_id} ({self.asked_at:%Y-%m-%d})"


class Sharing(OrganisationOwned):
    """One act: who, to whom (a member, or somebody named outside), what, on which basis, why it is necessary, until when.

    ``to_secrecy``: on what the receiver's secrecy rested that day. ``opens``: levels read in the file by a member, nothing for somebody
    outside, to whom ``things`` are handed over or said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="sharings")
    shared_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    to_member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    to_name = models.CharField(_("nom de la personne à qui"), max_length=120, blank=True)
    to_body = models.CharField(_("fonction et organisme"), max_length=160, blank=True)
    to_secrecy = models.CharField(_("fondement du secret"), max_length=12, choices=SecrecyBasis)
    opens_reception = models.BooleanField(_("comment la joindre"), default=False)
    opens_administrative = models.BooleanField(_("partie administrative"), default=False)
    opens_evaluation = models.BooleanField(_("évaluation"), default=False)
    things = models.CharField(_("pièces et informations précises"), max_length=300, blank=True)
    basis = models.CharField(_("fondement"), max_length=24, choices=Basis)
    reference = models.CharField(_("référence du fondement"), max_length=200, blank=True)
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.RESTRICT, related_name="sharings")
    parents_told = models.CharField(_("information des parents"), max_length=12, choices=ParentsTold, blank=True)
    necessity = models.CharField(_("pourquoi c’est nécessaire"), max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["Sharing"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("partage")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_member__isnull=False, to_name="") | (Q(to_member=None) & ~Q(to_name="")),
                name="shared_with_one_identified_person",
            ),
            models.CheckConstraint(
                condition=Q(to_member__isnull=False) | Q(opens_reception=False, opens_administrative=False, opens_evaluation=False),
                name="levels_open_to_members_only",
            ),
            models.CheckConstraint(
                condition=Q(opens_reception=True) | Q(opens_administrative=True) | Q(opens_evaluation=True) | ~Q(things=""),
                name="something_is_shared",
            ),
            models.CheckConstraint(
                condition=Q(opens_evaluation=False) | ~Q(to_secrecy=SecrecyBasis.NONE), name="evaluation_to_the_bound_only"
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.CHILD_PROTECTION) | (~Q(to_secrecy=SecrecyBasis.NONE) & ~Q(parents_told="")),
                name="child_protection_between_the_bound",
            ),
            models.CheckConstraint(condition=~Q(basis=Basis.CONSENT) | Q(consent__isnull=False), name="consent_is_recorded"),
            models.CheckConstraint(condition=~Q(necessity=""), name="sharing_says_why"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="sharing_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="sharing_withdrawn_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["to_member", "file"], name="sharing_to_a_member")]

    def __str__(self) -> str:
        return f"{self.basis} ({self.file_id})"
