"""Load France's legislation fast: parameters from a checked cache, model modules imported under their own names.

Stock loading takes 3 to 8 s, two thirds of it in reading 4 064 YAML files. The cache is a pickle, and a pickle is code: it is
read only when file and directory belong to the current user, nobody else may write them, and the digest kept beside it agrees.
Anything else (missing, stale, cut short, altered) means rebuilding, never an error for the person waiting.
"""

import gc
import hashlib
import importlib
import logging
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from openfisca_france.conf.cache_blacklist import cache_blacklist
from openfisca_france.entities import entities
from openfisca_france.france_taxbenefitsystem import COUNTRY_DIR, FranceTaxBenefitSystem
from openfisca_france.model.prestations import aides_logement

from relais.law.engine import acceleration
from relais.law.engine.corrections import apply_corrections
from relais.law.engine.overrides import Override, apply_overrides, digest_of, read_overrides
from relais.law.engine.untyped import Untyped
from relais.law.engine.versions import PROVED, Versions, installed
from relais.law.plans.private_files import private, write_whole

_log = logging.getLogger(__name__)
_FORMAT = 1


class FranceSystem(FranceTaxBenefitSystem):  # type: ignore[misc]  # openfisca is untyped: its classes are Untyped
    """France's tax and benefit system, loaded from parameters already read, its variables imported without ``ast.parse``."""

    def __init__(self, parameters: Untyped) -> None:
        TaxBenefitSystem.__init__(self, entities)
        self.parameters = parameters
        self._parameters_at_instant_cache: dict[Untyped, Untyped] = {}
        self.add_variables_from_directory(os.path.join(COUNTRY_DIR, "model"))  # noqa: PTH118 core globs on a string
        self.cache_blacklist = cache_blacklist

    def add_variables_from_file(self, file_path: str) -> None:
        """Register the variables of one model file, imported under its stable name (core invents one per file and parses it again)."""
        relative = Path(file_path).relative_to(COUNTRY_DIR).with_suffix("")
        name = ".".join(("openfisca_france", *relative.parts))
        module = sys.modules.get(name) or importlib.import_module(name)
        for value in vars(module).values():
            if isinstance(value, type) and value is not Variable and issubclass(value, Variable) and value.__module__ == name:
                self.add_variable(value)


def load_system(cache_dir: Path | None, *, versions: Versions | None = None) -> Untyped:
    """The legislation with our overrides and corrections, accelerated when the versions are the proved pair, stock otherwise.

    ``cache_dir`` None: nothing is read or written on disk. OSError on the cache is logged and ignored.
    """
    found = versions or installed()
    overrides = read_overrides()
    if not acceleration.install(found):
        return stock_system(overrides)
    with _gc_paused():
        system = FranceSystem(_parameters(cache_dir, found, overrides))
    apply_corrections(system)
    aides_logement.preload_zone_apl()
    return system


def stock_system(overrides: tuple[Override, ...] | None = None) -> Untyped:
    """The legislation as the packages load it, with our overrides and corrections: fallback, and reference of the equality tests."""
    system = FranceTaxBenefitSystem()
    apply_overrides(system.parameters, read_overrides() if overrides is None else overrides)
    apply_corrections(system)
    aides_logement.preload_zone_apl()
    return system


def cache_path(cache_dir: Path, versions: Versions, overrides: tuple[Override, ...]) -> Path:
    """Where parameters are kept: one file for each pair of versions and state of the overrides."""
    return cache_dir / f"parameters-{_FORMAT}-{versions.france}-{versions.core}-{digest_of(overrides)[:16]}.pickle"


def _parameters(cache_dir: Path | None, versions: Versions, overrides: tuple[Override, ...]) -> Untyped:
    if cache_dir is None:
        return _read_parameters(overrides)
    path = cache_path(cache_dir, versions, overrides)
    kept = _read_cache(path)
    if kept is not None:
        return kept
    parameters = _read_parameters(overrides)
    try:
        _write_cache(path, parameters)
    except OSError as error:
        _log.warning("the cache of parameters cannot be written: %s", error)
    return parameters


def _read_parameters(overrides: tuple[Override, ...]) -> Untyped:
    loader = TaxBenefitSystem(entities)
    loader.preprocess_parameters = FranceTaxBenefitSystem.preprocess_parameters
    loader.load_parameters(os.path.join(COUNTRY_DIR, "parameters"))  # noqa: PTH118 core concatenates strings
    apply_overrides(loader.parameters, overrides)
    return loader.parameters


def _read_cache(path: Path) -> Untyped | None:
    """The parameters kept, or None when they cannot be trusted."""
    try:
        if not (private(path.parent) and private(path) and private(path.with_suffix(".sha256"))):
            _log.warning("cache of parameters ignored: others may write it")
            return None
        content = path.read_bytes()
        expected = path.with_suffix(".sha256").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        _log.warning("cache of parameters ignored: %s", error)
        return None
    if hashlib.sha256(content).hexdigest() != expected:
        _log.warning("cache of parameters ignored: its digest does not agree; it is rebuilt")
        return None
    return pickle.loads(content)  # noqa: S301 written by this user, private, digest checked above


def _write_cache(path: Path, parameters: Untyped) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = pickle.dumps(parameters, protocol=5)
    write_whole(path, content)
    write_whole(path.with_suffix(".sha256"), hashlib.sha256(content).hexdigest().encode("ascii"))


@contextmanager
def _gc_paused() -> Iterator[None]:
    """No garbage collection meanwhile: loading makes a million objects that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


__all__ = ["PROVED", "FranceSystem", "cache_path", "load_system", "stock_system"]
