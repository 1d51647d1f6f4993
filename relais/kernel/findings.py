"""One thing looked at on the machine that runs Relais: in French, with what to type when it lacks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``needed``: Relais cannot do without; ``remedy``: what to type; ``without``: what works meanwhile."""

    what: str
    good: bool
    needed: bool = True
    remedy: str = ""
    without: str = ""

    def line(self) -> str:
        """As printed."""
        mark = "ok      " if self.good else ("MANQUE  " if self.needed else "absent  ")
        tail = "" if self.good else "".join(f"\n          {part}" for part in (self.remedy, self.without) if part)
        return f"{mark}{self.what}{tail}"
