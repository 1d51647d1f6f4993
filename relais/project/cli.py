"""The ``relais`` command. (Filled by its verbs.)"""


def main() -> int:
    """Run the command; exit codes 0 done, 1 refused or failed, 2 bad usage."""
    return 2
