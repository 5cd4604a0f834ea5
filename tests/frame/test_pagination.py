"""Long lists are cut into pages that keep the question."""

from django.test import Client, RequestFactory

from guidelines.frame.pagination import paginate


def test_it_says_where_you_are_and_keeps_the_question(browser: Client) -> None:
    page = browser.get("/list/", {"market": "US", "q": "a&b", "page": "2"}).content.decode()
    assert "26 to 50 of 214" in page
    assert 'href="?market=US&amp;q=a%26b&amp;page=1"' in page
    assert 'href="?market=US&amp;q=a%26b&amp;page=3"' in page


def test_the_first_page_has_no_way_back() -> None:
    page = paginate(RequestFactory().get("/"), list(range(30)))
    assert (page.first, page.last, page.total) == (1, 25, 30)
    assert page.previous_url == ""
    assert list(page) == list(range(25))


def test_past_the_end_is_the_last_page() -> None:
    assert paginate(RequestFactory().get("/?page=99"), list(range(30))).items == [25, 26, 27, 28, 29]


def test_a_page_that_is_no_number_is_the_first() -> None:
    assert paginate(RequestFactory().get("/?page=²"), list(range(30))).number == 1
    assert paginate(RequestFactory().get("/?page=-1"), list(range(30))).number in (1, 2)


def test_an_empty_list_shows_no_pager() -> None:
    page = paginate(RequestFactory().get("/"), [])
    assert (page.total, page.next_url) == (0, "")
