"""Workspaces, members, roles, tokens, audit: who may do what, and where."""
