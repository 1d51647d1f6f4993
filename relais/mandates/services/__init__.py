"""Writes of mandates, and what checks that nothing of them moved."""
