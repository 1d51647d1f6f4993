"""Letters as data."""
