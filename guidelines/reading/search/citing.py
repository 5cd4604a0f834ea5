"""Policy IDs and rule citations: what they lead to."""

from __future__ import annotations

from guidelines.frame.plain_sql import rows
from guidelines.reading.models.search import Kind
from guidelines.reading.search.asking import Asked, Citation
from guidelines.reading.search.shelves import Shelf

MOST_CITED = 50


def cited_rows(shelf: Shelf, question: Asked) -> dict[int, int]:
    """The rows of the shelf whose citation the question is, each with its heap. One query where it looks like one."""
    citation = question.citation
    named = [_aliased(question.alias)] if question.alias else []
    if citation is not None:
        named.append(_numbered(citation))
    if not named:
        return {}
    guidelines = " UNION ".join(sql for sql, _values in named)
    values = [value for _sql, parameters in named for value in parameters]
    rule = citation.rule if citation else ""
    kind, place = (
        ("l.kind = %s AND l.rule = %s", [Kind.RULE.value, rule]) if rule else ("l.kind = %s", [Kind.TITLE.value])
    )
    sql = f"""
        SELECT l.id, l.heap_id FROM reading_searchrow AS l
        WHERE l.guideline_id IN ({guidelines}) AND {kind} AND {shelf.condition}
        ORDER BY l.policy_id, l.place LIMIT {MOST_CITED}"""  # noqa: S608 - ours
    return dict(rows(sql, [*values, *place, *shelf.parameters]))


def _aliased(alias: str) -> tuple[str, list[object]]:
    """Guidelines that had this number before."""
    return "SELECT guideline_id FROM editions_guidelinealias WHERE UPPER(alias) = UPPER(%s)", [alias]


def _numbered(citation: Citation) -> tuple[str, list[object]]:
    """Guidelines with this number; with two codes they are market and domain, with one it may be either."""
    sql = (
        "SELECT g.id FROM editions_guideline g JOIN catalogue_market m ON m.id = g.market_id "
        "JOIN catalogue_domain d ON d.id = g.domain_id WHERE g.number = %s"
    )
    codes = citation.codes
    if len(codes) == 2:
        return f"{sql} AND m.code = %s AND d.code = %s", [citation.number, *codes]
    if codes:
        return f"{sql} AND (m.code = %s OR d.code = %s)", [citation.number, codes[0], codes[0]]
    return sql, [citation.number]
