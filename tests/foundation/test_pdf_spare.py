"""The spare child: warm for the next paper, blind to all of them, bounded, replaced when killed, gone with its parent."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from relais.foundation import pdf, pdf_child, pdf_spare
from tests.screening.printed import lines, require_pdf

PAGE = '<html lang="fr"><title>x</title><p>Secret-{}</p></html>'
#: a child that answers whatever it is asked.
LIES = (
    "import sys, socket; control = socket.socket(fileno=int(sys.argv[-1])); "
    "paper = socket.socket(fileno=socket.recv_fds(control, 1, 1)[1][0]); paper.makefile('rb').read(); paper.sendall(b'{}')"
)
SLOW = PAGE.format("<p>é</p>" * 200_000)


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Iterator[pdf_spare.Keeper]:
    """A spare of this test's own."""
    require_pdf()
    mine = pdf_spare.Keeper()
    monkeypatch.setattr(pdf_spare, "KEEPER", mine)
    yield mine
    mine.end()


def wait_for(true: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def gone(pid: int) -> bool:
    """No such process, or one that nobody has buried yet."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def limits_of(pid: int) -> dict[str, list[str]]:
    told = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return {line[:26].strip(): line[26:].split() for line in told}


def test_papers_follow_each_other_in_the_same_spare(keeper: pdf_spare.Keeper):
    pdf.render(PAGE.format(1))
    first = keeper.spare().process.pid
    assert "Secret-2" in lines(pdf.render(PAGE.format(2)))[0].text
    assert keeper.spare().process.pid == first


def test_the_spare_is_bounded_as_each_of_its_papers(keeper: pdf_spare.Keeper):
    pdf.render(PAGE.format(1))
    limits = limits_of(keeper.spare().process.pid)
    assert limits["Max address space"][:2] == [str(pdf_child.MEMORY)] * 2
    assert limits["Max core file size"][:2] == ["0", "0"]


def test_it_has_one_thread_so_that_a_fork_is_whole(keeper: pdf_spare.Keeper):
    pdf.render(PAGE.format(1))
    assert "Threads:\t1\n" in Path(f"/proc/{keeper.spare().process.pid}/status").read_text()


def test_nothing_of_a_paper_stays_in_the_spare(keeper: pdf_spare.Keeper):
    pdf.render(PAGE.format("Zoé-Inoubliable"))
    pid = keeper.spare().process.pid
    wait_for(lambda: not children(pid))
    read = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights = line.split()[:2]
            if rights.startswith("rw") and "[v" not in line:
                begin, end = (int(one, 16) for one in place.split("-"))
                memory.seek(begin)
                held = memory.read(end - begin)
                read += len(held)
                assert b"Inoubliable" not in held
                assert "Inoubliable".encode("utf-32-le") not in held
    assert read > 10 << 20


def test_a_paper_is_ended_on_time_and_the_next_is_made(keeper: pdf_spare.Keeper):
    pid = keeper.spare().process.pid
    with pytest.raises(pdf.UnableToRender, match="trop de temps"):
        pdf.render(SLOW, limit=timedelta(seconds=1.5))
    wait_for(lambda: not children(pid), seconds=3)
    assert "Secret-1" in lines(pdf.render(PAGE.format(1)))[0].text
    assert keeper.spare().process.pid == pid


def test_a_paper_that_wants_too_much_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch, keeper: pdf_spare.Keeper):
    """The child told to live in little more than it has loaded: a big paper dies alone."""
    small = "import sys; from relais.foundation import pdf_child; pdf_child.MEMORY = 330 << 20; sys.exit(pdf_child.main())"
    told = subprocess.Popen

    def with_little(command: list[str], **options: object) -> "subprocess.Popen[bytes]":
        return told([sys.executable, "-c", small, command[-1]], **options)

    monkeypatch.setattr(pdf_spare.subprocess, "Popen", with_little)
    assert "Secret-1" in lines(pdf.render(PAGE.format(1)))[0].text
    pid = keeper.spare().process.pid
    with pytest.raises(pdf.UnableToRender, match="n’a pas pu être fait"):
        pdf.render(PAGE.format("<p>é</p>" * 100_000))
    assert keeper.spare().process.pid == pid
    assert "Secret-2" in lines(pdf.render(PAGE.format(2)))[0].text


def test_a_spare_killed_while_idle_is_replaced_without_a_word(keeper: pdf_spare.Keeper):
    pdf.render(PAGE.format(1))
    first = keeper.spare().process
    os.kill(first.pid, signal.SIGKILL)
    assert "Secret-2" in lines(pdf.render(PAGE.format(2)))[0].text
    assert keeper.spare().process.pid != first.pid


def test_a_spare_killed_in_the_midst_of_a_paper_takes_it_along_and_another_makes_it(keeper: pdf_spare.Keeper):
    pdf.render(PAGE.format(1))
    first = keeper.spare().process.pid
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(pdf.render, PAGE.format("<p>é</p>" * 3000))
        wait_for(lambda: children(first))
        (paper,) = children(first)
        os.kill(first, signal.SIGKILL)
        assert asked.result().startswith(b"%PDF-")
    wait_for(lambda: gone(paper))


def test_a_stopped_spare_does_not_hold_the_page_beyond_its_time(keeper: pdf_spare.Keeper):
    pdf.render(PAGE.format(1))
    pid = keeper.spare().process.pid
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(pdf.UnableToRender, match="trop de temps"):
            pdf.render(PAGE.format(2), limit=timedelta(seconds=0.5))
    finally:
        os.kill(pid, signal.SIGCONT)


def test_many_at_once_wait_their_turn_and_each_gets_its_own(keeper: pdf_spare.Keeper):
    most = 0

    def count() -> None:
        nonlocal most
        while not done.wait(0.005):
            most = max(most, len(children(keeper.spare().process.pid)))

    done = threading.Event()
    counting = threading.Thread(target=count)
    counting.start()
    try:
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda number: pdf.render(PAGE.format(number)), range(16)))
    finally:
        done.set()
        counting.join()
    assert [lines(one)[0].text for one in made] == [f"Secret-{number}" for number in range(16)]
    # one that leaves still counts for a moment
    assert 2 <= most <= pdf_spare.AT_ONCE + 2


def test_it_dies_with_a_parent_that_is_killed():
    require_pdf()
    code = (
        "import sys, time\nfrom relais.foundation.pdf_spare import KEEPER\n"
        "KEEPER.make({'html': '<p>x', 'stylesheets': [], 'files': {}}, seconds=20)\n"
        "print(KEEPER.spare().process.pid, flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        spare = int(parent.stdout.readline())
        assert not gone(spare)
        parent.kill()
    wait_for(lambda: gone(spare))


def test_a_process_born_of_a_fork_has_its_own_spare():
    require_pdf()
    code = (
        "import json, os, sys\nfrom relais.foundation.pdf_spare import KEEPER\n"
        "ours = KEEPER.spare().process.pid\n"
        "if not os.fork():\n    print(json.dumps([ours, KEEPER.spare().process.pid]), flush=True); KEEPER.end(); os._exit(0)\n"
        "os.wait()\nmade = KEEPER.make({'html': '<p>x', 'stylesheets': [], 'files': {}}, seconds=20)\n"
        "sys.exit(0 if made.startswith(b'%PDF-') else 1)\n"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, check=True, timeout=60)
    ours, theirs = json.loads(done.stdout)
    assert ours != theirs
    wait_for(lambda: gone(ours) and gone(theirs))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "n’a pas pu être fait"),
        ("raise SystemExit(3)", "relais doctor"),
        (LIES.format("%NOT-PDF"), "n’a pas pu être fait"),
        (LIES.format("%PDF-1.7 half"), "n’a pas pu être fait"),
    ],
    ids=["crash", "no Pango", "not a PDF", "half a PDF"],
)
def test_a_child_that_crashes_lacks_pango_or_lies_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, keeper: pdf_spare.Keeper, code: str, said: str
):
    fake = tmp_path / "python"
    fake.write_text(f"#!{sys.executable}\n{code}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(pdf_spare.sys, "executable", str(fake))
    with pytest.raises(pdf.UnableToRender, match=said):
        pdf.render(PAGE.format(1))
