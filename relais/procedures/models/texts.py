"""The one table of the toolbox: what the texts of the structures were, version by version. No person's fact."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """How a version came to be."""

    SAVED = "enregistre", _("enregistrée")
    DELETED = "supprime", _("supprimée")
    RESTORED = "remis", _("remise")
    FOUND = "trouve", _("trouvée dans le dossier")


class TextVersion(models.Model):
    """One state of one text. ``kind``, ``name``: which; ``content`` is "" for a deletion. The newest one says whose the text is."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    content = models.TextField(blank=True)
    act = models.CharField(max_length=10, choices=Act.choices)
    organisation = models.ForeignKey("accounts.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey("accounts.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("version d’un texte")
        indexes = [models.Index(fields=["kind", "name", "-id"], name="text_version_newest_first")]
        constraints = [models.CheckConstraint(condition=models.Q(act__in=Act.values), name="text_version_act_known")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.name} n° {self.pk}"
