"""The sheet that the person signs: easy to read, one or two pages, its text named in the attestation."""

import hashlib
import re

from django.template.loader import render_to_string

from relais.foundation import pdf
from relais.kernel.readability import LETTER_TARGET, kandel_moles
from relais.mandates.rules import paper
from relais.mandates.services.mandates import MOST_ACTS
from relais.mandates.terms import Domain, Length

#: each text that was printed, by its name: a changed word is another name.
WORDINGS = {"2026-11": "77f36dc2c159a7f47c4ea38545fccdf5162aa23711fd7155b8d390140adb26ff"}


def full(count: int = 2, words: str = "Déclarer mes ressources à la CAF tous les trois mois") -> paper.Sheet:
    acts = [(str(domain.label), words) for domain in list(Domain)[:count]]
    return paper.sheet(given_by="Inès Bakri", given_to="CCAS de Montbrume, Accueil social", agent="Awa Diop", acts=acts, days=365)


def spoken(sheet: paper.Sheet) -> str:
    html = render_to_string("mandates/paper_body.html", {"sheet": sheet, "large": False, "top": "1", "below": "2"})
    return re.sub(r"(?:\s*\.)+", ".", re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|li|h\d)>", ".\n", html)))


def test_the_sheet_reads_easily_and_says_that_no_password_is_given() -> None:
    for days in Length.values:
        sheet = paper.sheet(given_by="Inès", given_to="CCAS", agent="Awa", acts=[("Logement", "Écrire au bailleur")], days=days)
        assert kandel_moles(spoken(sheet)) >= LETTER_TARGET, spoken(sheet)
    text = spoken(full())
    assert "Je ne donne aucun mot de passe." in text
    assert "Je peux dire non." in text
    assert "365 jours" in text


def test_one_page_with_two_acts_two_with_as_many_as_it_takes() -> None:
    def pages(sheet: paper.Sheet) -> int:
        document = pdf.render(
            render_to_string("mandates/paper_document.html", {"sheet": sheet, "large": False}), stylesheets=("mandates/paper.css",)
        )
        return int(max(re.findall(rb"/Count (\d+)", document), key=int, default=b"1"))

    assert pages(full()) == 1
    assert (
        pages(full(MOST_ACTS, "Demander, suivre et renouveler avec la caisse et la mairie tout ce que ce droit demande chaque année " * 1))
        <= 2
    )


def test_a_text_that_changes_takes_another_name() -> None:
    told = "\n".join([paper.TITLE, *paper.KNOWN, paper.COPIES, paper.LAW, *paper.LASTS.values()])
    assert WORDINGS[paper.WORDING] == hashlib.sha256(told.encode()).hexdigest(), "give the new text another WORDING, and add it here"
