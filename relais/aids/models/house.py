"""What a house gives by its own rules: its règlement, its kinds of aid, its envelopes, who pays. Amounts in centimes."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.aids.terms import Nature, Overspend, Scale


class AidPolicy(OrganisationOwned):
    """The rules of one house. ``days``: of a month, in the reste à vivre. ``appeal``: to whom one writes to contest a decision."""

    rules = models.TextField(_("règlement"), blank=True)
    scale = models.CharField(_("compte des personnes"), max_length=8, choices=Scale, default=Scale.OECD)
    days = models.PositiveSmallIntegerField(_("jours du mois"), default=30, validators=[MinValueValidator(28), MaxValueValidator(31)])
    overspend = models.CharField(_("enveloppe dépassée"), max_length=16, choices=Overspend, default=Overspend.REFUSE)
    appeal = models.CharField(_("recours gracieux adressé à"), max_length=200, blank=True)
    court = models.CharField(_("tribunal administratif"), max_length=120, blank=True)
    changed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["AidPolicy"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("règlement des aides")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="aid_policy_once")]

    def __str__(self) -> str:
        return str(self.organisation_id)


class AidKind(OrganisationOwned):
    """One kind of aid. ``ceiling``: the most of one decision. ``head_up_to``: what the head decides alone in an emergency.

    ``line``: where the house books it, as its accounts name the line; "" when nobody said.
    """

    name = models.CharField(_("nom"), max_length=80)
    nature = models.CharField(_("nature"), max_length=12, choices=Nature)
    repayable = models.BooleanField(_("avance remboursable"), default=False)
    ceiling = models.PositiveIntegerField(_("plafond"), null=True, blank=True)
    head_up_to = models.PositiveIntegerField(_("décidée en urgence jusqu’à"), default=0)
    line = models.CharField(_("imputation budgétaire"), max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["AidKind"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("aide facultative")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="aid_kind_name_once")]

    def __str__(self) -> str:
        return self.name


class AidEnvelope(OrganisationOwned):
    """What may be granted of one kind in one year."""

    kind = models.ForeignKey(AidKind, on_delete=models.CASCADE, related_name="envelopes")
    year = models.PositiveSmallIntegerField(_("année"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    amount = models.PositiveBigIntegerField(_("montant"))
    set_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["AidEnvelope"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("enveloppe")
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="aid_envelope_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.year}"


class AidPayer(OrganisationOwned):
    """A member named to pay: reads whom to pay and how much, and nothing else of any file."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    named_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["AidPayer"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("personne qui paie")
        constraints = [models.UniqueConstraint(fields=["member"], name="aid_payer_once")]

    def __str__(self) -> str:
        return str(self.member_id)
