"""Goals in the person's words, and the steps that lead to them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.casework.models.interviews import Interview
from relais.casework.terms.interviews import GoalState, Who
from relais.people.models import File


class Goal(OrganisationOwned):
    """What the person wants, as she says it; it comes first on her page (S3, S45)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="goals")
    words = models.CharField(_("avec ses mots"), max_length=300)
    state = models.CharField(_("où elle ou il en est"), max_length=10, choices=GoalState, default=GoalState.CURRENT)
    set_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Goal"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("objectif")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="en_cours", ended_at=None) | (~Q(state="en_cours") & Q(ended_at__isnull=False)),
                name="goal_ended_with_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} ({self.file_id})"


class Step(OrganisationOwned):
    """One thing to do: by us, by the person, or the next time one talks. ``member``: who of us. ``due_on``: by when, if said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="steps")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="steps")
    interview = models.ForeignKey(Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="steps")
    who = models.CharField(_("qui"), max_length=10, choices=Who)
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    what = models.CharField(_("quoi"), max_length=200)
    due_on = models.DateField(_("pour quand"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Step"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("étape")
        indexes = [models.Index(fields=["member", "due_on"], condition=Q(done_at=None), name="steps_left_to_a_member")]

    def __str__(self) -> str:
        return f"{self.who} ({self.file_id})"
