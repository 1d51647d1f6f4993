"""The months of the report that are closed: what they told is what they tell."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import OrganisationOwned, SealedQuerySet


class ClosedFigure(OrganisationOwned):
    """One figure of one month, as it is told for ever. ``month``: «2026-10»; ``parts``: its tallies, each ``[service, cell, count,
    amount]``, service 0 for the whole house; an empty list when it counts nothing. No person, no file, no member, no day."""

    figure = models.CharField(_("indicateur"), max_length=40)
    month = models.CharField(_("mois"), max_length=7)
    parts = models.JSONField(_("nombres"), default=list)
    closed_at = models.DateTimeField(_("arrêté le"))

    objects: ClassVar[SealedQuerySet["ClosedFigure"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("mois arrêté du bilan")
        constraints = [models.UniqueConstraint(fields=["organisation", "figure", "month"], name="closed_figure_once")]

    def __str__(self) -> str:
        return f"{self.figure} {self.month}"
