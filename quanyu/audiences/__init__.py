"""Audiences: the one condition language, and the segments it makes."""
