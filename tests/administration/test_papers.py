"""The papers of an organisation: made from the dictionary and its settings, readable, dated by the delegate."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.administration import dictionary, papers
from relais.administration.queries import registers
from relais.administration.services import policy
from relais.administration.services.retention import UnableToKeepRegisters
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from relais.kernel.readability import kandel_moles
from relais.project.commands import papers as command
from tests.factories.accounts import signed_in
from tests.factories.people import actor

pytestmark = pytest.mark.django_db
TOLD = {
    "address": "1 place du Pont",
    "dpo_contact": "dpo@exemple.invalid",
    "host": "Hébergeur du Pont",
    "host_is_certified": True,
    "months": 36,
    "reason": "",
    "public_archives": True,
    "files_an_hour": 30,
}


def test_the_notice_reads_easily_and_the_register_holds_every_personal_table(house: Organisation) -> None:
    kept = registers.policy_of(house)
    assert kandel_moles(papers.made("notice", organisation=house, policy=kept).text) >= 70
    register = papers.made("register", organisation=house, policy=kept)
    lines = [line for section in register.sections for line in section.lines]
    assert {line.title for line in lines} == {table.title for table in dictionary.personal()}
    assert all(line.purposes and line.recipients and line.retention and line.basis for line in lines)
    for name in papers.NAMES:
        made = papers.made(name, organisation=house, policy=kept)
        assert made.draft
        assert "{" not in made.text
        assert house.name in papers.as_html(made)


def test_more_than_two_years_is_justified_and_the_delegate_alone_says_it(awa: Member, nadia: Member, house: Organisation) -> None:
    now = timezone.now()
    with pytest.raises(Refused):
        policy.change(actor=actor(awa), told=TOLD, now=now)
    with pytest.raises(UnableToKeepRegisters, match="24 mois"):
        policy.change(actor=actor(nadia), told=TOLD, now=now)
    reason = "Les aides de notre fonds courent sur trois ans."
    policy.change(actor=actor(nadia), told={**TOLD, "reason": reason}, now=now)
    notice = papers.made("notice", organisation=house, policy=registers.policy_of(house))
    assert "36 mois" in notice.text
    assert reason in papers.made("aipd", organisation=house, policy=registers.policy_of(house)).text
    assert JournalEntry.objects.filter(action="policy.changed", organisation_id=house.pk).exists()


def test_every_page_says_demonstration_until_the_delegate_dates_the_papers(awa: Member, nadia: Member) -> None:
    said = "n’a pas encore relu et daté"
    client, delegate = signed_in(awa), signed_in(nadia)
    assert said in client.get(reverse("people:mine")).content.decode()
    assert delegate.post(reverse("administration:dated"), {"on": "1/1/2999"}).status_code == 422
    assert delegate.post(reverse("administration:dated"), {"on": f"{timezone.localdate():%d/%m/%Y}"}).status_code == 302
    assert said not in signed_in(Member.objects.get(pk=awa.pk)).get(reverse("people:mine")).content.decode()
    assert JournalEntry.objects.filter(action="policy.papers_dated", actor_id=nadia.pk).exists()


def test_the_screens_of_the_delegate_show_and_print(nadia: Member, awa: Member) -> None:
    client = signed_in(nadia)
    for name in ("home", "policy", "dated", "requests", "eliminations"):
        assert client.get(reverse(f"administration:{name}")).status_code == 200, name
        assert signed_in(awa).get(reverse(f"administration:{name}")).status_code == 404, name
    for name in papers.NAMES:
        assert "Démonstration" in client.get(reverse("administration:paper", args=[name])).content.decode()
    assert client.get(reverse("administration:paper", args=["inconnu"])).status_code == 404
    made = client.get(reverse("administration:paper", args=["notice"]), {"pdf": "1"})
    assert made.content.startswith(b"%PDF-")
    assert client.post(reverse("administration:policy"), {"months": "0"}).status_code == 422


def test_the_command_writes_the_papers_of_each_organisation(house: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import argparse

    monkeypatch.setattr(command, "start_django", lambda: None)
    assert command.run(argparse.Namespace(out=tmp_path / "papiers")) == 0
    names = sorted(path.name for path in (tmp_path / "papiers" / "ccas-de-montbrume").glob("*.html"))
    assert names == ["aipd.html", "note-hebergement.html", "notice-personne.html", "registre-article-30.html"]


def test_what_the_house_says_of_its_data_is_not_written_over_from_another_tab(nadia: Member) -> None:
    client, address = signed_in(nadia), reverse("administration:policy")

    def seen(page: str) -> str:
        found = re.search(r'name="seen" value="([0-9a-f]{32})"', page)
        assert found is not None
        return found[1]

    typed = {**TOLD, "months": 12, "host": "Le mien"}
    mark = seen(client.get(address).content.decode())
    policy.change(actor=actor(nadia), told={**TOLD, "months": 24}, now=timezone.now())
    answer = client.post(address, {**typed, "seen": mark})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hébergeur du Pont" in page[page.index("Ce qui est enregistré maintenant") : page.index('<form method="post" novalidate')]
    assert client.post(address, {**typed, "seen": seen(page)}).status_code == 302
    assert registers.policy_of(nadia.organisation).host == "Le mien"
