"""Organisations sealed from each other, their services and teams."""

import uuid
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.foundation.access import Actor

M = TypeVar("M", bound=models.Model)


class SealedQuerySet(models.QuerySet[M]):
    """Rows that belong to one organisation."""

    def within(self, actor: Actor) -> Self:
        """Only the rows of the actor's organisation; none for a visitor or for the terminal."""
        return self.none() if actor.organisation_id is None else self.filter(organisation_id=actor.organisation_id)


class OrganisationKind(models.TextChoices):
    """What sort of body runs a part of this instance."""

    CCAS = "ccas", _("CCAS ou CIAS")
    DEPARTMENT = "departement", _("Département")
    ASSOCIATION = "association", _("Association")
    OTHER = "autre", _("Autre organisme")


class Organisation(models.Model):
    """One employer hosted by this instance; nothing of it is ever seen from another.

    ``papers_read_on``: when its delegate read the papers about its data; until then every page says «démonstration».
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=120, unique=True)
    kind = models.CharField(_("nature"), max_length=20, choices=OrganisationKind)
    is_demo = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    papers_read_on = models.DateField(_("documents sur les données relus le"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name


class OrganisationOwned(models.Model):
    """Base of every table that holds an organisation's data: the seal is a column, and reads start by ``within(actor)``."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Service(OrganisationOwned):
    """A service of an organisation, run by its «responsable»."""

    name = models.CharField(_("nom"), max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Service"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("service")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="service_name_once_per_organisation")]

    def __str__(self) -> str:
        return self.name


class Team(OrganisationOwned):
    """People of one service who share the same files."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("nom"), max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Team"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("équipe")
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="team_name_once_per_service")]

    def __str__(self) -> str:
        return self.name
