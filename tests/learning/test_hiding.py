"""Nobody works out how fewer than five people did: whatever is added and taken away, it is of five people or more.

Tried on every small table. What can be worked out of shown figures by adding and taking away is the space that their
rows span, a row being 1 for each team that it counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import pytest

from guidelines.learning.hiding import Key, hidden, hidden_at, too_few

FIVE = 5
Row = tuple[int, ...]
Sites = dict[Key, dict[Key, set[int]]]
SHAPES = ((1,), (2,), (3,), (1, 1), (2, 1), (2, 2), (1, 1, 1), (2, 1, 1), (3, 1), (3, 2))
"""How many teams there are at each site."""


def peopled(sizes: Iterable[int]) -> list[set[int]]:
    """So many people each, nobody twice."""
    counted = itertools.count()
    return [set(itertools.islice(counted, size)) for size in sizes]


class WorkedOut:
    """What follows from some figures."""

    def __init__(self, shown: Iterable[Row]) -> None:
        self.basis: dict[int, list[Fraction]] = {}
        for row in shown:
            rest = self._rest(row)
            place = next((at for at, value in enumerate(rest) if value), None)
            if place is not None:
                self.basis[place] = [value / rest[place] for value in rest]

    def _rest(self, row: Row) -> list[Fraction]:
        rest = [Fraction(value) for value in row]
        for place in sorted(self.basis):
            if factor := rest[place]:
                rest = [one - factor * other for one, other in zip(rest, self.basis[place], strict=True)]
        return rest

    def tells(self, row: Row) -> bool:
        return not any(self._rest(row))


def told_of_too_few(shown: Sequence[Row], sizes: Sequence[int]) -> list[Row]:
    """The groups of fewer than five whose figure follows from what is shown."""
    found = WorkedOut(shown)
    groups = itertools.product((0, 1), repeat=len(sizes))
    few = (row for row in groups if 0 < sum(one * size for one, size in zip(row, sizes, strict=True)) < FIVE)
    # A team of nobody adds nothing: it is left to be in the group or not.
    return [row for row in few if found.tells(row)]


def tables(most: int, sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for count in range(1, most + 1):
        yield from itertools.product(sizes, repeat=count)


def flat(sizes: Sequence[int], closed: set[Key]) -> list[Row]:
    """What a table of one total shows."""
    units = [tuple(int(at == place) for at in range(len(sizes))) for place in range(len(sizes))]
    shown = [unit for place, unit in enumerate(units) if (str(place),) not in closed]
    is_total_shown = not FIVE > sum(sizes) > 0
    return shown + ([tuple(1 for _size in sizes)] if is_total_shown else [])


def test_no_table_of_up_to_four_teams_tells_how_fewer_than_five_did() -> None:
    for sizes in tables(4, range(8)):
        closed = hidden({(str(place),): people for place, people in enumerate(peopled(sizes))})
        assert told_of_too_few(flat(sizes, closed), sizes) == [], sizes


def test_without_the_second_row_many_of_these_tables_would_tell() -> None:
    told = 0
    for sizes in tables(4, range(8)):
        few = {(str(place),) for place, size in enumerate(sizes) if 0 < size < FIVE}
        told += bool(told_of_too_few(flat(sizes, few), sizes))
    assert told > 1000


def test_no_more_is_hidden_than_the_few_and_the_smallest_of_the_others() -> None:
    for sizes in tables(4, range(8)):
        closed = {int(key[0]) for key in hidden({(str(at),): one for at, one in enumerate(peopled(sizes))})}
        more = closed - {at for at, size in enumerate(sizes) if 0 < size < FIVE}
        others = [size for at, size in enumerate(sizes) if size >= FIVE]
        assert [sizes[at] for at in more] in ([], [min(others, default=0)]), sizes
        assert not more or sum(sizes[at] for at in closed - more) < FIVE, sizes


def at_sites(shape: Sequence[int], sizes: Sequence[int]) -> Sites:
    teams = iter(enumerate(peopled(sizes)))
    return {
        (str(site),): {(str(at),): people for at, people in itertools.islice(teams, count)}
        for site, count in enumerate(shape)
    }


def shown_at(sites: Sites, sizes: Sequence[int]) -> list[Row]:
    """What the tables by site and by team show together."""
    closed, closed_teams = hidden_at(sites)
    shown = flat(sizes, closed_teams)
    for site, teams in sites.items():
        if site not in closed:
            shown.append(tuple(int((str(at),) in teams) for at in range(len(sizes))))
    return shown


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_no_tables_by_site_and_by_team_together_tell_how_fewer_than_five_did(shape: tuple[int, ...]) -> None:
    for sizes in itertools.product((0, 1, 2, 4, 5, 7) if sum(shape) < 5 else (0, 2, 3, 5, 6), repeat=sum(shape)):
        sites = at_sites(shape, sizes)
        assert told_of_too_few(shown_at(sites, sizes), sizes) == [], sizes


def test_a_team_that_follows_from_its_site_takes_a_team_of_that_site_with_it() -> None:
    sites = at_sites((2, 1), (3, 20, 10))
    assert hidden({team: people for teams in sites.values() for team, people in teams.items()}) == {("0",), ("2",)}
    assert hidden_at(sites) == (set(), {("0",), ("1",)}), "not the smaller one elsewhere: the site is shown"


def test_the_teams_of_a_site_that_is_hidden_for_another_do_not_tell_its_figure() -> None:
    assert hidden_at(at_sites((1, 2, 1), (3, 6, 7, 30))) == ({("0",), ("1",)}, {("0",), ("1",)})


def test_people_who_stand_in_two_hidden_rows_count_once() -> None:
    rows: dict[Key, set[int]] = {("CC",): {1, 2, 3}, ("SE",): {2, 3, 4}, ("PR",): set(range(9))}
    assert hidden(rows) == set(rows)
    rows["SE",] = {3, 4, 5}
    assert hidden(rows) == {("CC",), ("SE",)}


def test_what_is_hidden_is_of_five_people_where_they_stand_in_several_rows() -> None:
    groups = [{n for n in range(6) if bits >> n & 1} for bits in range(64)]
    for three in itertools.combinations_with_replacement(groups, 3):
        rows = {(str(at),): people for at, people in enumerate(three)}
        missing = set[int]().union(*(rows[key] for key in hidden(rows)))
        assert not too_few(missing) or too_few(set().union(*three)), three


def test_a_row_whose_people_all_stand_there_by_name_is_hidden_for_nobody() -> None:
    rows: dict[Key, set[int]] = {("own",): set(), ("other",): {1, 2}}
    assert hidden(rows) == {("other",)}
    assert too_few({1, 2}), "the total is hidden itself"
    assert not too_few(set())
