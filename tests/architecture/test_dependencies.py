"""Dependencies are pinned with hashes, free of addresses, and OpenFisca's old web server stays out (docs/adr/0003)."""

import importlib.util
import re
import subprocess
import sys
import tomllib

import pytest

from tests.architecture import tracked

#: OpenFisca declares pytest < 9 as a need of its engine, which the engine never imports: known, and the only quarrel.
KNOWN_QUARREL = re.compile(
    r"openfisca-core \S+ (?:has requirement pytest<9\.0\S*, but you have pytest 9\.\S+|requires pytest, which is not installed)\."
)
ADDRESSES = (":" + "//", "--index", "--extra-index", "--find-links", "--trusted-host")


def addresses_in(text: str) -> list[str]:
    """Lines that name a place to download from."""
    return [line for line in text.splitlines() if any(mark in line for mark in ADDRESSES)]


def test_requirements_name_no_address():
    files = [path for path in tracked.paths() if path.startswith("requirements/")]
    assert len(files) >= 4
    assert {path: found for path in files if (found := addresses_in(tracked.text(path)))} == {}


def test_an_address_in_a_requirement_is_found():
    assert addresses_in("--find-links /mnt/wheels\ndjango==5.2.19\nx @ https" + "://example.org/x.whl") != ["django==5.2.19"]
    assert len(addresses_in("--find-links /mnt/wheels\ndjango==5.2.19\nx @ https" + "://example.org/x.whl")) == 2


EXTRAS = ("parquet", "cluster")


def pinned(lock: str) -> dict[str, str]:
    """Package → version, of a lock."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", tracked.text(f"requirements/{lock}.lock"), re.M))


@pytest.mark.parametrize(("lock", "least"), [("prod", 60), ("dev", 60), ("parquet", 1), ("cluster", 10), ("peer", 20)])
def test_every_locked_package_has_a_version_and_a_hash(lock: str, least: int):
    packages = re.split(r"\n(?=\S)", tracked.text(f"requirements/{lock}.lock").strip())
    assert len(packages) >= least
    loose = [package.splitlines()[0] for package in packages if "==" not in package or "--hash=sha256:" not in package]
    assert loose == []


def test_production_carries_neither_the_old_web_server_nor_the_tests():
    names = pinned("prod").keys()
    assert "openfisca-france" in names
    assert names & {"flask", "flask-cors", "gunicorn", "werkzeug", "pytest"} == set()


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_moves_no_version_of_production_and_the_tests_run_with_it(extra: str):
    asked = pinned(extra)
    prod, dev = pinned("prod"), pinned("dev")
    assert {name: version for name, version in asked.items() if prod.get(name, version) != version} == {}
    assert {name: version for name, version in asked.items() if dev.get(name) != version} == {}


def test_each_extra_has_its_lock_and_brings_what_it_says():
    declared = tomllib.loads(tracked.text("pyproject.toml"))["project"]["optional-dependencies"]
    assert set(declared) == set(EXTRAS)
    for extra, packages in declared.items():
        asked = tracked.text(f"requirements/{extra}.in").split()
        for package in packages:
            assert package in asked
            assert package in pinned(extra)


@pytest.mark.parametrize("module", ["flask_cors", "gunicorn"])
def test_the_web_extras_of_openfisca_are_not_installed(module: str):
    assert importlib.util.find_spec(module) is None


def test_importing_the_legislation_starts_no_web_framework():
    probe = "import sys, openfisca_france; print(sorted({'flask', 'werkzeug', 'gunicorn', 'pytest'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", probe], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


def test_pip_finds_one_known_quarrel_and_no_other():
    command = [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    lines = done.stdout.strip().splitlines()
    assert len(lines) == 1, lines
    assert KNOWN_QUARREL.fullmatch(lines[0]), lines
    assert done.returncode == 1
