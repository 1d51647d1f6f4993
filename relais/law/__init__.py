"""Law as plain Python and data: the rights engine, the situation's facts, the catalogue of rights and the answers.

No Django, no database, no clock: every function takes the month or the day it speaks about.
Storeys, bottom up: places, situation (facts), engine (OpenFisca behind one face), rights (cards), answers (groups).
"""
