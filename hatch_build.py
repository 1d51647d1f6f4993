"""What a wheel needs beyond the files of the repository: translations compiled (an installed package may be read-only)."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTranslations(BuildHookInterface):  # type: ignore[type-arg]  # the configuration of the builder is not looked at
    """Puts each ``.po`` in the wheel as its ``.mo``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered; an editable install compiles at start."""
        if version == "editable":
            return
        for source in sorted(Path(self.root, "relais").glob("**/locale/*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            with source.open("rb") as text, target.open("wb") as compiled:
                write_mo(compiled, read_po(text))
            build_data["artifacts"].append(f"/{target.relative_to(self.root).as_posix()}")
