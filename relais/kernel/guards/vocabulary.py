"""The words by which people introduce a secret, and those that show that no secret follows. All folded: no accent, lower case."""

from importlib.resources import files

#: «mot de passe» and the ways it is shortened or misspelt.
PASSWORD = (
    r"(?:mots?[ -]?(?:de|d|2)?[ -]?pass(?:e|es)?|m\.? ?d\.? ?p\.?|mot de pase|password|passwd|pwd|passcode|phrases? (?:de passe"  # noqa: S105  # words that introduce a secret, none of them one
    r"|secretes?)"
    r"|reponses? secretes?|questions? secretes?|cles? (?:wifi|wi-fi|wep|wpa|de recuperation)|schemas? de deverrouillage)"
)
#: short for a password only when a sign follows at once.
PASS = r"(?:pass|passe|pw|psw|mp)"  # noqa: S105  # the same
#: what makes a code a secret, written after it («code secret», «code de la carte bleue»).
SECRET_CODE = (
    r"(?:secrets?|confidentiels?|personnels?|perso|pin|puk|sim|carte(?: bleue| bancaire| de retrait| cb)?|cb|bleue|bancaires?"  # noqa: S105  # words that introduce a secret, none of them one
    r"|banque|acces"
    r"|connexion|sms|validation|verification|securite|activation|deverrouillage|verrouillage|internet|provisoires?|temporaires?|parental"
    r"|caf|ameli|cpam|impots?|fiscal|franceconnect|france connect|france identite|france travail|pole emploi|msa|carsat|edf|engie"
    r"|anef|ants"
    r"|telephone|tel|portable|mobile|smartphone|tablette|ordinateur|pc|espace(?: personnel| client)?|compte|wifi|wi-fi|box|freebox"
    r"|livebox"
    r"|mail|messagerie|gmail|cvv|cvc|unique|authentification|double authentification|a (?:4|6|8) chiffres|recus?(?: par (?:sms|mail"
    r"|courrier))?"
    r"|du coffre(?:-fort)?|coffre(?:-fort)?|whatsapp|facebook|doctolib|la poste|identite numerique|digiposte|nip)"
)
#: what makes a code the one of a door, needed for a visit at home.
DOOR = r"(?:de |d')?(?:la |l')?(?:porte|immeuble|entree|portail|hall|batiment|interphone|boite a cles?)"
#: codes of everyone: law, post, statistics, and those of a bank account's details.
PUBLIC_CODE = (
    r"(?:postal(?:e|aux)?|cp|ape|naf|insee|rome|nace|civil|penal|rural|electoral|general|monetaire|commercial|pays|commune|departement"
    r"|du travail|de la route|de la construction|de l'action|de l'urbanisme|de la securite sociale|de la secu|de l'entree et du sejour"
    r"|de la famille|de commerce|de procedure|de la consommation|de justice|de la sante|de l'energie|de l'education"
    r"|des (?:relations|procedures)"
    r"|de la commune|de conduite|de (?:bonne conduite|deontologie)|couleurs?|promo|barres?|rousseau|qr|source|guichet|agence|organisme"
    r"|officiel|bic|swift"
    r"|iban|nature|prestation|regime|statistique|geographique|produit|article|client edf|de la nationalite|inter|vestimentaire|de calcul"
    rf"|{DOOR})"
)
#: bank words after «identifiant», «numéro client».
BANK = (
    r"(?:banque|bancaires?|bnp|lcl|credit (?:agricole|mutuel|du nord|cooperatif)|societe generale|caisse d'epargne|banque postale"
    r"|la banque postale|boursorama|boursobank|hello bank"
    r"|fortuneo|revolut|n26|nickel|compte nickel|cic|hsbc|axa banque|orange bank|monabanq)"
)
#: the value is not there: said after «mot de passe :» or «est».
ABSENT = frozenset((files(__package__) / "absent_words.txt").read_text(encoding="utf-8").split())
#: words of a sentence that a pass-phrase holds as well.
ONE_S_OWN = frozenset(
    {"ma", "mon", "mes", "sa", "son", "ses", "la", "le", "les", "de", "du", "des", "et", "fils", "fille", "ami", "amie", "mari", "soeur"}
    | {"frere", "mere", "pere"}
)
#: nouns before «:» or «n°» that make what follows a reference and no secret.
REFERENCE = (
    r"(?:dossiers?|numeros?|n°?|no|num|references?|ref|rdv|rendez-vous|allocataire|matricule|tel|telephone|portable|adresse|mail"
    r"|email|e-mail|courriel"
    r"|date|heure|montant|total|ne|nee|siret|siren|article|art|loi|bureau|salle|poste|ligne|page|etape|version|ticket|demande"
    r"|contrat|client)"
)
#: what shows that the password itself is gone: then only what looks very much like a secret counts.
LOST = r"(?:oubli\w*|perdu\w*|egare\w*|ne (?:sait|connait|se souvient)|reinitialis\w*|bloque\w*|inconnu\w*|expire\w*)"
