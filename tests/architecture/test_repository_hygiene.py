"""What a repository must not carry: addresses of registries, paths of one machine, unfinished marks, others' files."""

import re

import pytest

from tests.architecture import tracked

#: Written in pieces, so that this file does not hold what it forbids.
_HOSTS = ["py" + "pi.org", "py" + "thonhosted", "npm" + "js.", "deb." + "debian", "security." + "debian", "proxy.go" + "lang"]
_MARKS = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error", "lorem " + "ipsum"]
REGISTRIES = re.compile("|".join(map(re.escape, _HOSTS)))
MACHINE_PATHS = re.compile(r"(?:^|[^\w.])/(?:w[o]rk|f[a]rm|r[o]ot|h[o]me)/")
UNFINISHED = re.compile(r"\b(?:" + "|".join(_MARKS) + r")\b")
THIRD_PARTY = re.compile(r"\.(?:min\.js|min\.css|woff2?|ttf|otf|whl|jar)$|(?:^|/)(?:node_modules|vendor)/")
ATTIC = {"utils", "helpers", "common", "manager", "managers", "misc"}


def lines_with(pattern: re.Pattern[str], content: str) -> list[str]:
    """Lines in which the pattern is found, shortened."""
    return [line.strip()[:120] for line in content.splitlines() if pattern.search(line)]


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS, UNFINISHED], ids=["registries", "machine-paths", "unfinished"])
def test_no_tracked_text_carries_it(pattern: re.Pattern[str]):
    found = {path: lines for path in tracked.paths() if not path.endswith(".svg") and (lines := lines_with(pattern, tracked.text(path)))}
    assert found == {}


def test_the_patterns_see_what_they_forbid():
    assert lines_with(REGISTRIES, "index = https://" + "py" + "pi.org/simple")
    assert lines_with(MACHINE_PATHS, "cd " + "/wor" + "k/main")
    assert not lines_with(MACHINE_PATHS, "docs/work/plan.md and https://example.org/home/page")
    assert lines_with(UNFINISHED, "# TO" + "DO later")
    assert not lines_with(UNFINISHED, "the mastodon")


def test_no_file_of_somebody_else_is_tracked():
    assert [path for path in tracked.paths() if THIRD_PARTY.search(path)] == []


def test_no_room_has_an_attic():
    found = [path for path in tracked.ending(".py") if ATTIC & {part.removesuffix(".py") for part in path.split("/")}]
    assert found == [], "name the module by what it does"


def test_the_virtual_environment_is_not_tracked():
    assert [path for path in tracked.every_path() if path.split("/")[0] in {".venv", "var", "build", "dist"}] == []


def test_the_licence_is_the_affero_licence_in_full():
    licence = tracked.text("LICENSE")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in licence
    assert "13. Remote Network Interaction" in licence
    assert len(licence.splitlines()) > 600
