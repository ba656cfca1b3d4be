"""Publish: the database as pages in Datasette. Nothing in here imports stanza or torch."""
