"""Settings and registers of an organisation: the data dictionary's papers, retention, the delegate. It reads no content of a file."""
