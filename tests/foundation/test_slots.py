"""Panels that a room lays on another's page: in order, only those that have something."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest

from relais.foundation import slots
from relais.foundation.slots import Panel


@pytest.fixture(autouse=True)
def _own_places(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from collections import defaultdict

    monkeypatch.setattr(slots, "_laid", defaultdict(dict))
    yield


def test_panels_come_in_order_and_an_empty_one_is_left_out():
    slots.lay("file", "notes", lambda _request, about: Panel("notes.html", {"of": about}), order=20)
    slots.lay("file", "agenda", lambda _request, about: Panel("agenda.html", {"of": about}), order=10)
    slots.lay("file", "documents", lambda _request, _about: None, order=5)

    found = slots.panels("file", HttpRequest(), "a file")

    assert [(panel.template, panel.context["of"]) for panel in found] == [("agenda.html", "a file"), ("notes.html", "a file")]
    assert slots.panels("day", HttpRequest(), None) == []


def test_the_same_name_laid_again_replaces_the_first():
    slots.lay("file", "notes", lambda _request, _about: Panel("old.html", {}), order=20)
    slots.lay("file", "notes", lambda _request, _about: Panel("new.html", {}), order=20)

    assert [panel.template for panel in slots.panels("file", HttpRequest(), None)] == ["new.html"]
