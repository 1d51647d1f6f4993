"""A report about Relais: anybody makes it, nobody is in it, everybody sees what becomes of it."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client

from relais.foundation.access import ANONYMOUS, Actor, operator
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from relais.project.cli import main
from relais.shell import queries, rules, services
from relais.shell.models import Feedback

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
WORDS = "Le bouton Copier ne fait rien sur la page des droits."


def report(text: str = WORDS) -> int:
    return services.report_feedback(actor=ANONYMOUS, kind="panne", page="/droits/?salaire=1400#x", text=text, now=NOW)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Écrivez-moi à ines.martin@exemple.fr s’il vous plaît", "adresse électronique"),
        ("Rappelez Inès au 06 12 34 56 78 demain", "téléphone"),
        ("Rappelez au +33 6.12.34.56.78 demain", "téléphone"),
        ("Son numéro est 2 88 03 59 512 123 45", "sécurité sociale"),
        ("Son numéro est 288035951212345 voilà", "sécurité sociale"),
        ("Le compte FR76 3000 6000 0112 3456 7890 189 est refusé", "compte"),
        ("Allocataire 1234567 A en erreur", "allocataire"),
        ("Née le 12/03/1988, la page refuse", "date"),
    ],
)
def test_what_speaks_of_a_person_is_refused_and_said(text: str, what: str) -> None:
    decision = rules.can_report(text=text)
    assert not decision
    assert what in decision.reason


@pytest.mark.parametrize(
    "text", [WORDS, "Le montant de 1 214,50 € paraît faux en mars 2026.", "L’article L.262-2 cité n’est plus en vigueur depuis 2025."]
)
def test_ordinary_words_pass(text: str) -> None:
    assert rules.can_report(text=text)


@pytest.mark.parametrize("text", ["", "   ", "Bof.", "x" * 1001])
def test_too_little_or_too_much_is_refused(text: str) -> None:
    assert not rules.can_report(text=text)


@pytest.mark.django_db
class TestReporting:
    def test_keeps_the_words_and_the_page_but_neither_query_nor_author(self) -> None:
        row = Feedback.objects.get(pk=report())
        assert (row.page, row.text, row.state, row.read_at) == ("/droits/", WORDS, "recu", None)
        entry = JournalEntry.objects.get(action="feedback.reported")
        assert entry.actor_id is None

    def test_refuses_an_unknown_kind(self) -> None:
        with pytest.raises(services.UnableToReport, match="Choisissez"):
            services.report_feedback(actor=ANONYMOUS, kind="plainte", page="", text=WORDS, now=NOW)
        assert not Feedback.objects.exists()

    def test_the_table_itself_refuses_an_unknown_state(self) -> None:
        number = report()
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.filter(pk=number).update(state="perdu")

    def test_the_public_reads_the_text_only_once_somebody_read_it(self) -> None:
        number = report()
        assert queries.reports(ANONYMOUS)[0].text == ""
        assert queries.reports_to_read(ANONYMOUS) == []
        assert queries.reports_to_read(operator("test"))[0].text == WORDS
        services.answer_feedback(actor=operator("test"), number=number, state="en_cours", answer="", now=NOW)
        assert queries.reports(ANONYMOUS)[0].text == WORDS

    def test_leon_cannot_answer(self) -> None:
        number = report()
        with pytest.raises(Refused):
            services.answer_feedback(
                actor=Actor(roles=frozenset({"travailleur_social"})), number=number, state="corrige", answer="Fait.", now=NOW
            )
        assert Feedback.objects.get(pk=number).state == "recu"

    @pytest.mark.parametrize(("state", "answer", "why"), [("perdu", "x", "n’existe pas"), ("non_retenu", " ", "réponse")])
    def test_an_answer_that_says_nothing_is_refused(self, state: str, answer: str, why: str) -> None:
        number = report()
        with pytest.raises(services.UnableToAnswer, match=why):
            services.answer_feedback(actor=operator("test"), number=number, state=state, answer=answer, now=NOW)

    def test_an_unknown_number_is_refused(self) -> None:
        with pytest.raises(services.UnableToAnswer, match="404404"):
            services.answer_feedback(actor=operator("test"), number=404404, state="en_cours", answer="", now=NOW)


@pytest.mark.django_db
class TestScreens:
    def test_the_link_of_every_page_brings_its_path_without_the_query(self, client: Client) -> None:
        home = BeautifulSoup(client.get("/comment-ca-marche/?x=1").content, "html.parser")
        link = home.select_one("footer a[href^='/signaler/?']")
        assert link is not None
        form = BeautifulSoup(client.get(str(link["href"])).content, "html.parser")
        assert form.select_one("input[name=page]")["value"] == "/comment-ca-marche/"  # type: ignore[index]

    @pytest.mark.parametrize("page", ["https://exemple.fr/", "//exemple.fr", "javascript:alert(1)"])
    def test_a_page_that_is_not_a_path_is_left_out(self, client: Client, page: str) -> None:
        form = BeautifulSoup(client.get("/signaler/", {"page": page}).content, "html.parser")
        assert not form.select_one("input[name=page]").get("value")  # type: ignore[union-attr]

    def test_a_report_is_made_and_followed(self, client: Client) -> None:
        answer = client.post("/signaler/", {"kind": "panne", "text": WORDS, "page": "/droits/"})
        assert answer.status_code == 302
        number = Feedback.objects.get().pk
        assert answer["Location"] == f"/signaler/suivi/#signalement-{number}"
        followed = BeautifulSoup(client.get("/signaler/suivi/").content, "html.parser")
        card = followed.select_one(f"#signalement-{number}")
        assert card is not None
        assert "Reçu" in card.get_text()
        assert WORDS not in card.get_text()

    def test_a_refused_report_keeps_what_was_typed(self, client: Client) -> None:
        answer = client.post("/signaler/", {"kind": "panne", "text": "Appelez Inès au 06 12 34 56 78", "page": "/droits/"})
        assert answer.status_code == 422
        page = BeautifulSoup(answer.content, "html.parser")
        assert "06 12 34 56 78" in page.select_one("textarea").get_text()  # type: ignore[union-attr]
        assert "Enlevez le numéro de téléphone" in page.get_text()
        assert not Feedback.objects.exists()

    def test_text_from_others_is_never_run(self, client: Client) -> None:
        number = report("<script>alert(1)</script> est montré tel quel")
        services.answer_feedback(actor=operator("test"), number=number, state="corrige", answer="<b>Fait.</b>", now=NOW)
        html = client.get("/signaler/suivi/").content.decode()
        assert "<script>alert" not in html
        assert "<b>Fait" not in html
        assert "&lt;script&gt;" in html

    def test_too_many_reports_wait(self, client: Client) -> None:
        statuses = [client.post("/signaler/", {"kind": "panne", "text": WORDS}, REMOTE_ADDR="192.0.2.7").status_code for _ in range(12)]
        assert statuses[0] == 302
        assert statuses[-1] == 429
        answer = client.post("/signaler/", {"kind": "panne", "text": WORDS}, REMOTE_ADDR="192.0.2.7")
        assert int(answer["Retry-After"]) > 0
        assert "Trop de demandes" in answer.content.decode()


@pytest.mark.django_db
class TestTerminal:
    def test_reads_and_answers(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("relais.project.commands.feedback.start_django", lambda: None)
        number = report()
        assert main(["feedback", "list"]) == 0
        assert WORDS in capsys.readouterr().out
        assert main(["feedback", "answer", str(number), "corrige", "Réparé."]) == 0
        assert Feedback.objects.get(pk=number).answer == "Réparé."
        assert main(["feedback", "answer", str(number), "perdu"]) == 2
        assert "n’existe pas" in capsys.readouterr().err
        assert main(["feedback", "answer", "deux", "recu"]) == 2


@pytest.mark.django_db
def test_what_is_not_a_page_of_ours_is_not_shown_as_one():
    number = services.report_feedback(actor=ANONYMOUS, kind="panne", page="/Mme X, 06 12 34 56 78", text=WORDS, now=NOW)
    assert Feedback.objects.get(pk=number).page == ""
