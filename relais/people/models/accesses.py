"""Acts that open a file for a time, or close it to somebody: the duty roster, the exceptional access, the person's bar."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet, Service
from relais.people.models.files import File
from relais.people.models.persons import Person
from relais.people.terms import Motive, Review


class Bar(models.Model):
    """A member whom the person does not want in her file (a neighbour, a relative): closed by every path until she says otherwise."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bars")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("agent écarté à la demande de la personne")
        constraints = [models.UniqueConstraint(fields=["person", "member"], condition=Q(lifted_at=None), name="barred_once_at_a_time")]

    def __str__(self) -> str:
        return f"{self.person_id} ({self.member_id})"


class RosterDay(OrganisationOwned):
    """Who receives in a service on a day (permanence)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(_("jour"))

    objects: ClassVar[SealedQuerySet["RosterDay"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("jour de permanence")
        constraints = [models.UniqueConstraint(fields=["service", "member", "on"], name="on_duty_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on} ({self.member_id})"


class Presence(models.Model):
    """«La personne est là et le demande»: the worker on duty stands in for the référent until midnight (N0 to N2)."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="presences")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("personne présente à la permanence")

    def __str__(self) -> str:
        return f"{self.file_id} ({self.member_id})"


class BreakGlass(models.Model):
    """An exceptional access to one file for 24 hours, told at once to the référent and to the head, reviewed within seven days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="exceptional_accesses")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    motive = models.CharField(_("motif"), max_length=20, choices=Motive)
    words = models.CharField(_("en une phrase"), max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review = models.CharField(_("examen"), max_length=14, choices=Review, blank=True)
    reviewed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("accès exceptionnel")
        indexes = [models.Index(fields=["file"], condition=Q(review=""), name="break_glass_to_review")]
        constraints = [
            models.CheckConstraint(
                condition=Q(review="", reviewed_at=None, reviewed_by=None)
                | (~Q(review="") & Q(reviewed_at__isnull=False) & Q(reviewed_by__isnull=False)),
                name="break_glass_reviewed_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motive} ({self.file_id}, {self.member_id})"

    @property
    def reference(self) -> str:
        """What names it to whoever may not know whose file it is; it is not the file's own."""
        return self.pk.hex[:8].upper()
