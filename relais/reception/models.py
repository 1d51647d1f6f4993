"""Tables of the counter: a visit, with or without a file, with a number and never a name of its own."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet, Service
from relais.casework.models.agenda import Appointment
from relais.casework.terms.agenda import Reason
from relais.people.models import File
from relais.reception.rules import is_offline
from relais.reception.terms import Came, Device, ForWhom, Online, VisitState


class Visit(OrganisationOwned):
    """Somebody came to a service. ``number``: on her paper, that day in that service. ``file`` None: counted, not named.

    ``reasons``: codes of ``casework.terms.agenda.Reason``, all of them, before anything is booked. ``asked_for``: the member she waits for.
    ``device``, ``online``: two questions on the digital, asked or not (S39).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(_("jour"))
    number = models.PositiveIntegerField(_("numéro"))
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits")
    appointment = models.ForeignKey(Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits")
    reasons = models.JSONField(_("motifs"), default=list, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    came = models.CharField(_("comment"), max_length=12, choices=Came, default=Came.DESK)
    for_whom = models.CharField(_("pour qui"), max_length=12, choices=ForWhom, default=ForWhom.SELF)
    device = models.CharField(_("appareil à elle ou à lui"), max_length=10, choices=Device, blank=True)
    online = models.CharField(_("internet en ce moment"), max_length=10, choices=Online, blank=True)
    asked_for = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("état"), max_length=12, choices=VisitState, default=VisitState.WAITING)
    arrived_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    received_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Visit"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("visite")
        constraints = [
            models.UniqueConstraint(fields=["service", "on", "number"], name="visit_number_once_a_day"),
            models.CheckConstraint(
                condition=Q(state__in=("attend", "appele"), ended_at=None)
                | (~Q(state__in=("attend", "appele")) & Q(ended_at__isnull=False)),
                name="visit_ended_with_its_hour",
            ),
        ]
        indexes = [models.Index(fields=["file", "arrived_at"], name="visits_of_a_file")]

    def __str__(self) -> str:
        return f"{self.on} n° {self.number}"

    @property
    def is_offline(self) -> bool:
        """No online way may be proposed: paper, phone and counter are (doctrine §7.2, level 0)."""
        return is_offline(device=self.device, online=self.online)

    def reason_labels(self) -> list[str]:
        """The words of its reasons, in the order of the list."""
        return [str(reason.label) for reason in Reason if reason in self.reasons]
