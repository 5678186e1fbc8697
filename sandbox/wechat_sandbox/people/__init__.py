"""The people: who they are, what they like, whom they know, and the chance that decides what they do."""
