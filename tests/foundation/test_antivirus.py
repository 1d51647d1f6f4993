"""The antivirus: clamd by its socket, clamscan by its path; what it cannot look at is not taken."""

import shutil
import socket
import stat
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from relais.foundation.antivirus import ScanFailed, Verdict, look

#: the test string that every antivirus knows, cut so that none finds it in this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon:
    """Speaks INSTREAM as clamd does, for one call each; ``answer`` replaces what it would say."""

    def __init__(self, path: Path) -> None:
        self.answer: bytes | None = None
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen(1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            with line:
                file = line.makefile("rb")
                assert file.read(10) == b"zINSTREAM\0"
                held = b""
                while size := struct.unpack(">I", file.read(4))[0]:
                    held += file.read(size)
                file.close()
                found = b"stream: Eicar-Test FOUND\0" if EICAR in held else b"stream: OK\0"
                line.sendall(found if self.answer is None else self.answer)

    def stop(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(timeout=2)


@pytest.fixture
def daemon(tmp_path: Path, settings) -> Iterator[Daemon]:
    path = tmp_path / "clamd.ctl"
    running = Daemon(path)
    settings.CLAMAV = str(path)
    yield running
    running.stop()


def test_without_an_antivirus_nothing_is_looked_at(settings) -> None:
    settings.CLAMAV = ""
    assert look(EICAR) == Verdict(looked=False)


def test_clamd_says_what_it_finds_in_a_document_of_several_pieces(daemon: Daemon) -> None:
    assert look(b"a letter" * 20_000) == Verdict(looked=True)
    assert look(b"." * 150_000 + EICAR) == Verdict(looked=True, found="Eicar-Test")


def test_an_answer_that_is_not_understood_is_a_failure(daemon: Daemon) -> None:
    for answer in (b"INSTREAM size limit exceeded. ERROR\0", b"stream: \0", b"\0"):
        daemon.answer = answer
        with pytest.raises(ScanFailed):
            look(b"a letter")


def test_a_daemon_that_is_not_there_is_a_failure(tmp_path: Path, settings) -> None:
    for where in (str(tmp_path / "nothing"), "nowhere"):
        settings.CLAMAV = where
        with pytest.raises(ScanFailed):
            look(b"a letter")


@pytest.mark.parametrize(("code", "expected"), [(0, Verdict(looked=True)), (1, Verdict(looked=True, found="Eicar-Test"))])
def test_the_program_reads_its_standard_input(tmp_path: Path, settings, code: int, expected: Verdict) -> None:
    program = tmp_path / "clamscan"
    program.write_text(f"#!/bin/sh\ncat > /dev/null\necho 'stdin: Eicar-Test FOUND'\nexit {code}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    settings.CLAMAV = str(program)
    assert look(b"a letter") == expected


def test_a_program_that_fails_lets_nothing_pass(tmp_path: Path, settings) -> None:
    program = tmp_path / "clamscan"
    program.write_text("#!/bin/sh\ncat > /dev/null\nexit 2\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    settings.CLAMAV = str(program)
    with pytest.raises(ScanFailed):
        look(b"a letter")


@pytest.mark.skipif(shutil.which("clamscan") is None, reason="clamscan is not on this machine")
def test_the_real_program_knows_a_local_signature(tmp_path: Path, settings) -> None:
    import hashlib

    bad = b"a document that a local signature names"
    (tmp_path / "local.hdb").write_text(f"{hashlib.md5(bad).hexdigest()}:{len(bad)}:Relais.Test\n")  # the format of signatures
    program = tmp_path / "look"
    program.write_text(f'#!/bin/sh\nexec clamscan --database={tmp_path} "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    settings.CLAMAV = str(program)
    assert look(bad).found.startswith("Relais.Test")
    assert look(b"a letter") == Verdict(looked=True)
