"""Writes of the room: the texts of the structures, the démarches of the persons."""
