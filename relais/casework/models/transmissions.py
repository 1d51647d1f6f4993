"""A writing that the law asks to transmit (information préoccupante): its words are a confidential note, its way is here."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.casework.models.notes import Note
from relais.casework.terms.transmissions import Parents, SentBy
from relais.foundation.vault.fields import SealedText
from relais.people.models import File


class Transmission(OrganisationOwned):
    """One writing to the CRIP. ``note``: its words, at level N3; ``member``: who sees to it; ``due_on``: the day when it was begun, for
    the law asks it «sans délai». ``left_on``: the day when it was decided not to send it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="transmissions")
    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="transmission")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    body = models.CharField(_("à qui"), max_length=300, blank=True)
    parents = models.CharField(_("les parents sont informés"), max_length=12, choices=Parents)
    parents_on = models.DateField(_("informés le"), null=True, blank=True)
    why_not = SealedText("pourquoi les parents ne sont pas informés", level="N3")
    due_on = models.DateField(_("à transmettre dès le"))
    sent_on = models.DateField(_("transmis le"), null=True, blank=True)
    sent_by = models.CharField(_("comment"), max_length=12, choices=SentBy, blank=True)
    returned_on = models.DateField(_("retour reçu le"), null=True, blank=True)
    left_on = models.DateField(_("laissé le"), null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Transmission"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("écrit à transmettre")
        indexes = [
            models.Index(fields=["member"], condition=models.Q(sent_on=None, left_on=None), name="writings_to_transmit"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} ({self.file_id})"
