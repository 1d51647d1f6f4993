"""Reading YAML: always the safe loader, by libyaml where it is there (ten times faster, the same values)."""

from typing import Any

import yaml

#: the safe loader; both build plain values only.
SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def yaml_value(text: str | bytes) -> Any:  # noqa: ANN401  # whatever the document holds
    """The one document of this text; ``yaml.YAMLError`` when it is not YAML."""
    return yaml.load(text, Loader=SafeLoader)  # noqa: S506  # a safe loader, see above
