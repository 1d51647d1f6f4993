"""``python -m relais`` is the ``relais`` command."""

from relais.project.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
