"""Procedures («démarches»): the toolbox without a file, where nothing is stored, and the démarches followed in a file, to their payment.

The law that both show stands in ``relais.law``; the person's rights and her interviews in the rooms below.
"""
