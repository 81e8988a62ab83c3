"""The types that the layers hand to one another."""
