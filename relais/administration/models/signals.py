"""What the rules of the week on readings told (CNIL, délibération 2021-122): for the delegate, and kept no longer than the journal."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.administration.rules.readings import WEEK
from relais.administration.terms import TOLD, SignalRule, SignalStanding, SignalState, Told
from relais.foundation.vault.fields import SealedText


class WatchedWeek(OrganisationOwned):
    """A week whose readings the rules have looked at. ``week_on``: its Monday."""

    week_on = models.DateField(_("semaine du"))
    watched_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["WatchedWeek"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("semaine du journal regardée")
        constraints = [models.UniqueConstraint(fields=["organisation", "week_on"], name="week_watched_once")]

    def __str__(self) -> str:
        return str(self.week_on)


class Signal(OrganisationOwned):
    """One thing that a rule told of one account in one week. ``file_ref``: identifier of the file, None for several; never a name.

    ``standing``: by which way the file was open at the first of these readings. ``words``: what the delegate noted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week_on = models.DateField(_("semaine du"))
    rule = models.CharField(_("règle"), max_length=24, choices=SignalRule)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    file_ref = models.UUIDField(_("dossier"), null=True, blank=True)
    on = models.DateField(_("jour"))
    count = models.PositiveIntegerField(_("combien"))
    standing = models.CharField(_("à quel titre"), max_length=20, choices=SignalStanding)
    state = models.CharField(_("état"), max_length=14, choices=SignalState, default=SignalState.TO_SEE)
    words = SealedText("ce que la ou le délégué en a noté", level="N2")
    settled_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Signal"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("signal du journal")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "week_on", "rule", "member", "file_ref"],
                condition=Q(file_ref__isnull=False),
                name="signal_of_a_file_once_a_week",
            ),
            models.UniqueConstraint(
                fields=["organisation", "rule", "member", "on"], condition=Q(file_ref=None), name="signal_of_files_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state=SignalState.TO_SEE, settled_at=None) | (~Q(state=SignalState.TO_SEE) & Q(settled_at__isnull=False)),
                name="signal_settled_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} ({self.member_id}, {self.week_on})"

    @property
    def file_reference(self) -> str:
        """What names the file: the beginning of its address; "" for several."""
        return str(self.file_ref)[:8] if self.file_ref else ""

    @property
    def told(self) -> Told:
        """The rule in words."""
        return TOLD[self.rule]

    @property
    def week_ends_on(self) -> date:
        """Its Sunday."""
        return self.week_on + WEEK

    @property
    def is_open(self) -> bool:
        """Whether it is still to be looked at."""
        return self.state == SignalState.TO_SEE
