"""Reads of the room: sheets and texts of the toolbox, démarches of the persons."""
