"""Pure rules of reports: which numbers may be told, and of which months."""
