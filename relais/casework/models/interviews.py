"""The interview: one contact with a person, and what she said of each right in it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.casework.terms.interviews import Cause, Duration, InterviewKind, Mode, Said, Writing
from relais.people.models import File


class Interview(OrganisationOwned):
    """A contact: who, how, when, where. ``subject``: one line of the administrative level; the rest is in notes.

    ``from_person``: the contact came from the person, which is what retention counts from (CNIL 2023-095), never a mailing of ours.
    ``writing``: when the note was written, counted for the team without names (S69).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="interviews")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    kind = models.CharField(_("type d’entretien"), max_length=24, choices=InterviewKind)
    mode = models.CharField(_("qui a fait quoi"), max_length=8, choices=Mode, blank=True)
    duration = models.CharField(_("durée"), max_length=12, choices=Duration, blank=True)
    at = models.DateTimeField(_("date et heure"))
    place = models.CharField(_("lieu"), max_length=120, blank=True)
    subject = models.CharField(_("en une ligne"), max_length=200, blank=True)
    from_person = models.BooleanField(_("à la demande de la personne"), default=True)
    writing = models.CharField(_("moment de la note"), max_length=8, choices=Writing, default=Writing.NONE)
    recorded_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Interview"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("entretien")
        indexes = [models.Index(fields=["file", "-at"], name="interviews_of_a_file")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.file_id})"


class RightDecision(OrganisationOwned):
    """What the person says of one right on one day; a new answer is a new row, the last one counts.

    One of these two: ``right``, code of the catalogue; ``open_right``, the right open in the file whose renewal is spoken of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="right_decisions")
    interview = models.ForeignKey(Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    right = models.CharField(_("droit"), max_length=60, blank=True)
    open_right = models.ForeignKey("casework.OpenRight", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    said = models.CharField(_("réponse"), max_length=12, choices=Said)
    cause = models.CharField(_("raison"), max_length=20, choices=Cause, blank=True)
    decided_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["RightDecision"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("décision sur un droit")
        indexes = [
            models.Index(fields=["file", "right", "-decided_at"], name="decisions_of_a_file"),
            models.Index(fields=["open_right", "-decided_at"], condition=models.Q(open_right__isnull=False), name="decisions_of_a_renewal"),
        ]

    def __str__(self) -> str:
        return f"{self.right}: {self.said} ({self.file_id})"
