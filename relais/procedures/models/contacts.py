"""The contact book of a house: the lines by which bodies are reached, their versions, and whether they answered. No person's fact."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.procedures.terms.contacts import LineChange, LineKind, Wait


class ContactLine(OrganisationOwned):
    """One line of one body. ``body``: its code among those that are counted; ``scope``: territory or right; ``source``: who gave it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.CharField(_("organisme"), max_length=20)
    name = models.CharField(_("nom du service"), max_length=90)
    kind = models.CharField(_("moyen"), max_length=12, choices=LineKind)
    value = models.CharField(_("numéro ou adresse"), max_length=200)
    scope = models.CharField(_("territoire ou droit"), max_length=120, blank=True)
    hours = models.CharField(_("heures d’ouverture"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=120)
    checked_on = models.DateField(_("vérifiée le"))
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SealedQuerySet["ContactLine"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("ligne du carnet d’adresses")
        indexes = [models.Index(fields=["organisation", "body", "name"], name="contact_lines_by_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body", "kind", "value"], condition=models.Q(removed_at=None), name="contact_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class ContactVersion(OrganisationOwned):
    """What a line was after a change, and who changed it. ``content``: field → words."""

    line = models.ForeignKey(ContactLine, on_delete=models.CASCADE, related_name="versions")
    act = models.CharField(max_length=10, choices=LineChange)
    content = models.JSONField(default=dict)
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["ContactVersion"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("version d’une ligne du carnet")
        indexes = [models.Index(fields=["line", "-at"], name="contact_versions_newest")]

    def __str__(self) -> str:
        return f"{self.act} ({self.line_id})"


class LineTry(OrganisationOwned):
    """Somebody tried a line on a day, and it answered or not. Who tried is not known, nor at what hour, nor for whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(ContactLine, on_delete=models.CASCADE, related_name="tries")
    on = models.DateField()
    worked = models.BooleanField()
    wait = models.CharField(_("attente"), max_length=8, choices=Wait, blank=True)

    objects: ClassVar[SealedQuerySet["LineTry"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("essai d’une ligne")
        indexes = [models.Index(fields=["line", "-on"], name="line_tries_newest")]

    def __str__(self) -> str:
        return f"{self.on} {self.worked}"
