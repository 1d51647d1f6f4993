"""The sheet of next steps reads easily, on one page; the team's debrief gives no small number away."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.casework.models import Interview
from relais.casework.rules.debrief import shown
from relais.casework.rules.sheet import PERSON, TOGETHER, US, Line, NextSteps, lines
from relais.foundation import pdf
from relais.kernel.readability import LETTER_TARGET, kandel_moles
from tests.factories.accounts import signed_in
from tests.factories.people import file_of, worker

DAY = timezone.localdate() + timedelta(days=9)
FULL = NextSteps(
    called="Inès",
    agent="Awa Diop",
    service="Accueil social",
    on=timezone.localdate(),
    wants=("Garder mon logement", "Dormir"),
    ours=(Line("J’appelle le bailleur", DAY), Line("J’écris à la Caf"), Line("Je garde une place lundi", DAY)),
    hers=(Line("Vous apportez le bail", DAY), Line("Vous notez les appels reçus")),
    talks=(Line("au bureau, à 14 h", DAY),),
)


def spoken(sheet: NextSteps) -> str:
    """The words of the sheet, a sentence for each line."""
    html = render_to_string("casework/sheet_body.html", {"sheet": sheet, "slip": None, "top": "1", "below": "2"})
    lines_read = re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|li|h\d|span)>", ".\n", html))
    return re.sub(r"(?:\s*\.)+", ".", lines_read)


@pytest.mark.parametrize("sheet", [FULL, NextSteps("Inès", "Awa Diop", "Accueil social", timezone.localdate())])
def test_the_sheet_reads_easily_full_and_empty(sheet: NextSteps) -> None:
    assert kandel_moles(spoken(sheet)) >= LETTER_TARGET, spoken(sheet)


def test_her_words_come_first_and_each_thing_once_dated_first() -> None:
    text = spoken(FULL)
    assert text.index("Garder mon logement") < text.index("J’appelle") < text.index("Vous apportez") < text.index("14 h")
    steps = [(US, "b", None), (US, "a", DAY), (US, "b", None), (PERSON, "c", None)]
    assert lines(steps, who=US) == (Line("a", DAY), Line("b"))
    assert lines(steps, who=TOGETHER) == ()
    assert not NextSteps("Inès", "Awa", "Service", DAY)


def test_the_sheet_is_one_page_of_pdf() -> None:
    document = pdf.render(
        render_to_string("casework/sheet_document.html", {"sheet": FULL, "slip": None}), stylesheets=("casework/sheet.css",)
    )
    assert document.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", document)) <= 1


@pytest.mark.django_db
def test_the_pdf_of_a_file_is_given_to_whom_follows_it(awa: Member, leon: Member) -> None:
    found = file_of(awa, now=timezone.now() - timedelta(days=1))
    where = reverse("casework:sheet_pdf", kwargs={"file_id": found.pk})
    assert signed_in(awa).get(where)["Content-Type"] == "application/pdf"
    assert signed_in(leon).get(where).status_code == 404


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, None),
        ({"pendant": 4, "apres": 6}, None),
        ({"pendant": 12, "apres": 30}, {"pendant": 12, "apres": 30}),
        ({"pendant": 3, "apres": 30, "rien": 20}, {"pendant": None, "apres": 30, "rien": None}),
        ({"pendant": 3, "apres": 9, "rien": 20}, {"pendant": None, "apres": None, "rien": 20}),
        ({"pendant": 3, "apres": 9}, {"pendant": None, "apres": None}),
        ({"pendant": 0, "apres": 11}, {"pendant": 0, "apres": 11}),
    ],
)
def test_no_small_number_is_shown_nor_found_by_subtraction(counts: dict[str, int], expected: dict[str, int | None] | None) -> None:
    assert shown(counts) == expected


@pytest.mark.django_db
def test_the_team_sees_its_own_writing_without_a_name(house: Organisation, awa: Member, yasmine: Member) -> None:
    now = timezone.now()
    found = file_of(awa, now=now - timedelta(days=2))
    where, petit = reverse("casework:debrief"), worker(house, "petit", Role.HEAD, secrecy="mission")
    assert signed_in(yasmine).get(where).status_code == 404
    for writing, times in (("pendant", 12), ("apres", 15)):
        Interview.objects.bulk_create(
            Interview(organisation=house, file=found, member=awa, kind="telephone", at=now, recorded_at=now, writing=writing)
            for _ in range(times)
        )
    for browser in (signed_in(awa), signed_in(petit)):
        page = _words(browser, where)
        assert "12" in page
        assert "15" in page
        assert "Inès" not in page
    Interview.objects.filter(writing="apres").delete()
    Interview.objects.filter(pk__in=Interview.objects.values_list("pk", flat=True)[:5]).delete()
    assert "rien n’est montré" in _words(signed_in(awa), where)


def _words(browser: Client, where: str) -> str:
    main = browser.get(where).content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]+>", " ", main)
