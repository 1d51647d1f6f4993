"""How each procedure is done, as reviewed data: one YAML file a procedure in ``data/``, read into typed values. Plain Python, no clock.

Every channel, lever, legal effect and appeal carries its source; what nobody could verify carries the mark M, which the screens say.
A structure adds a sheet, or corrects one, by a file of its own in the same words (docs/using/demarches-locales.md).
"""
