"""What a person asks of whoever keeps her file, by when it is answered, and what was answered."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.administration.terms import Answer, Asked
from relais.foundation.vault.fields import SealedText
from relais.people.models import File


class RightsRequest(OrganisationOwned):
    """One request of a person. For an access: one member prepares, another (``reader``) hides what concerns others and releases.

    ``hidden``: keys of what is hidden, one a line. ``masked``: names and words of other people, masked wherever they stand, one a line.
    ``read_again``: each thing as its second reader saw it, one a line: what changed since is not handed over unread. ``lifted_at``: end of
    a limitation or of an opposition.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="rights_requests")
    kind = models.CharField(_("ce qu’elle demande"), max_length=14, choices=Asked)
    received_on = models.DateField(_("reçue le"))
    due_on = models.DateField(_("à répondre avant le"))
    words = SealedText("demande, avec ses mots", level="N2")
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    prepared_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    reader = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    hidden = SealedText("ce qui est masqué", level="N2")
    masked = SealedText("mots masqués partout", level="N2")
    read_again = SealedText("ce qui a été relu", level="N2")
    released_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer, blank=True)
    reason = SealedText("motif de la réponse", level="N2")
    answered_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["RightsRequest"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("demande d’une personne sur ses données")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reader=None) | ~models.Q(reader=models.F("prepared_by")), name="two_people_for_an_access_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.file_id})"

    @property
    def short_id(self) -> str:
        """The beginning of its identifier: enough to speak of it without a name."""
        return str(self.pk)[:8]

    @property
    def can_be_lifted(self) -> bool:
        """Whether it closes something that the person may open again."""
        return self.kind in {Asked.LIMITATION, Asked.OPPOSITION} and self.answer not in {"", Answer.REFUSED} and self.lifted_at is None
