"""The situation told for a screening of rights, kept in a file: dated, by whom, sealed; and what it was answered."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.foundation.vault.fields import SealedText
from relais.people.models.files import File
from relais.people.models.households import Household


class KeptSituation(OrganisationOwned):
    """What was told on one day. ``document``: the JSON of ``law.situation.document``, facts known and refused only; never changed.

    ``household``: the home it was told of, None when nobody has said who lives there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="situations")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.SET_NULL, related_name="situations")
    document = SealedText("situation", level="N1")
    kept_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    kept_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["KeptSituation"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("situation gardée")
        indexes = [models.Index(fields=["file", "-kept_at"], name="situation_of_a_file")]

    def __str__(self) -> str:
        return f"{self.kept_at:%Y-%m-%d} ({self.file_id})"


class KeptAnswers(OrganisationOwned):
    """What a kept situation was answered with the law of ``month`` («2026-11»); computed again, the former answers are replaced.

    ``document``: JSON that the screening writes and reads, sealed as the situation is: which rights are probable tells much of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    situation = models.OneToOneField(KeptSituation, on_delete=models.CASCADE, related_name="answers")
    month = models.CharField(_("mois des règles"), max_length=7)
    document = SealedText("réponses", level="N1")
    computed_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["KeptAnswers"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("droits probables d’une situation")

    def __str__(self) -> str:
        return f"{self.month} ({self.situation_id})"
