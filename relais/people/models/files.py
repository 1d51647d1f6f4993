"""The file of a person in a service, and who takes part in it, with dates."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet, Service
from relais.people.models.persons import Person
from relais.people.terms import ClosingReason, FileState, Part

if TYPE_CHECKING:
    from relais.people.reading import Reading


class File(OrganisationOwned):
    """What one service does with one person: at most one open file for both.

    ``name_key``: the person's, kept here too so that a list in the order of names reads one index. ``lead``: who leads it, written with the
    assignments (``services.parts.take_part``) so that lists count by it; no access is ever read from it: only an assignment opens a file.
    ``reading``: no column; what ``queries.file`` read about whoever asked for it, for the time of a request.
    """

    reading: "Reading | None" = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="files")
    service = models.ForeignKey(Service, on_delete=models.RESTRICT, related_name="files")
    state = models.CharField(_("état"), max_length=12, choices=FileState, default=FileState.ACTIVE)
    closing_reason = models.CharField(_("motif de clôture"), max_length=24, choices=ClosingReason, blank=True)
    name_key = models.CharField(max_length=160, blank=True, editable=False)
    # no index of its own: members are never deleted in number
    lead = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+", editable=False, db_index=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["File"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("dossier")
        indexes = [
            models.Index(fields=["organisation", "closed_at", "service", "person", "id", "lead"], name="files_of_a_scope"),
            # of the open files alone: PostgreSQL does not see that a column that is empty everywhere keeps the order of the next ones
            models.Index(fields=["organisation", "name_key", "id"], condition=Q(closed_at=None), name="files_in_order"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "service"], condition=Q(closed_at=None), name="one_open_file_per_service"),
            models.CheckConstraint(
                condition=(Q(state="clos") & ~Q(closing_reason="") & Q(closed_at__isnull=False))
                | (~Q(state="clos") & Q(closing_reason="") & Q(closed_at=None)),
                name="file_closed_with_its_reason_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ({self.service_id})"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own arguments
        """Save, with the key that puts lists in order."""
        self.name_key = self.person.name_key
        super().save(*args, **kwargs)


class Assignment(models.Model):
    """A member takes part in a file from one moment to another; half open, never erased: it says who could read, and when.

    ``stands_in_for``: whom a substitute covers, when an absence was told.
    """

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="assignments")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    part = models.CharField(_("rôle dans le dossier"), max_length=12, choices=Part)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    stands_in_for = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("affectation")
        indexes = [models.Index(fields=["member", "ends_at", "part", "file", "starts_at"], name="files_of_a_member")]
        constraints = [
            models.UniqueConstraint(fields=["file"], condition=Q(part="referent", ends_at=None), name="one_lead_at_a_time"),
            models.UniqueConstraint(fields=["file", "member"], condition=Q(ends_at=None), name="one_part_at_a_time"),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="assignment_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.part} ({self.file_id}, {self.member_id})"
