"""Which OpenFisca is installed, and which one the accelerations were proved against."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from relais.law.engine.overrides import digest_of, read_overrides


@dataclass(frozen=True, slots=True)
class Versions:
    """Exact versions of the country package and of the core."""

    france: str
    core: str

    def __str__(self) -> str:
        return f"openfisca-france {self.france}, openfisca-core {self.core}"


#: the pair on which bit equality of the accelerations is tested; any other pair runs on the stock path
PROVED = Versions(france="176.1.8", core="44.7.1")


def rules_version() -> str:
    """Versions of the packages and digest of the overrides, as printed in the register of algorithms."""
    return f"{installed()}, overrides {digest_of(read_overrides())[:8]}"


def installed() -> Versions:
    """Versions present in this environment; RuntimeError in one line when OpenFisca is absent."""
    try:
        return Versions(france=version("openfisca-france"), core=version("openfisca-core"))
    except PackageNotFoundError as missing:
        raise RuntimeError(f"the rights engine needs the package {missing.name}, which is not installed") from missing
