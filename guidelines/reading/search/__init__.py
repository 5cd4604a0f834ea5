"""Search over every edition ever published: what is indexed, how a question is read, and how it is answered.

`querying.search` is the one way in. What the databases index are our own terms (`terms.py`), made and asked for here,
so that SQLite and PostgreSQL give the same answers in the same order.
"""
