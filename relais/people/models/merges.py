"""Two persons recorded who look like one: the pair proposed or set aside, the merge that can be undone, the old address that leads on."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.foundation.vault.fields import SealedText
from relais.people.models.files import File
from relais.people.models.persons import Person


class Likeness(OrganisationOwned):
    """Two persons of an organisation who may be the same. ``apart_at``: somebody said that they are not; kept, so never proposed again."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    apart_at = models.DateTimeField(null=True, blank=True)
    apart_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["Likeness"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("doublon possible")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="compared_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="compared_with_another"),
            models.CheckConstraint(
                condition=Q(apart_at=None, apart_by=None) | Q(apart_at__isnull=False, apart_by__isnull=False),
                name="set_apart_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ({self.second_id})"


class Merge(OrganisationOwned):
    """One person where there were two. ``absorbed``: the identifier of the one who is no more a row.

    ``ledger``: JSON of every row that was moved, changed, added or taken away, with its values before and after
    (``merging.Ledger``); erased when the time to undo is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    absorbed = models.UUIDField()
    merged_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    ledger = SealedText("ce qui a changé de place", level="N1")

    objects: ClassVar[SealedQuerySet["Merge"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("réunion de deux dossiers")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kept_id} ({self.merged_at:%Y-%m-%d})"


class MergedFile(models.Model):
    """The identifier of a file that was merged into another: whoever had its address is led to the one that was kept."""

    id = models.UUIDField(primary_key=True, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="former_ids")
    merged_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ancienne adresse d’un dossier")

    def __str__(self) -> str:
        return f"{self.pk} ({self.file_id})"
