"""Panels of the room: the démarches on the page of a file and in Ma journée."""
