"""Which rows of a table stay hidden, so that nothing in it tells how one of a few people did. Pure.

A figure of fewer than five is hidden. Where it alone is missing beside a total, the total without the others is that
figure, so the smallest of the others is hidden too (complementary suppression): what is missing is then of five people
or more. Counted are those whose names whoever looks may not see; the others stand beside the figures by name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set

Key = tuple[str, ...]
"""What a row is called."""
FEWEST = 5
"""Of fewer people no figure is shown: it would tell how one of them did."""


def too_few(people: Collection[int]) -> bool:
    return 0 < len(people) < FEWEST


def hidden(rows: Mapping[Key, Set[int]]) -> set[Key]:
    """Of the rows of one total, by their people. Where no other row is left to be hidden with too few, the people of
    the total are as few: then it is hidden itself.
    """
    found = {key for key, people in rows.items() if too_few(people)}
    if too_few(set[int]().union(*(rows[key] for key in found))):
        others = (key for key, people in rows.items() if people and key not in found)
        found.update(sorted(others, key=lambda key: (len(rows[key]), key))[:1])
    return found


def hidden_at(sites: Mapping[Key, Mapping[Key, Set[int]]]) -> tuple[set[Key], set[Key]]:
    """Of sites and the teams at each, where whoever looks sees a table of either: a team must not follow from its site,
    nor a site from its teams. So the teams of each shown site are rows of its figure; those of the hidden sites are
    rows of what is missing there.
    """
    closed = hidden({site: set[int]().union(*teams.values()) for site, teams in sites.items()})
    missing: dict[Key, set[int]] = {}
    for site in closed:
        for team, people in sites[site].items():
            missing.setdefault(team, set()).update(people)
    open_ = [teams for site, teams in sites.items() if site not in closed]
    return closed, set[Key]().union(*(hidden(teams) for teams in (*open_, missing)))
