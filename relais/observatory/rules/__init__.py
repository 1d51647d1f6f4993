"""Pure rules of the room: what names a person, the life of an alert, the letter."""
