"""Documents keep up with the code: links resolve, decisions have their three parts, commands and settings are written down."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import PurePosixPath

import pytest

from tests.architecture import exemptions, tracked

PATH_TOLD = re.compile(r"`((?:tests|relais|tools|docs|requirements)/[\w./-]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.M)
SETTING = re.compile(r"RELAIS_[A-Z0-9_]+")
VERB = re.compile(r"^ {2,8}([a-z][a-z-]+)(?:, [a-z-]+)*(?:\s{2,}\S|$)", re.M)
RECORDS = [path for path in tracked.paths() if re.fullmatch(r"docs/adr/\d{4}-[a-z0-9-]+\.md", path)]
OPERATING = ("docs/operating/commands.md", "docs/operating/settings.md")
#: Read by the tests or by the scripts around them, never by an instance.
TEST_SETTINGS = {"RELAIS_TEST_DATABASE"}


def anchor(heading: str) -> str:
    """The anchor that forges give to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def broken_links(path: str, content: str) -> list[str]:
    """Targets of relative links that lead nowhere."""
    broken = []
    for target in LINK.findall(re.sub(r"```.*?```", "", content, flags=re.S)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, fragment = target.partition("#")
        resolved = _resolve(path, file) if file else path
        headings = tracked.text(resolved) if resolved.endswith(".md") and (tracked.ROOT / resolved).is_file() else ""
        exists = (tracked.ROOT / resolved).exists() or resolved in exemptions.PENDING_FILES
        if not exists or (fragment and headings and fragment not in {anchor(heading) for heading in HEADING.findall(headings)}):
            broken.append(target)
    return broken


def _resolve(path: str, file: str) -> str:
    parts: list[str] = []
    for part in (*PurePosixPath(path).parent.parts, *PurePosixPath(file).parts):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_every_link_of_every_document_leads_somewhere():
    pages = tracked.ending(".md")
    assert len(pages) > 20
    assert {path: broken for path in pages if (broken := broken_links(path, tracked.text(path)))} == {}


def test_a_dead_link_and_a_dead_anchor_are_found():
    assert broken_links("docs/README.md", "[a](nowhere.md) [b](../README.md) [c](../README.md#no-such-heading)") == [
        "nowhere.md",
        "../README.md#no-such-heading",
    ]


def test_a_pending_file_leaves_the_list_when_its_target_lands():
    landed = [target for target in exemptions.PENDING_FILES if (tracked.ROOT / target).exists()]
    assert landed == [], "it exists now: take it out of PENDING_FILES"


def missing_paths(content: str) -> set[str]:
    """Paths of the repository that a text names and that are not there."""
    told = {path.rstrip("/.") for path in PATH_TOLD.findall(content)}
    return {path for path in told if not (tracked.ROOT / path).exists() and path not in exemptions.PENDING_FILES}


def test_every_path_named_in_a_document_exists():
    assert {page: paths for page in tracked.ending(".md") if (paths := missing_paths(tracked.text(page)))} == {}


def test_a_path_that_does_not_exist_is_found():
    assert missing_paths("see `tests/nowhere/test_x.py` and `tests/architecture/` and `relais/law/`") == {"tests/nowhere/test_x.py"}


@pytest.mark.parametrize("path", RECORDS)
def test_a_decision_has_its_number_its_three_parts_and_fits_one_page(path: str):
    content = tracked.text(path)
    assert content.startswith(f"# {PurePosixPath(path).name[:4]}. ")
    assert [heading for heading in HEADING.findall(content)[1:] if heading in {"Context", "Decision", "Consequences"}] == [
        "Context",
        "Decision",
        "Consequences",
    ]
    assert len(content.splitlines()) <= 60, "one page"
    assert f"({PurePosixPath(path).name})" in tracked.text("docs/adr/README.md"), "add its line to docs/adr/README.md"


def test_decisions_are_numbered_without_a_hole():
    assert [PurePosixPath(path).name[:4] for path in RECORDS] == [f"{number:04d}" for number in range(1, len(RECORDS) + 1)]
    assert len(RECORDS) >= 12


def verbs(help_text: str) -> set[str]:
    """Commands listed by ``relais --help``: those in braces, else those in the indented list."""
    braces = re.search(r"\{([a-z][a-z,-]+)\}", help_text)
    return set(braces[1].split(",")) if braces else set(VERB.findall(help_text))


@cache
def printed_help() -> str:
    """What ``relais --help`` prints."""
    command = [sys.executable, "-m", "relais", "--help"]
    return subprocess.run(command, cwd=tracked.ROOT, capture_output=True, text=True, timeout=60, check=False).stdout


def settings_read(source: str) -> set[str]:
    """Names of settings written in a module, docstrings and comments apart."""
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {text for text in texts if SETTING.fullmatch(text)}


def test_every_command_is_documented():
    done = subprocess.run(
        [sys.executable, "-m", "relais", "--help"], cwd=tracked.ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    found = verbs(done.stdout)
    if not found:
        pytest.skip("the relais command has no verb yet")
    page = tracked.text("docs/operating/commands.md")
    assert sorted(verb for verb in found if f"relais {verb}" not in page) == [], "describe it in docs/operating/commands.md"


def test_no_document_tells_of_a_command_that_does_not_exist():
    done = subprocess.run(
        [sys.executable, "-m", "relais", "--help"], cwd=tracked.ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    found = verbs(done.stdout)
    if not found:
        pytest.skip("the relais command has no verb yet")
    told = {
        (path, verb)
        for path in tracked.ending(".md")
        if path not in {"CHANGELOG.md"}
        for verb in re.findall(r"`(?:\.venv/bin/)?relais ([a-z][a-z-]+)", tracked.text(path))
    }
    assert sorted((path, verb) for path, verb in told if verb not in found and verb not in exemptions.PENDING_COMMANDS) == []
    assert sorted(set(exemptions.PENDING_COMMANDS) & found) == [], "it exists now: take it out of PENDING_COMMANDS"


def test_every_setting_is_documented():
    if not (tracked.ROOT / "docs/operating/settings.md").exists():
        pytest.skip("docs/operating/settings.md is not written yet")
    page = set(SETTING.findall(tracked.text("docs/operating/settings.md")))
    read = set().union(*(settings_read(tracked.text(path)) for path in tracked.ending(".py") if path.startswith("relais/")))
    assert len(read) >= 4
    assert read - page - TEST_SETTINGS == set(), "describe it in docs/operating/settings.md"
    assert page - read - TEST_SETTINGS == set(), "no code reads it: take it out of docs/operating/settings.md"


def test_verbs_and_settings_are_found_where_they_are_written():
    assert verbs("usage: relais [-h] {serve,screen,engine} ...\n") == {"serve", "screen", "engine"}
    assert verbs("Commandes\n  serve     démarre tout\n  doctor    vérifie\n") == {"serve", "doctor"}
    assert settings_read('"""RELAIS_NOT_ME is told here."""\nx = env.text("RELAIS_ME", "")\n') == {"RELAIS_ME"}
