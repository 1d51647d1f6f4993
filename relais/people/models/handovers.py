"""Handing files over: one line for each file, proposed to one colleague, accepted or refused by them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.people.models.files import File
from relais.people.terms import HandoverState


class Handover(OrganisationOwned):
    """A file that a colleague is asked to take over: nothing changes in the file before they accept (passation)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="handovers")
    from_member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    to_member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    proposed_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(_("réponse"), max_length=10, choices=HandoverState, default=HandoverState.PROPOSED)
    reason = models.CharField(_("motif du refus"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Handover"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("passation")
        constraints = [
            models.UniqueConstraint(fields=["file"], condition=Q(state="proposee"), name="handed_over_to_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="proposee", answered_at=None) | (~Q(state="proposee") & Q(answered_at__isnull=False)),
                name="handover_answered_at_some_time",
            ),
        ]
        indexes = [models.Index(fields=["to_member", "state"], name="handovers_to_answer")]

    def __str__(self) -> str:
        return f"{self.state} ({self.file_id})"
