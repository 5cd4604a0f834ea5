"""Importing a folder of Markdown policies, with the history of its changes where there is one."""
