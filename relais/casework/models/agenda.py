"""Tables of the agenda: appointments, absences, and the secret address of an agent's feed."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet, Service
from relais.casework.terms.agenda import AppointmentState, CancelledBy, Place, Reason, Reminded
from relais.people.models import File


class Appointment(OrganisationOwned):
    """An hour kept in a member's agenda, for a person's file or for none.

    ``reasons``: codes of ``Reason``, all that she comes for. ``title``: of an hour without file. ``hidden``: read by its parties only
    (``member``, ``booked_by``). ``covered_for``: in whose place ``member`` receives. ``moved_to``: the one that takes its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.CASCADE, related_name="appointments")
    service = models.ForeignKey(Service, on_delete=models.RESTRICT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("lieu"), max_length=12, choices=Place, default=Place.OFFICE)
    reasons = models.JSONField(_("motifs"), default=list, blank=True)
    title = models.CharField(_("intitulé"), max_length=120, blank=True)
    hidden = models.BooleanField(_("masqué aux collègues"), default=False)
    state = models.CharField(_("état"), max_length=10, choices=AppointmentState, default=AppointmentState.PLANNED)
    cancelled_by = models.CharField(_("annulé par"), max_length=10, choices=CancelledBy, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    moved_to = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="moved_from")
    covered_for = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminded_how = models.CharField(_("rappelé"), max_length=10, choices=Reminded, blank=True)
    booked_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    booked_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Appointment"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("rendez-vous")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=(Q(state="annule") & ~Q(cancelled_by="")) | (~Q(state="annule") & Q(cancelled_by="")),
                name="appointment_cancelled_by_somebody",
            ),
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(title=""), name="appointment_without_file_has_a_title"),
        ]
        indexes = [
            models.Index(fields=["member", "starts_at"], name="appointments_of_a_member"),
            models.Index(fields=["service", "starts_at"], name="appointments_of_a_service"),
            models.Index(fields=["file", "starts_at"], name="appointments_of_a_file"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} ({self.member_id})"

    @property
    def journal_about(self) -> uuid.UUID | None:
        """The file under which its acts are told (``foundation.journal``): none for a hidden hour, read by its parties only."""
        return None if self.hidden else self.file_id

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.ends_at - self.starts_at

    def reason_labels(self) -> list[str]:
        """The words of its reasons, in the order of the list."""
        return [str(reason.label) for reason in Reason if reason in self.reasons]


class Absence(OrganisationOwned):
    """Days when a member does not receive: from the first included to ``ends_on`` excluded. No reason is ever kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("retour"))
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Absence"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("absence")
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="absence_ends_after_it_starts")]
        indexes = [models.Index(fields=["member", "ends_on"], name="absences_of_a_member")]

    def __str__(self) -> str:
        return f"{self.starts_on} ({self.member_id})"

    @property
    def last_day(self) -> object:
        """The last day of it, as people say it."""
        return self.ends_on - timedelta(days=1)


class CalendarFeed(models.Model):
    """The secret address of a member's feed: its digest alone is kept; another takes its place, none is shown twice."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("adresse d’agenda")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} ({self.member_id})"
