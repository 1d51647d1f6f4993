"""Links by which somebody takes an account that was opened for them: one use, seven days, revocable; only a digest is kept."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models.members import Member


class AccessLink(models.Model):
    """One link given to one member, printed or copied: it lets them choose a password, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lien d’accès")

    def __str__(self) -> str:
        return f"lien ({self.member_id})"
