"""The search page: rules and sections in force now, or at `?at=`."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.frame import clock
from guidelines.frame.holes import Holed, hole
from guidelines.frame.pagination import paginate
from guidelines.people.requests import reader
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Reader, for_readers
from guidelines.reading.addressing import address_of
from guidelines.reading.as_of import AsOf, as_of
from guidelines.reading.framing import framed
from guidelines.reading.queries.guideline import guideline_named
from guidelines.reading.queries.library import recently_in_force
from guidelines.reading.queries.receipts import receipt_named
from guidelines.reading.search.entries import entries_of, url_of
from guidelines.reading.search.form import SearchQuestion, question_text, search_question
from guidelines.reading.search.lines import fieldsets, lines
from guidelines.reading.search.missed import missed
from guidelines.reading.search.querying import search as ask
from guidelines.reading.search.quick import Offered, offered, remembered
from guidelines.reading.search.results import PER_PAGE, Results

NEW = dt.timedelta(days=14)
HOLES = ("text", "heading", "match", "newest", "cleared", "lines", "fieldsets", "pager", "moment", "begun")

_middles: dict[tuple[object, ...], Holed] = {}
"""The middle of the page as it is kept, by what it depends on: two languages, two orders, twice yes or no."""


@require_safe
@for_readers
def search(request: HttpRequest) -> HttpResponse:
    """Answers what is asked. A citation that fits one passage leads straight there; `?on=` is the form's moment."""
    person, question = reader(request), search_question(request.GET)
    asked = as_of(request, person.time_zone)
    if asked.moved_to:
        return redirect(asked.moved_to)
    results = ask(
        person,
        question.text,
        at=question.at,
        markets=question.filters.markets,
        domains=question.filters.domains,
        topics=question.filters.topics,
        page=question.page,
        order=question.order,
        exact=question.exact,
    )
    if results.direct and question.is_fresh and asked.form is None:
        return redirect(url_of(results.direct, question.at))
    if not results.total and question.is_fresh and asked.form is None:
        named = guideline_named(person, question.text)
        if named:
            return redirect("guideline", named)
        if code := receipt_named(person, question.text):
            return redirect("receipt", code)
        if question.at is None and not question.exact and request.method == "GET":
            missed(question.text, person)
    context = _context(request, person, question, results, asked)
    status = 422 if context["unknown"] and not asked.form else asked.status
    middle = {"title": _title(question), "main": _main(context, results)}
    return framed(request, "reading/search.html", middle, stamp=results.stamp, status=status)


@require_safe
@for_readers
def palette(request: HttpRequest) -> HttpResponse:
    """What the palette shows: for `?q=` the first results, else those that the browser remembers as `?recent=`."""
    person, text = reader(request), question_text(request.GET)
    found = offered(person, text) if text else Offered(remembered(person, request.GET.getlist("recent")))
    count = len(found.options)
    said = ngettext("%(n)d result", "%(n)d results", count) % {"n": count} if text else ""
    heading = _("Nothing for “%(typed)s”. Showing “%(corrected)s”.") if found.corrected else ""
    heading = heading and heading % {"typed": text, "corrected": found.corrected}
    listed = [option.as_json() for option in found.options]
    answer = JsonResponse({"options": listed, "said": said, "heading": heading, "also": found.also})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _title(question: SearchQuestion) -> bytes:
    if not question.text:
        return escape(_("Search")).encode()
    return escape(_("“%(text)s” – search") % {"text": Truncator(question.text).chars(80)}).encode()


def _main(context: dict[str, Any], results: Results) -> bytes:
    """The middle of the page: what differs between plain questions stands in holes, what is around them is kept."""
    look = _look(context, results)
    drawn = _middles.get(look) if look else None
    if drawn is None:
        holes = {name: hole(name) for name in HOLES}
        drawn = Holed.cut(render_to_string("reading/search_main.html", context | holes))
        if look:
            _middles[look] = drawn
    return drawn.filled(_fillings(context, results))


def _look(context: dict[str, Any], results: Results) -> tuple[object, ...] | None:
    """All that the middle of a page depends on outside its holes; None for one that says more than results."""
    question = context["question"]
    says_more = results.at or results.corrected or results.also or results.asked.shortened or question.exact
    if not results.hits or says_more or context["unknown"] or context["as_of"].form:
        return None
    return get_language(), question.order, results.more, context["keeps_synonyms"]


def _fillings(context: dict[str, Any], results: Results) -> dict[str, bytes]:
    """Ready HTML for each hole."""
    asked, links = context["as_of"], context["links"]
    texts = {
        "text": escape(context["question"].text),
        "heading": escape(_heading(results, context["shown_text"])),
        **{name: escape(links[name]) for name in ("match", "newest", "cleared")},
        "lines": _lines(results),
        "fieldsets": fieldsets(results.facets, uncounted=results.uncounted),
        "pager": render_to_string("frame/pager.html", {"page": context["page"]}),
        "begun": _begun(results.whole_word, links["begun"]) if results.whole_word else "",
    }
    moment = b"" if asked.form else _moment_field(get_language() or "en", asked.zone, asked.box)
    return {name: text.encode() for name, text in texts.items()} | {"moment": moment}


def _lines(results: Results) -> str:
    """As they were drawn before for the same question and passages, in the same language and standing."""

    def draw() -> str:
        return lines(entries_of(results), results.at)

    if results.drawn is None:
        return draw()
    shown = tuple((hit.pk, hit.standing) for hit in results.hits)
    return results.drawn.of((results.asked, get_language(), shown), draw)


def _heading(results: Results, text: str) -> str:
    said = {"n": results.total, "text": Truncator(text).chars(80)}
    if results.more:
        return _("More than %(n)s results for “%(text)s”") % said
    return ngettext("%(n)s result for “%(text)s”", "%(n)s results for “%(text)s”", results.total) % said


def _begun(word: str, address: str) -> str:
    said = escape(_("“%(word)s” was searched as a whole word.") % {"word": word})
    link = escape(_("Search words that begin so as well"))
    return f'<p class="meta sugg">{said} <a href="{escape(address)}">{link}</a></p>'


@lru_cache(200)
def _moment_field(language: str, zone: str, box: str) -> bytes:
    """The box to choose a moment in; one with errors is drawn where it stands."""
    return render_to_string("reading/as_of_field.html", {"as_of": {"zone": zone, "box": box}}).encode()


def _context(
    request: HttpRequest, person: Reader, question: SearchQuestion, results: Results, asked: AsOf
) -> dict[str, Any]:
    now, filters = clock.now(), question.filters
    return {
        "person": person,
        "question": question,
        "results": results,
        "shown_text": results.corrected or question.text,
        "as_of": asked,
        "page": paginate(request, range(results.total), per_page=PER_PAGE, number=results.page),
        "unknown": results.facets.unknown(filters.markets, filters.domains, filters.topics),
        "links": _links(request),
        "hiding": _hiding(results, question),
        "keeps_synonyms": holdings(person).may_somewhere(Capability.READ_ALL),
        "at_address": address_of(question.at) if question.at else "",
        "recent": () if question.text else recently_in_force(person, since=now - NEW, now=now, most=8),
    }


def _hiding(results: Results, question: SearchQuestion) -> tuple[str, ...]:
    """Where the results are that a filter alone hides, where nothing is left."""
    filters, facets = question.filters, results.facets
    sides = ((filters.markets, facets.markets), (filters.domains, facets.domains), (filters.topics, facets.topics))
    return tuple(choice.name for chosen, side in sides if chosen for choice in side if choice.count)


def _links(request: HttpRequest) -> dict[str, str]:
    """The same question in another order, without filters, for now, or with nothing but its words."""
    return {
        "match": _without(request, "order"),
        "newest": _without(request, "order", order="newest"),
        "unfiltered": _without(request, "market", "domain", "topic"),
        "now": _without(request, "at"),
        "exact": _without(request, "exact", exact="1"),
        "begun": _without(request, "q", q=f"{question_text(request.GET)}*"),
        "inexact": _without(request, "exact"),
        "cleared": _without(request, "market", "domain", "topic", "at", "order", "exact"),
    }


def _without(request: HttpRequest, *names: str, **instead: str) -> str:
    dropped = {*names, "page", "on", "on_which"}
    kept = [(name, value) for name, values in request.GET.lists() if name not in dropped for value in values]
    return f"?{urlencode([*kept, *instead.items()])}"
