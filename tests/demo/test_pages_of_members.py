"""Every page that the cast opens in a day: light, well formed, readable without scripts, and none of its links is a dead end."""

import gzip
import re
from itertools import chain, pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from relais.accounts.models import Member
from relais.demo.services import build
from relais.foundation.access import operator
from tests.factories.accounts import PASSWORD, signed_in
from tests.journeys.rounds import ELSEWHERE, OF_FILES, OF_ROLES, address

pytestmark = pytest.mark.django_db
HEAVIEST = 100_000
#: pages open to all are followed by tests/shell; a whole simulation is looked at by the tests of the screening.
APART = ("screening:", "tools:", "health", "source")


def weight_of(page: BeautifulSoup, html: bytes) -> int:
    """What travels, compressed, for a first visit: the page, its style sheets, its scripts."""
    asked = [str(tag.get("src") or tag.get("href")) for tag in page.select("script[src], link[rel=stylesheet]")]
    files = [Path(str(finders.find(name.removeprefix("/static/")))) for name in asked]
    return sum(len(gzip.compress(file.read_bytes())) for file in files) + len(gzip.compress(html))


def faults_of(page: BeautifulSoup, html: bytes) -> list[str]:
    """What is wrong in a page, in words."""
    levels = [int(tag.name[1]) for tag in page.select("h1,h2,h3,h4,h5,h6")]
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    unlabelled = [
        field
        for field in page.select("input:not([type=hidden]), select, textarea")
        if not (page.select(f"label[for='{field.get('id', '')}']") or field.find_parent("label") or field.get("aria-label"))
    ]
    checks = {
        "one title": levels.count(1) == 1,
        "headings in order": all(after - before <= 1 for before, after in pairwise(levels)),
        "identifiers once": len(ids) == len(set(ids)),
        "labels": not unlabelled,
        "no inline presentation": not re.search(rb"<[^>]+\s(?:style|on[a-z]+)=", html),
        "something to read": bool(page.main and page.main.get_text(strip=True)),
        "light": weight_of(page, html) < HEAVIEST,
    }
    return [name for name, held in checks.items() if not held]


def dead_ends(page: BeautifulSoup, client: Client, followed: set[str]) -> list[str]:
    """The links of the content that lead nowhere for this member; one of each kind is followed (the file of another is the same page)."""
    wrong = []
    for link in page.select("main a[href^='/']"):
        path = str(link["href"]).split("?")[0].split("#")[0]
        kind = resolve(path).view_name
        if kind in followed or kind.startswith(APART):
            continue
        followed.add(kind)
        if client.get(path).status_code not in {200, 302}:
            wrong.append(path)
    return wrong


def walked(client: Client, start: str) -> list[str]:
    """The dead ends of every page that links of this file lead to, one page of each kind."""
    wrong, waiting, seen, followed = [], [start], set[str](), set[str]()
    while waiting:
        path = waiting.pop(0)
        if (kind := resolve(path).view_name) in seen:
            continue
        seen.add(kind)
        answer = client.get(path)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = BeautifulSoup(answer.content, "html.parser")
        wrong += [f"{path} to {dead}" for dead in dead_ends(page, client, followed)]
        links = [str(link["href"]).split("?")[0].split("#")[0] for link in page.select("main a[href^='/']")]
        waiting += [link for link in links if link.startswith(start)]
    assert len(seen) > 10
    return wrong


def test_every_page_of_every_member_is_light_and_leads_somewhere() -> None:
    build(actor=operator("relais demo"), password=PASSWORD, now=timezone.now())
    wrong: dict[str, list[str]] = {}
    for who in sorted({*OF_FILES, *OF_ROLES, *ELSEWHERE}):
        client, followed = signed_in(Member.objects.get(identifier=who)), set[str]()
        for path in chain.from_iterable(group.get(who, ()) for group in (OF_FILES, OF_ROLES, ELSEWHERE)):
            if path.endswith("/simuler/"):
                continue
            answer = client.get(address(path))
            page = BeautifulSoup(answer.content, "html.parser")
            faults = [] if answer.status_code == 200 else [str(answer.status_code)]
            if found := faults + faults_of(page, answer.content) + dead_ends(page, client, followed):
                wrong[f"{who} {path}"] = found
    # who only reads, by a sharing, is shown no act: each would be a page that is not here
    wrong["karim"] = walked(signed_in(Member.objects.get(identifier="karim")), address("/dossiers/{Inès Bakri}/"))
    assert not any(wrong.values()), wrong
