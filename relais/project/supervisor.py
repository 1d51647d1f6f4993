"""Keeps a few processes alive together: starts them, restarts one that dies, stops all of them within ten seconds.

Each runs in its own session (Ctrl-C reaches the supervisor only, which then asks for an orderly end) and on a leash.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

POLL = 0.2
GRACE = 8.0
#: a process that lived this long starts again with a fresh count of failures.
STEADY = 60.0
LONGEST_WAIT = 30.0
#: what waits for the others to be ready starts all the same after so long.
PATIENCE = 20.0
#: so many deaths in a row, each within STEADY, and the supervisor gives up.
TOO_MANY = 6


class GaveUp(Exception):
    """One process cannot stay alive; the message names it."""


@dataclass(slots=True)
class Charge:
    """One process to keep alive: its name, its command, and what happened to it.

    ``after_the_first``: started once ``release`` says that the others are ready, or after PATIENCE.
    """

    name: str
    command: Sequence[str]
    after_the_first: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    deaths: int = 0
    not_before: float = 0.0

    def start(self, environment: Mapping[str, str], *, now: float) -> None:
        """Launch the command on its leash."""
        leash = [sys.executable, "-m", "relais.project.leash", str(os.getpid()), *self.command]
        self.process = subprocess.Popen(leash, env=dict(environment), start_new_session=True)  # noqa: S603  # our own command line
        self.started = now

    def kill_group(self) -> None:
        """What the dead process may have left behind (workers of the web server) goes too."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


def back_off(deaths: int) -> float:
    """Seconds to wait before the next start: 1, 2, 4… up to LONGEST_WAIT."""
    return float(min(2 ** max(deaths - 1, 0), LONGEST_WAIT))


@dataclass(slots=True)
class Supervisor:
    """Runs its charges until ``stop`` is asked; ``say`` receives one line for each thing worth telling."""

    charges: Sequence[Charge]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    stopping: bool = field(default=False, init=False)

    def ask_to_stop(self, *_: object) -> None:
        """Signal handler: the next turn of the loop ends everything."""
        self.stopping = True

    def run(self, on_turn: Callable[[], None] = lambda: None) -> None:
        """Start everything and watch; returns when stopped, raises GaveUp when one of them cannot live."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask_to_stop)
        try:
            self.start_all()
            while not self.stopping:
                for charge in self.charges:
                    self.look_at(charge)
                on_turn()
                time.sleep(POLL)
        finally:
            self.stop_all()

    def start_all(self) -> None:
        """Start what does not wait; say until when the rest does."""
        for charge in self.charges:
            if charge.after_the_first:
                charge.not_before = self.clock() + PATIENCE
            else:
                charge.start(self.environment, now=self.clock())

    def release(self) -> None:
        """The first ones are ready: what waited for them starts at the next turn."""
        for charge in self.charges:
            if charge.process is None and not charge.deaths:
                charge.not_before = 0.0

    def look_at(self, charge: Charge) -> None:
        """Restart a dead process once its wait is over; GaveUp after too many deaths."""
        now = self.clock()
        if charge.process is None:
            if now >= charge.not_before:
                charge.start(self.environment, now=now)
            return
        code = charge.process.poll()
        if code is None:
            return
        charge.kill_group()
        charge.deaths = 1 if now - charge.started > STEADY else charge.deaths + 1
        charge.process = None
        if charge.deaths >= TOO_MANY:
            raise GaveUp(f"« {charge.name} » s’arrête sans cesse (code {code}) ; son dernier message est ci-dessus")
        wait = back_off(charge.deaths)
        charge.not_before = now + wait
        self.say(f"« {charge.name} » s’est arrêté (code {code}) ; nouveau départ dans {wait:.0f} s")

    def stop_all(self) -> None:
        """SIGTERM to all, GRACE seconds for all together, then SIGKILL to what remains."""
        running = [charge for charge in self.charges if charge.process is not None and charge.process.poll() is None]
        for charge in running:
            if charge.process is not None:
                charge.process.terminate()
        end = self.clock() + GRACE
        for charge in running:
            if charge.process is not None:
                try:
                    charge.process.wait(timeout=max(0.0, end - self.clock()))
                except subprocess.TimeoutExpired:
                    self.say(f"« {charge.name} » ne répond pas : arrêt forcé")
        for charge in self.charges:
            charge.kill_group()
            if charge.process is not None:
                charge.process.wait()
