"""Where rooms are wired into one application: settings, addresses, wiring, checks and the ``relais`` command."""
