"""Words of the room that are stored: codes and their labels."""
