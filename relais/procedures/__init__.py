"""The toolbox without a file: decipher a letter, compute a deadline, write a letter, know a procedure. Nothing is stored.

Not the follow-up of a person's procedures: no table yet, no account asked, no fact kept. The law it shows stands in ``relais.law``.
"""
