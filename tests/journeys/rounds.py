"""The pages that each member of the cast opens in a day, for the checks that look at all of them: weight, axe, 320 pixels.

``{Inès Bakri}`` stands for the identifier of her file. A page already opened by a journey of its own is not opened twice by the browser.
"""

import re

from relais.people.models import File

#: pages of a file, by whom; the person is the one of whom the page has something to say.
OF_FILES = {
    "awa": (
        "/dossiers/{Nora Lambert}/",
        "/dossiers/{Nora Lambert}/foyer/",
        "/dossiers/{Nora Lambert}/foyer/arrivee/",
        "/dossiers/{Nora Lambert}/foyer/naissance/",
        "/dossiers/{Nora Lambert}/foyer/depart/",
        "/dossiers/{Inès Bakri}/partages/",
        "/dossiers/{Inès Bakri}/partages/nouveau/",
        "/dossiers/{Inès Bakri}/accords/",
        "/dossiers/{Inès Bakri}/informations/",
        "/dossiers/{Inès Bakri}/ouvertures/",
        "/dossiers/{Inès Bakri}/situations/",
        "/dossiers/{Inès Bakri}/documents/",
        "/dossiers/{Inès Bakri}/droits-ouverts/",
        "/dossiers/{Inès Bakri}/rendez-vous/",
        "/dossiers/{Mme Delorme}/ses-demandes/",
        "/dossiers/{Sabrina}/adresse/",
        "/dossiers/{Inès Bakri}/aides/",
        "/dossiers/{Inès Bakri}/aides/demander/",
    ),
    "leon": ("/dossiers/{Ali Haddad}/partages/",),
    "maelle": ("/dossiers/{M. Le Goff}/", "/dossiers/{Lina Bernard}/foyer/"),
    "yasmine": ("/dossiers/{Inès Bakri}/",),
}
#: what a head keeps of the aids of the house.
AIDS = ("/aides/reglages/", "/aides/reglages/reglement/", "/aides/reglages/aides/", "/aides/paiements/", "/aides/seances/nouvelle/")
#: pages of a member's own, or of the house.
OF_ROLES = {
    "awa": ("/permanence/", "/passations/", "/tableau/", "/tableau/proposees/", "/agenda/abonnement/", "/aides/"),
    "leon": ("/dossiers/",),
    "petit": ("/permanence/", "/passations/", "/acces-exceptionnel/examens/", "/copies-a-relire/", *AIDS),
    "roux": ("/aides/seances/",),
    "karim": ("/journee/", "/dossiers/"),
    "solene": ("/alertes/",),
    "tom": ("/comptes/", "/comptes/inviter/", "/comptes/services/", "/instance/"),
    "nadia": (
        "/journee/",
        "/registres/",
        "/registres/demandes/",
        "/registres/eliminations/",
        "/registres/politique/",
        "/registres/relecture/",
        "/registres/signaux/",
        "/ce-que-note-le-journal/",
        "/registres/documents/notice/",
        "/registres/documents/register/",
    ),
}
#: pages that the journeys of their areas open already, or of which another is the like.
ELSEWHERE = {
    "maelle": ("/journee/",),
    "diallo": ("/journee/", "/dossiers/"),
    "helene": ("/journee/",),
    "roux": ("/journee/",),
    "fontaine": ("/journee/",),
    "awa": (
        "/journee/",
        "/a-aborder/",
        "/a-renouveler/",
        "/sans-reponse/",
        "/agenda/",
        "/agenda/semaine/",
        "/agenda/nouveau/",
        "/agenda/rappels/",
        "/dossiers/",
        "/dossiers/ouvrir/",
        "/contact-bref/",
        "/acces-exceptionnel/",
        "/dossiers/{Inès Bakri}/",
        "/dossiers/{Inès Bakri}/personne/",
        "/dossiers/{Inès Bakri}/joindre/",
        "/dossiers/{Inès Bakri}/intervenants/",
        "/dossiers/{Inès Bakri}/ecarter/",
        "/dossiers/{Inès Bakri}/etat/",
        "/dossiers/{Inès Bakri}/presence/",
        "/dossiers/{Inès Bakri}/clore/",
        "/dossiers/{Inès Bakri}/contact/",
        "/dossiers/{Inès Bakri}/entretien/",
        "/dossiers/{Inès Bakri}/feuille/",
        "/dossiers/{Inès Bakri}/objectifs/",
        "/dossiers/{Inès Bakri}/notes/",
        "/dossiers/{Inès Bakri}/notes/ecrire/",
        "/dossiers/{Inès Bakri}/chronologie/",
        "/dossiers/{Inès Bakri}/simuler/",
    ),
    "petit": ("/journee/", "/a-aborder/", "/a-renouveler/", "/agenda/absences/", "/dossiers/", "/equipe/moment-des-notes/"),
    "yasmine": ("/journee/", "/accueil-du-public/", "/accueil-du-public/file/"),
    "solene": ("/journee/", "/outils/textes/"),
    "tom": ("/journee/", "/compte/", "/compte/securite/", "/compte/sessions/", "/compte/mot-de-passe/"),
}


def address(path: str) -> str:
    """The same path, the identifiers of files in it."""
    return re.sub(r"\{(.+?)\}", lambda called: str(File.objects.get(person__called=called[1]).pk), path)
