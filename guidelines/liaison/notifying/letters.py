"""The letter: plain text and HTML, in the person's language, of what they may read at the moment it is sent.

A restricted guideline is never named: a mail is read on many screens. The HTML loads nothing from anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formatdate

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.liaison.models import Notification, NotificationMail
from guidelines.liaison.notifying import showing
from guidelines.liaison.notifying.postbox import address_of, message_id

MOST_LINES = 50
LONGEST_SUBJECT = 120
STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark }
body { margin: 0; padding: 24px 16px; background: #f3f6f7; color: #16262d; font: 16px/1.5 system-ui, sans-serif }
main { display: block; max-width: 560px; margin: 0 auto; padding: 24px; background: #fff; border-radius: 8px }
h1 { margin: 0 0 16px; font-size: 20px; line-height: 1.3 }
ol { margin: 0; padding: 0; list-style: none }
li { padding: 14px 0; border-top: 1px solid #d5dfe3 }
p { margin: 2px 0; overflow-wrap: anywhere }
a { color: #0b5a78 }
.pid { font: 700 13px/1.5 ui-monospace, monospace; color: #44565e }
.note { padding-left: 10px; border-left: 3px solid #b9c8ce; color: #37474f; white-space: pre-line }
.open { display: inline-block; margin-top: 18px; padding: 10px 16px; border-radius: 6px; background: #0b5a78;
  color: #fff; font-weight: 600; text-decoration: none }
footer { max-width: 560px; margin: 16px auto 0; font-size: 13px; color: #55676f }
@media (prefers-color-scheme: dark) {
  body { background: #10191d; color: #e6eef1 }
  main { background: #1a262c }
  li { border-color: #36464e }
  a { color: #83cbe6 }
  .pid, footer { color: #a9bac2 }
  .note { border-color: #4a5d66; color: #c5d2d8 }
  .open { background: #83cbe6; color: #06222d }
}
"""


@dataclass(frozen=True)
class Item:
    """One notification in a letter."""

    sentence: str
    url: str
    policy_id: str = ""
    title: str = ""
    language: str = ""
    note: str = ""


def letter(mail: NotificationMail) -> tuple[EmailMultiAlternatives, int] | None:
    """The message and how many notifications it names; None where nothing is left to tell."""
    person = mail.person
    if not person.is_active or not person.email:
        return None
    with translation.override(person.language):
        rows = list(mail.notifications.filter(seen_at=None).order_by("shown_from", "pk"))
        items = [item for line in showing.lines(person, rows) if (item := _item(line))]
        if not items:
            return None
        context = {
            "items": items[:MOST_LINES],
            "more": max(0, len(items) - MOST_LINES),
            "heading": _heading(len(items), daily=mail.is_daily),
            "language": person.language,
            "name": person.name,
            "list_url": address_of("notifications"),
            "settings_url": address_of("notification_settings"),
        }
        plain = render_to_string("liaison/mail/notifications.txt", context)
        html = _whole(person.language, context, render_to_string("liaison/mail/notifications.html", context))
    message = EmailMultiAlternatives(
        subject=_subject(items, context["heading"]),
        body=plain,
        to=[person.email],
        headers={
            "Message-ID": message_id(mail.key),
            "Date": formatdate(mail.made_at.timestamp(), localtime=False),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html, "text/html")
    return message, len(items)


def _item(line: showing.Line) -> Item | None:
    shown = line.shown
    if shown is None:
        return None
    url = _address(line.row)
    if shown.is_restricted:
        return Item(_("A restricted guideline needs you. Open the portal."), url)
    return Item(shown.sentence, url, shown.policy_id, shown.title, shown.language, shown.note)


def _address(row: Notification) -> str:
    return address_of("open_notification", row.pk)


def _heading(count: int, *, daily: bool) -> str:
    if daily:
        return ngettext("Your day: %(n)d notification", "Your day: %(n)d notifications", count) % {"n": count}
    return ngettext("%(n)d notification", "%(n)d notifications", count) % {"n": count}


def _subject(items: list[Item], heading: object) -> str:
    """One line, whatever stands in a title: a line break would begin another header."""
    first = f"{items[0].policy_id}: {items[0].sentence}" if items[0].policy_id else items[0].sentence
    words = " ".join((first if len(items) == 1 else str(heading)).split())
    return f"{words[:LONGEST_SUBJECT]} – SOP Portal" if len(items) > 1 else words[:LONGEST_SUBJECT]


def _whole(language: str, context: dict[str, object], body: str) -> str:
    return format_html(
        '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<title>{}</title>\n<style>{}</style>\n</head>\n'
        "<body>\n{}</body>\n</html>\n",
        language,
        context["heading"],
        STYLE,
        body,
    )
