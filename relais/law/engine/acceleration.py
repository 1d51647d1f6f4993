"""Run-time accelerations of OpenFisca-Core, without a fork and without changing one bit of a result.

They replace methods of core for the whole process, so they are put in place only on the exact pair of versions on which
``tests/law/engine/test_bit_equality.py`` proves them; on any other pair the engine runs on the stock path, slower and right.
"""

import logging

from relais.law.engine.versions import PROVED, Versions

_log = logging.getLogger(__name__)
_installed = False


def install(versions: Versions) -> bool:
    """Put the accelerations in place once; False, with one warning, when the versions are not the proved pair."""
    global _installed  # noqa: PLW0603 they patch classes of the process: the flag belongs to the process too
    if versions != PROVED:
        _log.warning("accelerations left out: proved on %s, found %s; the engine runs slower", PROVED, versions)
        return False
    if not _installed:
        from relais.law.engine import (  # stock processes must not import them
            fast_calculation,
            fast_parameters,
            fast_periods,
            fast_populations,
        )

        fast_parameters.install()
        fast_populations.install()
        fast_calculation.install()
        fast_periods.install()
        _installed = True
    return True
