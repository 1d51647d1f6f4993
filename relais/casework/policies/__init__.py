"""Who may see and do what in casework: scopes, and decisions with their reason."""
