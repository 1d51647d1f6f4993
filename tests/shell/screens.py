"""The sample of the accessibility grid: every public page, and the pages reached by answering, as one first gets them in French."""

from collections.abc import Mapping
from functools import cache

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.access.doors import DOORS
from tests.shell.test_every_page import NOT_PAGES, _opens

EXAMPLE = "/droits/exemples/couple-deux-enfants/"
FRENCH = {"accept-language": "fr"}
#: name of a screen → address, and what is posted there beside the state of the example.
POSTED: Mapping[str, tuple[str, dict[str, object]]] = {
    "answers, asked": ("/droits/", {"formulaire": "experte", "voir": "1", "loyer": "beaucoup"}),
    "guided question": ("/droits/guidee/", {}),
    "guided, an answer not read": ("/droits/guidee/", {"question": "loyer", "reponse": "beaucoup"}),
    "guided answers": ("/droits/guidee/", {"voir": "1"}),
    "what if": ("/droits/et-si/", {}),
    "text to copy": ("/droits/copier/", {}),
    "rights to keep": ("/droits/feuille/", {}),
    "no right kept": ("/droits/feuille/", {"etape": "feuille"}),
    "details of the sheet": ("/droits/feuille/", {"etape": "details", "droits": ["prime_activite", "aide_logement"]}),
    "sheet of the person": ("/droits/feuille/", {"etape": "feuille", "droits": ["prime_activite", "aide_logement"]}),
    "sheet of the professional": ("/droits/feuille-du-professionnel/", {}),
}


@cache
def screens() -> Mapping[str, str]:
    """Name → HTML of all the screens of the sample, fetched once; needs the database."""
    client = Client()
    found = {
        door.name: client.get(reverse(door.name, kwargs=door.kwargs), headers=FRENCH).content.decode()
        for door in DOORS
        if _opens(door) and door.name not in NOT_PAGES
    }
    found["a page that is not"] = client.get("/nulle-part/", headers=FRENCH).content.decode()
    found["example"] = client.get(EXAMPLE, headers=FRENCH).content.decode()
    state = BeautifulSoup(found["example"], "html.parser").select_one("#etat")["value"]  # type: ignore[index]
    for name, (address, fields) in POSTED.items():
        found[name] = client.post(address, {"etat": state, **fields}, headers=FRENCH).content.decode()
    return found


@cache
def soups() -> Mapping[str, BeautifulSoup]:
    """The same, read."""
    return {name: BeautifulSoup(text, "html.parser") for name, text in screens().items()}
