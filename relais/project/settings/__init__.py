"""Settings: ``base`` for all, then ``dev`` (make run), ``test`` and ``prod``. Knobs come from relais.project.env."""
