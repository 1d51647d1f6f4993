"""Compiled plans: the formulas of OpenFisca run once on symbols, and what they did printed as one straight-line numpy function.

Four steps, four modules: ``recorder`` (real formulas, symbolic arrays, a graph of operations), ``optimiser`` (repeats, constants and
dead operations go), ``printer`` (one Python function, for a page or for a batch), ``plan`` (it runs, with numpy alone). ``store``
keeps plans on disk. This package knows OpenFisca-Core and nothing of Relais: a reader of OpenFisca can take it as it is.

Only ``recorder`` and the modules it stands on (``symbols``, ``populations``, ``parameters``) import OpenFisca; loading and running a
plan never does. Reading guide: ``docs/areas/law-plans.md``.
"""
