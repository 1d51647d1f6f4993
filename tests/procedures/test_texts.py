"""Texts of the structures on screen: seen first, kept whole, journaled, put back; faults told with their line; others see nothing."""

import html
import re
import stat
from pathlib import Path

import pytest
from django.test import Client

from relais.accounts.models import Role
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from relais.procedures import shelf
from relais.procedures.kinds import KINDS, Kind
from relais.procedures.models import TextVersion
from relais.procedures.queries import texts as queries
from relais.procedures.services import texts as services
from tests.factories.accounts import NOW, acting, member, organisation, signed_in

pytestmark = pytest.mark.django_db
LETTERS, SHEETS = KINDS["courriers"], KINDS["demarches"]
CRECHE = """---
code: place_en_creche
titre: Demander une place en crèche
but: La commission étudie votre demande.
situation: demander
mots: [crèche, garde]
destinataire: Service petite enfance
ou: À la mairie.
envoi: simple
quand: Avant mars.
sans_reponse: Appelez la mairie.
objet: Demande d’une place en crèche
references: [{texte: Règlement des crèches, marque: P, verifie_le: 2026-03-12}]
champs:
  - {code: enfant, genre: texte, question: "Prénom de l’enfant ?", exemple: Lina}
---
Je demande une place pour {enfant}.
"""


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> None:
    settings.LOCAL_LETTERS = tmp_path / "courriers-locaux"
    settings.LOCAL_SHEETS = tmp_path / "demarches-locales"
    settings.LOCAL_MAIL = tmp_path / "courriers-recus"


@pytest.fixture
def solene():
    return member(organisation(), "solene", Role.DIGITAL_LEAD)


def plain(answer) -> str:
    return html.unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def typed(page: str) -> str:
    found = re.search(r'<textarea name="texte"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found, page
    return html.unescape(found[1]).replace("\r\n", "\n").lstrip("\n")


def seen(page: str) -> str:
    found = re.search(r'name="seen"(?: value="(\w*)")?', page)
    assert found, page
    return found[1] or ""


def kept(client: Client, kind: Kind, text: str, *, name: str = "", step: str = "enregistrer"):
    address = f"/outils/textes/{kind.code}/{f'{name}/' if name else ''}"
    digest = shelf.digest(shelf.read(kind, name)) if name else ""
    return client.post(address, {"texte": text.replace("\n", "\r\n"), "seen": digest, "etape": step})


def actions() -> list[str]:
    return [line.action for line in JournalEntry.objects.filter(action__startswith="text.").order_by("id")]


def test_a_letter_is_seen_then_kept_and_offered_to_everybody_at_once(solene):
    client = signed_in(solene)
    preview = kept(client, LETTERS, CRECHE, step="apercu")
    assert preview.status_code == 200
    assert "Je demande une place pour Lina." in plain(preview) and "Prénom de l’enfant ?" in plain(preview)
    assert not shelf.names(LETTERS) and not TextVersion.objects.exists(), "seeing keeps nothing"
    answer = kept(client, LETTERS, CRECHE)
    assert (answer.status_code, answer["Location"]) == (302, "/outils/textes/courriers/place_en_creche/#contenu")
    path = LETTERS.folder / "place_en_creche.md"
    assert path.read_text() == CRECHE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Demander une place en crèche" in plain(Client().get("/outils/ecrire/"))
    assert actions() == ["text.saved"]
    (version,) = TextVersion.objects.all()
    assert (version.author, version.organisation) == (solene, solene.organisation)
    assert JournalEntry.objects.get(action="text.saved").subject == f"procedures.textversion:{version.pk}"


def test_a_national_letter_is_corrected_from_its_own_text(solene):
    client = signed_in(solene)
    page = plain(client.get("/outils/textes/courriers/?modele=rapo_rsa&corriger=oui"))
    text = typed(page)
    assert text == LETTERS.national_text("rapo_rsa")
    changed = text.replace("Madame, Monsieur", "x").replace("titre: ", "titre: Notre modèle, ", 1)
    assert kept(client, LETTERS, changed).status_code == 302
    assert "Notre modèle, " in plain(Client().get("/outils/ecrire/rapo_rsa/"))
    assert "corrige un texte national" in plain(client.get("/outils/textes/"))
    again = client.get("/outils/textes/courriers/?modele=rapo_rsa&corriger=oui")
    assert again["Location"] == "/outils/textes/courriers/rapo_rsa/", "it is already ours"


def test_a_sheet_is_corrected_and_signed_by_the_structure(solene):
    client = signed_in(solene)
    text = typed(plain(client.get("/outils/textes/demarches/?modele=c2s&corriger=oui")))
    assert 'corrige: true\nstructure: "CCAS de Montbrume"' in text
    preview = kept(client, SHEETS, text, step="apercu")
    assert preview.status_code == 200, plain(preview)
    assert "CCAS de Montbrume" in plain(preview) and "Ce qu’il faut apporter" in plain(preview)
    assert kept(client, SHEETS, text).status_code == 302
    assert "(CCAS de Montbrume)" in plain(Client().get("/outils/demarches/c2s/"))


def test_a_new_text_on_a_model_must_be_named(solene):
    client = signed_in(solene)
    text = typed(plain(client.get("/outils/textes/demarches/?modele=c2s&corriger=non")))
    assert "corrige" not in text
    refused = kept(client, SHEETS, text)
    assert refused.status_code == 422 and "Donnez un nom à ce texte" in plain(refused)
    assert kept(client, SHEETS, text.replace("a_nommer", "cantine")).status_code == 302
    assert shelf.names(SHEETS) == ("cantine",)


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("envoi: simple", "envoi: pigeon", 9, "« pigeon » n’est pas prévu"),
        ("genre: texte", "genre: dessin", 15, "« dessin » n’est pas prévu"),
        ("marque: P", "marque: Z", 13, "Clé « marque »|« Z » n’est pas prévu"),
        ("{enfant}.", "{bebe}.", 17, "« {bebe} » n’est pas un champ"),
        ("mots: [crèche, garde]", "mots: [crèche, garde", 7, "Le YAML est mal écrit à cette ligne ou juste avant"),
        ("titre: Demander une place en crèche\n", "", None, "un texte est attendu"),
        ("ou: À la mairie.", "ou: À la mairie.\nou_bien: rien", 9, "clé inconnue"),
        ("code: place_en_creche\n", "", None, "La ligne « code » manque|un texte est attendu"),
    ],
)
@pytest.mark.parametrize("step", ["apercu", "enregistrer"])
def test_a_fault_is_told_with_its_line_and_nothing_typed_is_lost(solene, before: str, after: str, line: int | None, said: str, step: str):
    wrong = CRECHE.replace(before, after, 1)
    assert wrong != CRECHE
    answer = kept(signed_in(solene), LETTERS, wrong, step=step)
    page = plain(answer)
    assert answer.status_code == 422
    assert re.search(said, page), page
    if line is not None:
        assert f"Ligne {line}." in page
        assert wrong.split("\n")[line - 1].strip() in page
    assert typed(page).rstrip("\n") == wrong.rstrip("\n").replace("\u202f", " ").replace("\u00a0", " ")
    assert not shelf.names(LETTERS) and not TextVersion.objects.exists() and not actions()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code: x_y_z\na: &a [1]\nb: [*a, *a]\n", "ne sont pas admis ici"),
        ("code: x_y_z\na: " + "[" * 3000 + "]" * 3000 + "\n", "Trop de groupes"),
        ("code: x_y_z\n" + "a" * 60_001, "trop long"),
        ("", "Le texte est vide"),
        ("bonjour", "La ligne « code » manque|groupe de clés|Le fichier commence par"),
    ],
)
def test_a_text_that_means_harm_or_nothing_is_a_sentence(solene, text: str, said: str):
    for kind in KINDS.values():
        for step in ("apercu", "enregistrer"):
            front = f"---\n{text}\n---\nBonjour.\n" if kind is LETTERS and text.startswith("code") else text
            answer = kept(signed_in(solene), kind, front, step=step)
            assert answer.status_code == 422
            assert re.search(said, plain(answer)), plain(answer)
    assert not TextVersion.objects.exists()


def test_versions_are_kept_and_one_may_come_back(solene):
    client = signed_in(solene)
    kept(client, LETTERS, CRECHE)
    kept(client, LETTERS, CRECHE.replace("Avant mars.", "Avant avril."), name="place_en_creche")
    page = plain(client.get("/outils/textes/courriers/place_en_creche/"))
    assert page.count("Version enregistrée") == 2 and page.count("Remettre cette version") == 1
    first = TextVersion.objects.order_by("id").first()
    answer = client.post("/outils/textes/courriers/place_en_creche/remettre/", {"version": first.pk})
    assert answer.status_code == 302
    assert shelf.read(LETTERS, "place_en_creche") == CRECHE
    assert actions() == ["text.saved", "text.saved", "text.restored"]


def test_a_text_taken_away_gives_the_national_one_back_and_may_return(solene):
    client = signed_in(solene)
    kept(client, LETTERS, LETTERS.national_text("cada").replace("titre: ", "titre: À nous, ", 1))
    assert "À nous, " in plain(Client().get("/outils/ecrire/cada/"))
    page = plain(client.post("/outils/textes/courriers/cada/supprimer/", follow=True))
    assert "est supprimé" in page and "Remettre" in page
    assert "À nous, " not in plain(Client().get("/outils/ecrire/cada/"))
    number = re.search(r'name="version" value="(\d+)"', page)[1]
    client.post("/outils/textes/courriers/cada/remettre/", {"version": number})
    assert "À nous, " in plain(Client().get("/outils/ecrire/cada/"))
    assert actions() == ["text.saved", "text.deleted", "text.restored"]


def test_a_file_laid_by_hand_is_taken_in_charge_and_its_words_stay_among_the_versions(solene):
    LETTERS.folder.mkdir()
    (LETTERS.folder / "place_en_creche.md").write_text(CRECHE)
    client = signed_in(solene)
    assert "posé dans le dossier de la machine" in plain(client.get("/outils/textes/"))
    kept(client, LETTERS, CRECHE.replace("mars", "avril"), name="place_en_creche")
    assert [version.content for version in TextVersion.objects.order_by("id")] == [CRECHE, CRECHE.replace("mars", "avril")]
    assert actions() == ["text.found", "text.saved"]


def test_nobody_writes_over_another_without_knowing(solene):
    client = signed_in(solene)
    kept(client, LETTERS, CRECHE)
    opened = seen(client.get("/outils/textes/courriers/place_en_creche/").content.decode())
    theirs, mine = CRECHE.replace("mars", "avril"), CRECHE.replace("mars", "juin")
    kept(client, LETTERS, theirs, name="place_en_creche")
    address = "/outils/textes/courriers/place_en_creche/"
    answer = client.post(address, {"texte": mine, "seen": opened, "etape": "enregistrer"})
    assert answer.status_code == 422
    assert "Ce texte a changé depuis" in plain(answer) and "Avant avril." in plain(answer) and "Avant juin." in typed(plain(answer))
    assert shelf.read(LETTERS, "place_en_creche") == theirs
    again = client.post(address, {"texte": mine, "seen": seen(answer.content.decode()), "etape": "enregistrer"})
    assert again.status_code == 302 and shelf.read(LETTERS, "place_en_creche") == mine


def test_a_code_does_not_change_nor_take_a_place(solene):
    client = signed_in(solene)
    kept(client, LETTERS, CRECHE)
    other = CRECHE.replace("place_en_creche", "autre_code")
    assert "ne change pas" in plain(kept(client, LETTERS, other, name="place_en_creche"))
    assert "existe déjà parmi les textes" in plain(kept(client, LETTERS, CRECHE))
    assert shelf.names(LETTERS) == ("place_en_creche",)


def test_another_file_that_cannot_be_read_is_told_apart(solene):
    LETTERS.folder.mkdir()
    (LETTERS.folder / "vieux.md").write_text("rien")
    page = plain(kept(signed_in(solene), LETTERS, CRECHE, step="apercu"))
    assert "un autre ne se lit pas" in page and "vieux.md" in page
    assert "Je demande une place pour Lina." in page


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.DIGITAL_LEAD, Role.HEAD}])
def test_other_roles_find_nothing(solene, role: Role):
    kept(signed_in(solene), LETTERS, CRECHE)
    stranger = member(solene.organisation, "autre", role)
    client = signed_in(stranger)
    for address in ("/outils/textes/", "/outils/textes/courriers/?modele=rapo_rsa", "/outils/textes/courriers/place_en_creche/"):
        assert client.get(address).status_code == 404
    for act in ("supprimer", "remettre"):
        assert client.post(f"/outils/textes/courriers/place_en_creche/{act}/", {"version": TextVersion.objects.get().pk}).status_code == 404
    assert kept(client, LETTERS, CRECHE, name="place_en_creche").status_code == 404
    assert "/outils/textes/" not in client.get("/outils/").content.decode()
    with pytest.raises(Refused):
        services.take_text_away(actor=acting(stranger), kind=LETTERS, name="place_en_creche", now=NOW)
    assert queries.shelves(acting(stranger)) == ()
    assert shelf.read(LETTERS, "place_en_creche") == CRECHE


def test_the_text_of_another_structure_is_seen_in_the_list_and_changed_by_nobody_else(solene):
    kept(signed_in(solene), LETTERS, CRECHE)
    client = signed_in(member(organisation("Maison des solidarités"), "bruno", Role.HEAD))
    page = client.get("/outils/textes/").content.decode()
    assert "CCAS de Montbrume" in page and "/outils/textes/courriers/place_en_creche/" not in page
    assert client.get("/outils/textes/courriers/place_en_creche/").status_code == 404
    assert kept(client, LETTERS, CRECHE, name="place_en_creche").status_code == 404
    assert client.post("/outils/textes/courriers/place_en_creche/supprimer/").status_code == 404
    number = TextVersion.objects.get().pk
    assert client.post("/outils/textes/courriers/place_en_creche/remettre/", {"version": number}).status_code == 404
    assert shelf.read(LETTERS, "place_en_creche") == CRECHE


def test_the_head_of_service_finds_the_screen_from_the_toolbox(solene):
    client = signed_in(member(solene.organisation, "petit", Role.HEAD))
    assert "/outils/textes/" in client.get("/outils/").content.decode()
    assert client.get("/outils/textes/").status_code == 200


@pytest.mark.parametrize("name", ["..", "%2e%2e", "inconnu", ".verrou"])
def test_no_address_leaves_the_folder(solene, name: str):
    assert signed_in(solene).get(f"/outils/textes/courriers/{name}/").status_code == 404


def test_a_folder_that_refuses_is_a_sentence_and_nothing_is_half_done(solene, monkeypatch: pytest.MonkeyPatch):
    client = signed_in(solene)
    kept(client, LETTERS, CRECHE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf.os, "fsync", full)
    answer = kept(client, LETTERS, CRECHE.replace("mars", "avril"), name="place_en_creche")
    assert answer.status_code == 422 and "refuse l’écriture" in plain(answer) and "Avant avril." in typed(plain(answer))
    assert shelf.read(LETTERS, "place_en_creche") == CRECHE
    assert actions() == ["text.saved"]
    assert [path.name for path in LETTERS.folder.iterdir() if path.name != shelf.LOCK] == ["place_en_creche.md"]


def test_a_letter_from_every_national_one_is_seen_without_a_fault(solene):
    """The national texts pass through the screen as they are: none is lost in the box, in the reader or in the preview."""
    client = signed_in(solene)
    for kind in KINDS.values():
        for code, title in kind.national_texts():
            page = client.get(f"/outils/textes/{kind.code}/?modele={code}&corriger=oui")
            answer = kept(client, kind, typed(page.content.decode()), step="apercu")
            assert answer.status_code == 200, (kind.code, code, title)
            assert 'id="rendu"' in answer.content.decode()
