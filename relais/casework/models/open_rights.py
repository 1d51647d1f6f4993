"""Rights open to a person, with the day they end: what a référent must not let end unseen. N1, in the clear, dated, never a proof."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member
from relais.people.models import File


class OpenRight(models.Model):
    """A right open to the person of a file. ``ends_on``: its last day, None for unknown; ``closed_on``: it is no longer followed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="open_rights")
    name = models.CharField(_("droit"), max_length=80)
    body = models.CharField(_("organisme"), max_length=80, blank=True)
    number = models.CharField(_("numéro"), max_length=40, blank=True)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    closed_on = models.DateField(_("n’est plus suivi depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("droit ouvert")
        constraints = [models.UniqueConstraint(fields=["file", "name"], condition=Q(closed_on=None), name="open_right_once_in_a_file")]
        indexes = [models.Index(fields=["ends_on"], condition=Q(closed_on=None), name="open_rights_by_end")]

    def __str__(self) -> str:
        return f"{self.pk} ({self.file_id})"
