"""A refusal of the operating system reaches the person in French."""

import errno
import os
from pathlib import Path

import pytest

from relais.kernel.system_words import system_words


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EADDRINUSE, errno.EISDIR])
def test_common_refusals_are_told_in_french(number: int) -> None:
    problem = OSError(number, os.strerror(number))
    assert system_words(problem)
    assert system_words(problem) != os.strerror(number)


def test_a_rare_refusal_keeps_the_words_of_the_system_and_is_never_empty() -> None:
    assert system_words(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert system_words(TimeoutError()) == "TimeoutError"


def test_a_real_refusal(tmp_path: Path) -> None:
    with pytest.raises(OSError) as refusal:
        (tmp_path / "absent").read_text()
    assert system_words(refusal.value) == "fichier ou dossier introuvable"
