"""A relation between tables goes down the floors like an import does, also when it is written as a string."""

from django.apps import apps
from django.db.models import Model

from tools import house


def room_of(model: type[Model]) -> str:
    """The room a model of Relais belongs to, or "" for a model of a library."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "relais" else ""


def relations() -> list[tuple[str, str, str]]:
    """(room, room pointed to, field) for every relation between two tables of Relais."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if isinstance(target, type) and room_of(model) and room_of(target):
                found.append((room_of(model), room_of(target), f"{model._meta.label}.{field.name}"))
    return found


def upward(found: list[tuple[str, str, str]], floor_of: dict[str, int]) -> list[str]:
    """Relations that do not stay in their room nor go down."""
    return [name for room, target, name in found if room != target and floor_of[room] >= floor_of[target]]


def test_every_relation_stays_in_its_room_or_goes_down():
    assert upward(relations(), house.floors()) == []


def test_a_relation_going_up_or_sideways_is_found():
    floor_of = {"demo": 0, "people": 1, "directory": 1, "kernel": 2}
    found = [("people", "demo", "up"), ("people", "directory", "sideways"), ("people", "people", "home"), ("demo", "people", "down")]
    assert upward(found, floor_of) == ["up", "sideways"]


def test_every_room_on_disk_has_a_floor():
    rooms = {path.name for path in (house.ROOT / "relais").iterdir() if (path / "__init__.py").is_file()}
    assert rooms <= set(house.floors()), "add the room to the contract «floors» of pyproject.toml"


def test_every_room_and_area_says_what_it_is():
    silent = [str(path) for path in (house.ROOT / "relais").glob("*/__init__.py") if '"""' not in path.read_text(encoding="utf-8")]
    assert silent == []
