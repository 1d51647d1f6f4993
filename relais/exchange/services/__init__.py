"""Writes of exchange: a table received, its columns chosen, its rows applied, offered, undone."""
