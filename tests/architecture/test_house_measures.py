"""The measures printed in closing notes say what they claim, and the house keeps its two zeros."""

from pathlib import Path

from tools import house


def test_no_arrow_goes_up_and_no_module_stands_in_a_circle():
    graph = house.imports()
    _, backward = house.arrows(graph, house.floors())
    assert backward == set()
    assert house.in_circles(graph) == set()


def test_an_arrow_going_up_is_counted():
    graph = {"relais.law.x": {"relais.ui.y"}, "relais.ui.y": {"relais.kernel.z"}}
    between, backward = house.arrows(graph, {"ui": 0, "law": 1, "kernel": 2})
    assert between == {("law", "ui"), ("ui", "kernel")}
    assert backward == {("law", "ui")}


def test_a_room_without_a_floor_is_a_backward_arrow():
    _, backward = house.arrows({"relais.attic.x": {"relais.kernel.z"}}, {"kernel": 0})
    assert backward == {("attic", "kernel")}


def test_a_circle_of_three_is_found_and_a_chain_is_not():
    circle = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}
    assert house.in_circles(circle) == {"a", "b", "c"}
    assert house.in_circles({"a": {"b"}, "b": {"c"}, "c": set()}) == set()


def test_sizes_are_nearest_rank_and_empty_is_zero():
    assert house.sizes(list(range(1, 101))) == house.Sizes(100, 50, 95, 100)
    assert house.sizes([]) == house.Sizes(0, 0, 0, 0)


def test_functions_are_measured_from_def_to_end(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(house, "ROOT", tmp_path)
    module = tmp_path / "module.py"
    content = "@decorated\ndef one(\n    x: int,\n) -> int:\n    return x\n\n\nclass C:\n    def two(self): ...\n"
    module.write_text(content, encoding="utf-8")
    found = sorted(house.functions(module), key=lambda function: function.where)
    assert [(function.where, function.lines, function.annotated) for function in found] == [
        ("module.py:2 one", 4, True),
        ("module.py:9 two", 1, False),
    ]


def test_the_report_prints_its_seven_lines():
    lines = house.report()
    assert len(lines) == 7
    assert lines[0].startswith("backward arrows between rooms   0 of")
