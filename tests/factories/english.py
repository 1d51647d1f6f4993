"""What is left of French in an English text: words and accents that no French proper name explains."""

import re

#: names of rights, of papers, of codes and of institutions: they stay French, with their English beside at their first mention.
NAMES = tuple(
    """
Aide au logement|Aide médicale de l’État|Aide sociale à l’hébergement|Allocation aux adultes handicapés|Allocation de base de la Paje
Allocation de rentrée scolaire|Allocation de solidarité aux personnes âgées|Allocation de solidarité spécifique
Allocation de soutien familial|Allocation d’éducation de l’enfant handicapé|Allocation journalière de présence parentale
Allocation journalière du proche aidant|Allocation personnalisée d’autonomie|Allocation pour demandeur d’asile
Allocation supplémentaire d’invalidité|Assurance maladie|Bourse de collège|Bourse de lycée|Bourse du Crous|Carte de résident
Carte mobilité inclusion|Chèque énergie|Code de la construction et de l’habitation|Code de la sécurité sociale
Code de l’action sociale et des familles|Code de l’entrée et du séjour des étrangers|Code de l’éducation|Code de l’énergie
Code du travail|Code monétaire et financier|Collège|Complément de libre choix du mode de garde|Complément familial
Complémentaire santé solidaire|Contrat d’engagement jeune|Direction interministérielle du numérique|Domiciliation
Droit au logement opposable|Défenseur des droits|Département|Fonds de solidarité pour le logement|Français|Guéret|Haut-Brumois
Libre réponse|Livret de famille|Livret d’épargne populaire|Loi du 31 mai 1990|Loi n° 90-449 du 31 mai 1990|Lycée
Majoration pour la vie autonome|Métropole|Paris CEDEX|Pension de réversion|Pour vous|Prestation de compensation du handicap
Prestation partagée d’éducation de l’enfant|Prime de Noël|Prime d’activité|Prime à la naissance|Préfecture|Revenu de solidarité active
Revenu fiscal de référence|Réduction de loyer de solidarité|Réversion|allocation veuvage|attestation de droits|avis d’impôt
commission de médiation|complément de ressources|dossier social étudiant|indemnités journalières|le CCAS de Roubaix
net à payer avant impôt|École|Éducation nationale
""".strip()
    .replace("\n", "|")
    .split("|")
)
_NAMES = re.compile("|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True)), re.IGNORECASE)
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une|est|avec|pour|dans|sont|ou|et|à|aux|pas|sur|par|vous|votre|vos|ce|cette|qui|que|selon|depuis|oui|non(?!-)|un|de|"
    r"déjà|sans|moins|droit|droits|mois)\b|\b[ldnsj]’\w|[àâçéèêëîïôûùœÀÂÇÉÈÊÎÔ]| [;:!?](?=\s|$)|«",
    re.IGNORECASE,
)
#: figures and dates typed by people, quoted in a sentence; a code of a country; plain English that looks French.
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\bDE\b|[\w-]+\([^)]*\) \(\d{5}\)")


def french_left(text: str) -> str:
    """The first French word or sign of an English text, "" when there is none."""
    bare = _NAMES.sub("x", _QUOTED.sub("x", text.replace("\u00a0", " ").replace("\u202f", " ")))
    found = _FRENCH.search(bare)
    return found[0] if found else ""
