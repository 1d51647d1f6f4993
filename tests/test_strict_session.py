"""The strict session is itself tested: each of its promises is broken once here."""

import logging

import pytest
from django.template import Context, Engine

from tests.conftest import UndefinedVariable


def test_an_undefined_variable_fails() -> None:
    template = Engine.get_default().from_string("Bonjour {{ prenom }}")
    with pytest.raises(UndefinedVariable, match="prenom"):
        template.render(Context({}))


def test_an_undefined_variable_with_a_default_passes() -> None:
    template = Engine.get_default().from_string("{% if prenom %}oui{% endif %}")
    assert template.render(Context({})) == ""


def test_an_undefined_variable_of_somebody_else_s_template_is_nothing() -> None:
    template = Engine.get_default().from_string("Bonjour {{ prenom|default:'Awa' }}{{ nom }}")
    template.origin.name = "django/forms/field.html"
    assert template.render(Context({})) == "Bonjour Awa"


@pytest.mark.expects_error_log
def test_an_expected_error_line_is_declared() -> None:
    logging.getLogger("relais").error("attendue")


@pytest.mark.django_db
def test_unordered_querysets_come_back_shuffled() -> None:
    from django.contrib.contenttypes.models import ContentType

    orders = {tuple(kind.pk for kind in ContentType.objects.order_by().all()) for _ in range(20)}
    assert len(orders) > 1


@pytest.mark.django_db
def test_asked_orders_are_kept() -> None:
    from django.contrib.contenttypes.models import ContentType

    orders = {tuple(kind.pk for kind in ContentType.objects.order_by("pk")) for _ in range(20)}
    assert len(orders) == 1


@pytest.mark.django_db
def test_a_test_that_may_touch_the_database_is_marked_so(request: pytest.FixtureRequest) -> None:
    """What `make test` on PostgreSQL runs."""
    assert request.node.get_closest_marker("database")


def test_the_others_are_not_and_find_it_closed(request: pytest.FixtureRequest) -> None:
    from django.contrib.contenttypes.models import ContentType

    assert request.node.get_closest_marker("database") is None
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        ContentType.objects.exists()
