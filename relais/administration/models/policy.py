"""What an organisation says of the data it keeps: printed in its papers, read by its retention."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.administration.rules.readings import FEWEST_ALLOWED, MOST_ALLOWED, MOST_AN_HOUR


class DataPolicy(OrganisationOwned):
    """One row for an organisation; the defaults of doctrine §2.5 where it has said nothing."""

    address = models.CharField(_("adresse du responsable de traitement"), max_length=300, blank=True)
    dpo_contact = models.CharField(_("joindre la ou le délégué à la protection des données"), max_length=200, blank=True)
    host = models.CharField(_("hébergeur"), max_length=200, blank=True)
    host_is_certified = models.BooleanField(_("hébergeur certifié pour les données de santé"), default=False)
    months = models.PositiveSmallIntegerField(
        _("mois de conservation après le dernier contact"), default=24, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    reason = models.CharField(_("pourquoi plus de 24 mois"), max_length=500, blank=True)
    public_archives = models.BooleanField(_("archives publiques : visa avant toute élimination"), default=True)
    files_an_hour = models.PositiveSmallIntegerField(
        _("dossiers ouverts en une heure au-delà desquels c’est signalé"),
        default=MOST_AN_HOUR,
        validators=[MinValueValidator(FEWEST_ALLOWED), MaxValueValidator(MOST_ALLOWED)],
    )
    recorded_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["DataPolicy"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("politique des données")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_data_policy")]

    def __str__(self) -> str:
        return str(self.organisation_id)
