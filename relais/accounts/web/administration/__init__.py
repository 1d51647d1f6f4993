"""Screens where accounts are administered: members, roles, links, services and teams. They show nothing of any file."""
