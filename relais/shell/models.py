"""The one table of the shell: what people report about Relais itself. No account, no address, no person's fact."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a report is about."""

    WRONG_ANSWER = "reponse", _("Une réponse paraît fausse")
    BROKEN = "panne", _("Quelque chose ne marche pas")
    ACCESS = "acces", _("Une difficulté d’accessibilité")
    WORDS = "mots", _("Un texte difficile à comprendre")
    IDEA = "idee", _("Une idée")


class State(models.TextChoices):
    """Where a report stands; shown to all."""

    RECEIVED = "recu", _("Reçu")
    IN_PROGRESS = "en_cours", _("En cours")
    FIXED = "corrige", _("Corrigé")
    DECLINED = "non_retenu", _("Non retenu")


class Feedback(models.Model):
    """One report. ``page``: path without its query. ``text`` is shown to all only once somebody read it (``read_at``)."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    page = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=1000)
    version = models.CharField(max_length=20)
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    read_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "signalement"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="feedback_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="feedback_kind_known"),
        ]
        indexes = [models.Index(fields=["-reported_at", "-id"], name="feedback_newest_first")]

    def __str__(self) -> str:
        return f"n° {self.pk} {self.get_state_display()}"
