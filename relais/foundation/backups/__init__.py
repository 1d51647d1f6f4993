"""Backups that are known to restore: a dated archive of the database with a manifest, its check, its return, and upgrades.

The keys never travel with the archive: whoever finds one must not be able to read what is sealed in it.
"""
