"""Notes in three parts, sealed at every level, with their versions, readers and the person's disagreement.

The columns of the three parts hold seals (docs/adr/0019): no search, no dump, no admin page shows a word of them.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.casework.models.interviews import Interview
from relais.casework.terms.notes import Ground, NoteLevel
from relais.foundation.vault.fields import SealedText
from relais.people.models import File


class Note(OrganisationOwned):
    """One note of one author about one file; its words are in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="notes")
    interview = models.ForeignKey(Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    author = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    level = models.CharField(_("niveau"), max_length=2, choices=NoteLevel)
    written_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Note"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("note")
        indexes = [models.Index(fields=["file", "-written_at"], name="notes_of_a_file")]

    def __str__(self) -> str:
        return f"{self.level} ({self.file_id})"


class NoteVersion(OrganisationOwned):
    """The words of a note at one time: a correction is a new version, the former ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()
    facts = SealedText("faits", level="N2")
    words = SealedText("paroles de la personne", level="N2")
    analysis = SealedText("analyse professionnelle", level="N2")

    objects: ClassVar[SealedQuerySet["NoteVersion"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("version d’une note")
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="note_version_once")]

    def __str__(self) -> str:
        return f"{self.note_id} v{self.number}"


class NoteReader(OrganisationOwned):
    """A bound colleague whom the author lets read a confidential note, on a ground, until withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="readers")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    ground = models.CharField(_("fondement"), max_length=20, choices=Ground)
    necessity = SealedText("pourquoi c’est nécessaire", level="N3")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["NoteReader"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("lectrice ou lecteur d’une note")
        constraints = [models.UniqueConstraint(fields=["note", "member"], condition=Q(withdrawn_at=None), name="note_reader_once")]

    def __str__(self) -> str:
        return f"{self.member_id} ({self.note_id})"


class Disagreement(OrganisationOwned):
    """What the person answers to a note, in her words, kept and printed beside it: no act erases it (S45).

    A note that bears one is not erased either, save with the whole file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.RESTRICT, related_name="disagreements")
    words = SealedText("désaccord de la personne", level="N2")
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Disagreement"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("désaccord de la personne")

    def __str__(self) -> str:
        return f"{self.note_id} ({self.recorded_at:%Y-%m-%d})"
