"""NUL in an address or a cookie is answered before anything looks it up; PostgreSQL would refuse it with a 500."""

from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.client import RequestFactory

from guidelines.frame.nul import nul


def status(address: str, **headers: str) -> int:
    path, _mark, query = address.partition("?")
    request = RequestFactory().get("/", query_params=None, QUERY_STRING=query, **headers)
    request.path_info = unquote(path)
    return nul(lambda request: HttpResponse())(request).status_code


@pytest.mark.parametrize(
    "address", ["/g/%00/", "/g/a%00b/", "/%00", "/?q=%00", "/?q=a%00b", "/?a=1&q=1&q=%00", "/?%00=x"]
)
def test_an_address_with_nul_is_a_bad_request(address: str) -> None:
    assert status(address) == 400


@pytest.mark.parametrize("cookie", ['sessionid="\\000aaaa"', 'theme="a\\000"', "sessionid=a\x00b"])
def test_a_cookie_with_nul_is_a_bad_request(cookie: str) -> None:
    assert status("/", HTTP_COOKIE=cookie) == 400


@pytest.mark.parametrize("address", ["/", "/g/US-PR-0001/", "/?q=ho%C3%A0n+ti%E1%BB%81n&page=2", "/?q=%2500"])
def test_every_other_address_passes(address: str) -> None:
    assert status(address, HTTP_COOKIE="sessionid=abc; theme=dark") == 200


def test_the_answer_says_what_to_do_and_carries_the_security_headers(browser: Client) -> None:
    answer = browser.get("/nothing%00/")
    assert answer.status_code == 400
    assert "Go to the home page." in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
