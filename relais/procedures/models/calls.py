"""One call to a body, while it lasts: so that what its line did is recorded once, whatever the number of démarches spoken of."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.procedures.models.contacts import ContactLine
from relais.procedures.terms.contacts import Wait


class Call(OrganisationOwned):
    """A call of one member. ``answered``: whether the line answered, None before it is told. Erased after a month; it names no person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    caller = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    body = models.CharField(_("organisme"), max_length=20)
    line = models.ForeignKey(ContactLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField()
    answered = models.BooleanField(null=True, blank=True)
    wait = models.CharField(_("attente"), max_length=8, choices=Wait, blank=True)

    objects: ClassVar[SealedQuerySet["Call"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("appel en cours")
        indexes = [models.Index(fields=["caller", "-began_at"], name="calls_of_a_member")]

    def __str__(self) -> str:
        return f"{self.body} {self.began_at}"
