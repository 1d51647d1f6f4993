"""Words of domiciliation (national lists of DomiFa, TERMS §4.15), and the journal."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where the domiciliation of a person stands."""

    ASKED = "instruction", _("En instruction")
    ACTIVE = "active", _("Active")
    REFUSED = "refusee", _("Refusée")
    ENDED = "radiee", _("Terminée")


class Kind(models.TextChoices):
    """A first request, or one that goes on from a domiciliation under way."""

    FIRST = "premiere", _("Première demande")
    RENEWAL = "renouvellement", _("Renouvellement")


class Cause(models.TextChoices):
    """What leaves the person without an address of her own."""

    WANDERING = "errance", _("Errance")
    EVICTION = "expulsion", _("Expulsion")
    LODGED = "heberge", _("Hébergé ou hébergée, sans pouvoir justifier d’une adresse")
    TRAVELLERS = "mode_de_vie", _("Mode de vie (itinérance, gens du voyage)")
    RUPTURE = "rupture", _("Rupture familiale ou conjugale")
    LEAVING_SHELTER = "sortie_structure", _("Sortie d’une structure d’hébergement")
    VIOLENCE = "violence", _("Violences familiales ou conjugales")
    LEAVING_HOSPITAL = "sortie_hopital", _("Sortie d’hospitalisation")
    LEAVING_PRISON = "sortie_detention", _("Sortie d’incarcération")
    OTHER = "autre", _("Autre cause")


class Residence(models.TextChoices):
    """Where the person sleeps."""

    MOBILE = "mobile", _("Domicile mobile (caravane, aire, habitat itinérant)")
    SHELTER = "hebergement_social", _("Hébergement social")
    LODGED = "chez_un_tiers", _("Chez un tiers")
    HOTEL = "hotel", _("Hôtel")
    STREET = "sans_abri", _("Sans abri, squat ou bidonville")
    UNUSABLE = "adresse_inutilisable", _("Logement dont l’adresse ne peut pas servir")
    OTHER = "autre", _("Autre")


class Home(models.TextChoices):
    """With whom the person lives."""

    COUPLE_CHILDREN = "couple_enfants", _("Couple avec enfant")
    COUPLE = "couple", _("Couple sans enfant")
    WOMAN_CHILDREN = "femme_enfants", _("Femme isolée avec enfant")
    WOMAN = "femme", _("Femme isolée sans enfant")
    MAN_CHILDREN = "homme_enfants", _("Homme isolé avec enfant")
    MAN = "homme", _("Homme isolé sans enfant")


class Link(models.TextChoices):
    """The link with the commune: the only thing that a CCAS may look at."""

    RESIDENCE = "residentiel", _("Séjour dans la commune, quel que soit l’abri")
    PARENTAL = "parental", _("Enfant dans la commune")
    FAMILY = "familial", _("Famille dans la commune")
    WORK = "professionnel", _("Travail dans la commune")
    SOCIAL = "social", _("Suivi social ou démarches dans la commune")
    OTHER = "autre", _("Autre lien")


class Reason(models.TextChoices):
    """What the address is for."""

    CIVIL = "droits_civils", _("Exercer ses droits civils ou civiques")
    BENEFITS = "prestations", _("Accéder aux prestations sociales")
    WORK = "activite", _("Exercer une activité professionnelle")
    SAFETY = "mise_a_l_abri", _("Se mettre à l’abri de violences")
    OTHER = "autre", _("Autre raison")


class Outcome(models.TextChoices):
    """What became of a request."""

    GRANTED = "accordee", _("Accordée")
    REFUSED = "refusee", _("Refusée")
    DROPPED = "sans_suite", _("Sans suite")


class RefusalReason(models.TextChoices):
    """Why a request was refused."""

    PUBLIC = "hors_public", _("La personne a une adresse où recevoir son courrier")
    NO_LINK = "sans_lien", _("Pas de lien avec la commune")
    FULL = "complet", _("Nombre maximal de domiciliations atteint (association agréée)")
    OTHER = "autre", _("Autre motif")


class EndReason(models.TextChoices):
    """Why a domiciliation ended."""

    HER_WISH = "demande", _("À la demande de la personne")
    HOUSED = "logement", _("Entrée dans un logement ou un hébergement stable")
    MOVED = "transfert", _("Suivie par une autre structure de domiciliation")
    NOT_RENEWED = "echeance", _("Échéance d’un an, sans renouvellement")
    SILENT = "non_manifestation", _("Plus de trois mois sans passage ni appel")
    NO_LINK = "sans_lien", _("Plus de lien avec la commune")
    RULES = "reglement", _("Règlement du service non respecté")
    OTHER = "autre", _("Autre motif")


#: reasons as a letter says them to her, where the word of the list speaks of her to somebody else.
SAID_TO_HER: Mapping[str, str] = {
    EndReason.HER_WISH: "vous l’avez demandé",
    EndReason.HOUSED: "vous avez un logement ou un hébergement stable",
    EndReason.MOVED: "une autre structure vous suit maintenant",
    RefusalReason.PUBLIC: "vous avez une adresse où recevoir votre courrier",
}


class How(models.TextChoices):
    """How a person shows that she is there."""

    VISIT = "passage", _("Passage")
    CALL = "appel", _("Appel")


class MailKind(models.TextChoices):
    """What came; never from whom."""

    LETTER = "courrier", _("Courrier simple")
    REGISTERED = "recommande", _("Recommandé ou avis de passage")
    PARCEL = "colis", _("Colis")


class Gone(models.TextChoices):
    """What became of what came."""

    HANDED = "remis", _("Remis à la personne")
    PROXY = "procuration", _("Remis par procuration")
    RETURNED = "retourne", _("Retourné à l’expéditeur")


class Paper(models.TextChoices):
    """What may be printed of a request."""

    RECEIPT = "recepisse", _("Accusé de réception")
    ATTESTATION = "attestation", _("Attestation d’élection de domicile")
    REFUSAL = "refus", _("Lettre de refus")
    WARNING = "avertissement", _("Lettre avant une fin de domiciliation")
    END = "fin", _("Lettre de fin de domiciliation")


#: what «qui a ouvert ce dossier» calls these acts.
JOURNAL_WORDS: Mapping[str, Promise] = {
    "domiciliation.asked": _("a enregistré une demande de domiciliation"),
    "domiciliation.completed": _("a complété une demande de domiciliation"),
    "domiciliation.granted": _("a accordé la domiciliation"),
    "domiciliation.refused": _("a refusé la domiciliation"),
    "domiciliation.dropped": _("a noté que la demande de domiciliation est retirée"),
    "domiciliation.noticed": _("a prévenu d’une fin de domiciliation"),
    "domiciliation.notice_lifted": _("a retiré l’avertissement de fin de domiciliation"),
    "domiciliation.ended": _("a mis fin à la domiciliation"),
    "domiciliation.end_taken_back": _("a retiré la fin de la domiciliation"),
    "domiciliation.lapsed": _("a constaté la fin de la domiciliation, sans renouvellement"),
    "domiciliation.seen": _("a noté un passage ou un appel"),
    "domiciliation.away": _("a noté une absence annoncée"),
    "domiciliation.back": _("a noté un retour"),
    "domiciliation.mail_received": _("a noté un courrier reçu"),
    "domiciliation.mail_handed": _("a remis du courrier"),
    "domiciliation.mail_returned": _("a retourné du courrier"),
    "domiciliation.proxy_given": _("a noté une procuration pour le courrier"),
    "domiciliation.proxy_withdrawn": _("a retiré une procuration pour le courrier"),
    "election.paper_read": _("a imprimé un papier de domiciliation"),
}
