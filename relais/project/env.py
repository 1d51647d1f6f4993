"""Typed reader of the environment: every knob of an instance is read here, and listed in docs/operating/settings.md."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ("dev", "prod")


class BadSettingError(SystemExit):
    """A setting that cannot be read: one line, exit code 2."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"relais : le réglage {name} est refusé : {problem}")
        self.code = 2
        self.args = (f"relais : le réglage {name} est refusé : {problem}",)


def _read(name: str, default: T, parse: Callable[[str], T]) -> T:
    raw = os.environ.get(name)
    if raw is None or not raw.strip():
        return default
    try:
        return parse(raw.strip())
    except ValueError as problem:
        raise BadSettingError(name, str(problem)) from problem


def text(name: str, default: str = "") -> str:
    """A setting as text."""
    return _read(name, default, str)


def number(name: str, default: int) -> int:
    """A setting as a whole number, not negative."""

    def parse(raw: str) -> int:
        if not (raw.isascii() and raw.isdigit()):
            raise ValueError(f"« {raw} » n’est pas un nombre entier")
        return int(raw)

    return _read(name, default, parse)


def flag(name: str, *, default: bool) -> bool:
    """A setting written ``1/0``, ``oui/non``, ``true/false``."""
    words = {"1": True, "oui": True, "true": True, "0": False, "non": False, "false": False}

    def parse(raw: str) -> bool:
        if raw.lower() not in words:
            raise ValueError("écrivez oui ou non")
        return words[raw.lower()]

    return _read(name, default, parse)


def path(name: str, default: Path) -> Path:
    """A setting as a file path, ``~`` understood."""
    return _read(name, default, lambda raw: Path(raw).expanduser().resolve())


def words(name: str, default: tuple[str, ...]) -> list[str]:
    """A setting as a list separated by commas."""
    return list(_read(name, default, lambda raw: tuple(word.strip() for word in raw.split(",") if word.strip())))


def environment() -> str:
    """``dev`` (make run) or ``prod`` (the default: forgetting the setting is the safe mistake)."""

    def parse(raw: str) -> str:
        if raw not in ENVIRONMENTS:
            raise ValueError("écrivez dev ou prod")
        return raw

    return _read("RELAIS_ENV", "prod", parse)


def settings_module() -> str:
    """The Django settings of this environment."""
    return f"relais.project.settings.{environment()}"


def static_dir() -> Path:
    """Where the static files of this version are gathered, in service."""
    return path("RELAIS_STATIC", data_dir() / "static")


def data_dir() -> Path:
    """Everything an instance writes: ``var/`` of a checkout, ``/var/lib/relais`` when installed as a package."""
    return path("RELAIS_DATA", ROOT / "var" if (ROOT / "pyproject.toml").exists() else Path("/var/lib/relais"))
