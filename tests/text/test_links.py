"""One filter says where links and images lead; two sanitisers stand behind it and agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.links import safe_href, safe_src
from guidelines.text.rendering import render
from guidelines.text.rendering.safety import clean_with_bleach, clean_with_nh3, sanitised
from tests.text.html_reading import read_html

GOOD = [
    "https://example.com/a?b=1&c=2#d",
    "http://example.com",
    "HTTPS://EXAMPLE.COM/",
    "mailto:trust@example.com",
    "mailto:trust@example.com?subject=Hello",
    "/US-CC-0142",
    "/",
    "/a//b",
    "/search?q=a:b",
    "#scope",
    "#",
]
BAD = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript:1",
    "data:1",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "java&#115;cript:alert(1)",
    "java&#x73;cript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;1",
    "java&Tab;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&amp;#106;avascript:1",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/&#47;evil.example",
    "/&sol;evil.example",
    "/&amp;#47;evil.example",
    "/&#92;evil.example",
    "/\t/evil.example",
    "/&Tab;/evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "https://user@",
    "ftp://example.com",
    "file:///etc/passwd",
    "tel:123",
    "blob:https://example.com/1",
    "view-source:http://example.com",
    "feed:javascript:1",
    "relative/page.md",
    "../up",
    "?q=1",
    "",
    "mailto:",
    "mailto:x",
    "\u200bjavascript:1",
    "\u2028javascript:1",
    "x:1",
    "1:1",
    "/a\u202eb",
]


@pytest.mark.parametrize("address", GOOD)
def test_a_link_leads_where_it_may(address: str) -> None:
    assert safe_href(address) == address


@pytest.mark.parametrize("address", BAD)
def test_a_link_that_leads_anywhere_else_loses_its_address(address: str) -> None:
    assert safe_href(address) is None


@pytest.mark.slow
@pytest.mark.parametrize("address", BAD)
def test_no_way_of_writing_a_link_gets_around_the_filter(address: str) -> None:
    forms = [
        "[x]({})",
        "[x](<{}>)",
        "[x][y]\n\n[y]: {}",
        "[x][y]\n\n[y]: <{}>",
        "<{}>",
        "![x]({})",
        "![x][y]\n\n[y]: {}",
    ]
    for form in forms:
        reading = read_html(render(form.format(address.replace("\x01", ""))).html)
        assert all(safe_href(value) == value for _, name, value in reading.attributes if name in ("href", "src"))


def test_the_words_of_a_link_stay_when_its_address_goes() -> None:
    assert read_html(render("See [the list](javascript:1).").html).words == ["See", "the", "list."]


def test_an_ampersand_in_an_address_is_written_as_html() -> None:
    assert '<a href="https://example.com/?a=1&amp;copy=2">x</a>' in render("[x](https://example.com/?a=1&copy=2)").html


def test_an_address_in_angle_brackets_becomes_a_link() -> None:
    html = render("<https://example.com/a> and <trust@example.com>").html
    assert '<a href="https://example.com/a">https://example.com/a</a>' in html
    assert '<a href="mailto:trust@example.com">trust@example.com</a>' in html


def test_images_come_from_this_site_only() -> None:
    assert safe_src("/media/tag.png") == "/media/tag.png"
    assert safe_src("https://example.com/x.png") is None
    assert "<img" in render("![A tag](/media/tag.png)").html
    html = render("![A sewn-in tag](https://example.com/x.png)").html
    assert "<img" not in html
    assert "A sewn-in tag" in html


@given(st.text(alphabet="javscriptdahml:/\\#&;x1 \t\n.@%\u200b<>\"'", max_size=40))
def test_whatever_passes_the_filter_is_harmless_to_a_browser(address: str) -> None:
    passed = safe_href(address)
    if passed is None:
        return
    browser = "".join(c for c in passed if c not in "\t\n\r").strip().lower()
    assert browser.startswith(("http://", "https://", "mailto:", "/", "#"))
    assert not browser.startswith(("//", "/\\"))


ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java&#115;cript:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg onload=alert(1)>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><input type=submit></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>body{background:url(https://evil.example)}</style>",
    "<p style='position:fixed'>x</p>",
    "<p onclick='alert(1)'>x</p>",
    "<p id='r3' class='rules'>x</p>",
    "<div><p>x</p></div>",
    "<!--><script>alert(1)</script>-->",
    "<!-- a --><p>x</p>",
    "<p>a<b>c</p>d</b>",
    "<table><tr><td>x</table><script>alert(1)</script>",
    "<table><a href='/x'>y</a><tr><td>x</td></tr></table>",
    "<a href='/x'><a href='/y'>z</a></a>",
    "<a href='/x' target=_blank rel=opener ping='https://evil.example'>x</a>",
    "<img src='/x.png' srcset='https://evil.example/x.png 2x' loading=lazy>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)</script>",
    '<p title="\'><script>alert(1)</script>">x</p>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<<script>alert(1)//<</script>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<ol start='3'><li>x</ol>",
    "<td align=center>x</td>",
    "<h2 id=decide>x</h2>",
]
_ALLOWED = {
    *("a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p"),
    *("pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {("a", "href"), ("a", "title"), ("img", "src"), ("img", "alt"), ("img", "title"), ("ol", "start")}
_ATTRIBUTES |= {("td", "align"), ("th", "align")}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("clean", [clean_with_bleach, clean_with_nh3, sanitised])
def test_nothing_that_could_act_survives_either_sanitiser(clean, attack: str) -> None:
    reading = read_html(clean(attack))
    assert reading.tags <= _ALLOWED
    assert {(tag, name) for tag, name, _ in reading.attributes} <= _ATTRIBUTES
    assert not [value for _, name, value in reading.attributes if name == "href" and "script" in value.lower()]


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_second_sanitiser_finds_nothing_left_by_the_first(attack: str) -> None:
    first = clean_with_bleach(attack)
    assert read_html(clean_with_nh3(first)) == read_html(first)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_author_sees_an_attack_as_the_text_it_is(attack: str) -> None:
    html = render(attack).html
    assert read_html(html).tags <= {"p", "br"}


@pytest.mark.slow
@given(st.text(alphabet="<>/\"'=&;:abscript!-[]()*`|\n #", max_size=200))
def test_the_sanitisers_agree_about_everything_markdown_gives_them(source: str) -> None:
    html = render(source).html
    assert "<script" not in html
    assert not [name for _, name, _ in read_html(html).attributes if name.startswith("on") or name == "style"]
