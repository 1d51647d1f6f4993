"""Identities that another house vouches for (OpenID Connect), each tied to one member by this member or by an invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models.members import Member


class FederatedIdentity(models.Model):
    """One identity at one provider, which opens one account. ``subject``: the provider's own name for it, the same for ever."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    tied_at = models.DateTimeField()

    class Meta:
        verbose_name = _("identité reliée")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_opens_one_account"),
            models.UniqueConstraint(fields=["issuer", "member"], name="one_identity_per_member_and_provider"),
        ]

    def __str__(self) -> str:
        return f"identité ({self.member_id})"
