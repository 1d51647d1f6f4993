"""Words of interviews and of what is decided in them (TERMS §4.3; doctrine S9, S15, S69, §6.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InterviewKind(models.TextChoices):
    """How one met: the nine kinds of the neighbouring tools, in the order of use at a desk."""

    SPONTANEOUS = "accueil_spontane", _("Accueil physique spontané")
    BOOKED = "accueil_rendez_vous", _("Accueil physique sur rendez-vous")
    PHONE = "telephone", _("Entretien téléphonique")
    HOME = "domicile", _("Rendez-vous à domicile")
    OUTSIDE = "exterieur", _("Rendez-vous extérieur")
    VIDEO = "visio", _("Visioconférence")
    POST = "courrier", _("Courrier")
    EMAIL = "courriel", _("E-mail")
    THIRD_PARTY = "tiers", _("Entretien avec un tiers")


class Mode(models.TextChoices):
    """Who did what: it shows the way from «for her» to «alone» (S15), and sorts nobody."""

    WITH = "avec", _("Fait avec elle ou lui")
    FOR = "pour", _("Fait pour elle ou lui")
    ALONE = "seule", _("Fait seule ou seul")


class Duration(models.TextChoices):
    """Time in classes, never in minutes, never counted by agent (S9)."""

    SHORT = "moins_15", _("Moins de 15 minutes")
    MIDDLE = "15_60", _("De 15 minutes à une heure")
    LONG = "plus_60", _("Plus d’une heure")


class Writing(models.TextChoices):
    """When the note was written: what the team looks at together, without names (S69)."""

    DURING = "pendant", _("Pendant l’entretien")
    AFTER = "apres", _("Après l’entretien")
    NONE = "rien", _("Rien écrit")


class Said(models.TextChoices):
    """What the person says of a right."""

    PROPOSED = "propose", _("Proposé")
    YES = "oui", _("Oui")
    NO = "non", _("Non")
    LATER = "plus_tard", _("Plus tard")


class Cause(models.TextChoices):
    """Why a right is not asked for, in the words that people use at a desk. What this means for figures (ODENORE: non-connaissance,
    non-demande, non-réception, non-proposition) is read from it and from what was done (``procedures.rules.take_up``), never typed."""

    UNKNOWN = "inconnu", _("Elle ou il ne connaissait pas ce droit")
    NEVER_TOLD = "jamais_propose", _("Personne ne le lui avait proposé")
    NOT_OBTAINED = "deja_demande", _("Déjà demandé, jamais obtenu")
    COMPLEX = "trop_complique", _("Trop compliqué, trop long")
    CONTROL = "peur_controle", _("Crainte d’un contrôle ou d’une dette")
    ESTATE = "peur_succession", _("Crainte pour la succession")
    SHAME = "gene", _("Gêne, regard des autres")
    ALONE = "sans_aide", _("Préfère s’en passer")
    DISAGREES = "desaccord", _("Pas d’accord avec ce droit ou ses règles")
    COST = "cout", _("Demander coûte trop cher")
    OTHER = "autre", _("Une autre raison, ou aucune")


class Who(models.TextChoices):
    """Whose turn it is."""

    US = "nous", _("Ce que je fais")
    PERSON = "personne", _("Ce que vous faites")
    TOGETHER = "ensemble", _("Quand on se reparle")


class GoalState(models.TextChoices):
    """Where a goal stands, in the person's eyes."""

    CURRENT = "en_cours", _("En cours")
    REACHED = "atteint", _("Atteint")
    LEFT = "laisse", _("Laissé de côté")
