"""Notifications, in the portal and by mail: who is told of which deed, what they see of it, and when a mail goes out.

`telling` writes the rows, from events (`of_editions`, `of_readers`, and what rooms nearer the roof register) and from
the days that come (`by_the_day`). `showing` finds the words, of what the person may read then. `gathering` makes mails
of rows, `letters` writes them, `mailing` sends them.
"""
