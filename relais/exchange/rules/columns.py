"""What the columns of a worker's own table are, recognised by their header; what is never taken is said, never guessed."""

import re
from collections.abc import Mapping, Sequence

from relais.kernel.guards.reading import cell_findings
from relais.kernel.names import folded
from relais.kernel.sentences import Sentence

# ruff: noqa: E501  # one pattern a line: cut, they are read less well

#: no column of Relais: left aside.
ASIDE = ""
#: codes of columns → what they are called, in the order of the list on screen and of the export.
LABELS: Mapping[str, Sentence] = {
    "reference": Sentence("Numéro de dossier (le vôtre)"),
    "called": Sentence("Nom et prénom (une seule colonne)"),
    "family_name": Sentence("Nom"),
    "given_names": Sentence("Prénom"),
    "birth_name": Sentence("Nom de naissance"),
    "birth": Sentence("Date ou année de naissance"),
    "phone": Sentence("Téléphone"),
    "mobile": Sentence("Autre téléphone"),
    "email": Sentence("Courriel"),
    "address": Sentence("Adresse"),
    "postcode": Sentence("Code postal"),
    "city": Sentence("Commune"),
    "language": Sentence("Langue parlée"),
    "lead": Sentence("Référente ou référent"),
    "right": Sentence("Droit ouvert"),
    "right_until": Sentence("Dernier jour de ce droit"),
    "right_body": Sentence("Organisme"),
    "right_number": Sentence("Numéro chez l’organisme"),
    "appointment": Sentence("Prochain rendez-vous"),
    "appointment_time": Sentence("Heure du rendez-vous"),
}
#: rights that have a column of their own: code → the name written in the file.
RIGHTS: Mapping[str, Sentence] = {
    "rsa": Sentence("RSA"),
    "c2s": Sentence("C2S"),
    "aah": Sentence("AAH"),
    "apl": Sentence("Aide au logement"),
    "aspa": Sentence("Aspa"),
    "asi": Sentence("ASI"),
    "apa": Sentence("APA"),
    "pch": Sentence("PCH"),
    "rqth": Sentence("RQTH"),
    "cmi": Sentence("Carte mobilité inclusion"),
    "aeeh": Sentence("AEEH"),
    "ass": Sentence("ASS"),
    "are": Sentence("Allocation chômage"),
    "fsl": Sentence("FSL"),
    "titre": Sentence("Titre de séjour"),
    "domiciliation": Sentence("Domiciliation"),
    "protection": Sentence("Mesure de protection"),
    "assurance": Sentence("Pension d’invalidité"),
}
#: a column of the last day of one right: ``until:rsa``.
UNTIL = "until:"
_WORDS: tuple[tuple[str, str], ...] = (
    (
        "reference",
        r"(?:n|no|num|numero|ref|reference|code|id|identifiant)(?: de| du| d)?(?: interne| dossier| usager| personne| beneficiaire)",
    ),
    ("reference", r"dossier|id|identifiant|reference|ref|n|num dossier|numero"),
    (
        "called",
        r"(?:nom|noms)(?: et)? prenoms?|prenoms?(?: et)? nom|(?:la )?personne|usager|usagere|beneficiaire|menage|nom complet|qui|famille",
    ),
    ("birth_name", r"nom (?:de )?(?:naissance|jeune fille|patronymique)|nee|ne e"),
    ("family_name", r"noms?(?: (?:de famille|d usage|usuel|marital|usage))?"),
    ("given_names", r"prenoms?(?: usuel| s)?"),
    ("birth", r"(?:date|annee|jour|d)?(?: de)? ?(?:naissance|naiss)|ddn|ne le|nee le|ne e le|date naiss|dn|age ou naissance"),
    ("mobile", r"(?:tel(?:ephone)?s?(?: portable| mobile| 2)|portable|mobile|gsm|autre tel(?:ephone)?)"),
    ("phone", r"(?:n|no|num|numero)?(?: de)? ?tel(?:ephone)?s?(?: fixe| 1| domicile)?|fixe|contact|joindre"),
    ("email", r"(?:adresse )?(?:e ?mail|mail|courriel|mel|adresse electronique)s?"),
    ("postcode", r"c ?p|code postal"),
    ("city", r"ville|commune|localite"),
    ("address", r"adresses?(?: postale| complete| du domicile)?|domicile|rue"),
    ("language", r"langues?(?: parlees?)?"),
    (
        "lead",
        r"referente?s?(?: sociale?| de parcours| ou referente?)?|suivie? par|travailleur social|ts|assistante? sociale?|as|cesf|intervenante?",
    ),
    (
        "right_until",
        r"(?:fin|echeance|date de fin|jusqu au|renouvellement|dernier jour)(?: (?:de|du|des|d|du dit|de ce))?(?: droits?| ouverture)?(?: ouverts?)?",
    ),
    ("right_body", r"organismes?|caisse|administration"),
    ("right_number", r"(?:n|no|num|numero|matricule)(?: d)? ?(?:allocataire|caf|msa|chez l organisme)|allocataire|matricule"),
    ("right", r"droits?(?: ouverts?| en cours)?|prestations?|aides?(?: en cours)?|mesures?"),
    ("appointment_time", r"heures?(?: (?:du |de )?(?:rdv|rendez vous))?"),
    ("appointment", r"(?:prochaine?|date|le|date du|date de)? ?(?:prochain )?(?:rdv|rendez vous|entretien|visite)s?"),
)
_RIGHT_WORDS: Mapping[str, str] = {
    "rsa": r"rsa", "c2s": r"c2s|css|cmu ?c?|complementaire(?: sante)?(?: solidaire)?|mutuelle", "aah": r"aah", "apl": r"apl|alf|als|al|aide au logement",
    "aspa": r"aspa", "asi": r"asi", "apa": r"apa", "pch": r"pch", "rqth": r"rqth", "cmi": r"cmi|carte mobilite inclusion", "aeeh": r"aeeh",
    "ass": r"ass", "are": r"are|chomage|allocation chomage|france travail", "fsl": r"fsl",
    "titre": r"titre(?: de)? sejour|sejour|carte de sejour|recepisse|ts", "domiciliation": r"domiciliation|domici|dom|election de domicile",
    "protection": r"mesure(?: de protection)?|tutelle|curatelle", "assurance": r"invalidite|pension(?: d)? invalidite",
}  # fmt: skip
_END = r"(?:fin|echeance|jusqu au|renouvellement|valable|valide|date|expire|expiration|terme|dernier jour|dr?oits?)"
_LINK = r"(?:de|du|des|d|de la|le|l|au|jusqu au|jusqu|valable jusqu au|date|de fin|fin)"
_NIR = re.compile(
    r"^(?:n|no|num|numero)?(?: de| d)? ?(?:nir|n ?i ?r|nss|(?:secu(?:rite)?(?: sociale)?)|ss|insee|immatriculation|carte vitale|assure(?: social)?)$"
)

#: the headers of our own export.
_OURS = {
    **{folded(label): code for code, label in LABELS.items()},
    **{folded(f"{name} jusqu’au"): UNTIL + code for code, name in RIGHTS.items()},
}


def is_social_security_number(header: str) -> bool:
    """Whether a column says that it holds numbers of social security, which Relais keeps nowhere."""
    return bool(_NIR.match(folded(header)))


def is_secret(header: str) -> bool:
    """Whether a column says that it holds passwords or codes: any value under it is then one."""
    return any(one.blocks for one in cell_findings("Tulipe-4821", header=header))


def never_taken(header: str) -> str:
    """Why a column is refused, a ``Sentence``; "" for one that may be taken."""
    if is_social_security_number(header):
        return Sentence("numéro de sécurité sociale : Relais n’en garde aucun")
    return Sentence("mots de passe ou codes : ils ne se gardent nulle part") if is_secret(header) else ""


def recognised(header: str) -> str:
    """The code of the column that this header names, ``until:rsa`` for the end of one right; "" when nothing is recognised."""
    said = folded(header)
    if not said or never_taken(header):
        return ASIDE
    if said in _OURS:
        return _OURS[said]
    for code, words in _RIGHT_WORDS.items():
        name = rf"(?:{words})"
        if re.fullmatch(
            rf"(?:{_END} (?:{_LINK} )*{name}|{name} (?:{_LINK} )*{_END}(?: (?:au|le))?|(?:droits? )?{name} jusqu au|{name} au)", said
        ):
            return UNTIL + code
    for code, pattern in _WORDS:
        if re.fullmatch(rf"(?:{pattern})(?: s)?", said):
            return code
    return UNTIL + said if said in RIGHTS else ASIDE


def recognised_all(headers: Sequence[str]) -> list[str]:
    """The code of each column, each code once: the first column that bears it keeps it."""
    taken: set[str] = set()
    found: list[str] = []
    for header in headers:
        code = recognised(header)
        if code == "phone" and "phone" in taken:
            code = "mobile"
        found.append(ASIDE if code in taken else code)
        taken.add(code)
    return found


def choices() -> list[tuple[str, Sentence]]:
    """Every column that may be chosen: code and label, «ne pas reprendre» first."""
    ends = [(UNTIL + code, Sentence("Dernier jour : {name}", name=name)) for code, name in RIGHTS.items()]
    return [(ASIDE, Sentence("Ne pas reprendre")), *LABELS.items(), *ends]


def problem_of(codes: Sequence[str]) -> str:
    """Why these columns cannot be read together; "" when they can."""
    known = dict(choices())
    used = [code for code in codes if code]
    if any(code not in known for code in used):
        return Sentence("Une de ces colonnes n’existe pas.")
    twice = next((code for code in used if used.count(code) > 1), "")
    if twice:
        return Sentence("« {name} » est choisi pour deux colonnes : gardez-en une.", name=known[twice])
    if not {"called", "family_name", "given_names"} & set(used):
        return Sentence("Dites quelle colonne porte le nom de la personne.")
    if "right_until" in used and "right" not in used:
        return Sentence("« Dernier jour de ce droit » demande la colonne « Droit ouvert ».")
    return ""
