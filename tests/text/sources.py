"""Source texts for property tests: guidelines as people write them, and rough text nobody would."""

from hypothesis import strategies as st

VOCABULARY = (
    "seller",
    "invoice",
    "price",
    "brand",
    "video",
    "Điều",
    "kiện",
    "30%",
    "40%",
    "link_in_bio",
    "remove",
    "it",
)
WORDS = st.lists(
    st.sampled_from(VOCABULARY),
    min_size=1,
    max_size=9,
)
LINES = WORDS.map(" ".join)
PARAGRAPHS = LINES.map(lambda line: line.capitalize() + ".")


@st.composite
def rules(draw: st.DrawFn) -> str:
    lines = [f"/// rule | R{draw(st.integers(1, 6))}", f"if: {draw(LINES)}", f"do: {draw(LINES)}", ""]
    if draw(st.booleans()):
        lines += ["- an item", "- another", "", f"severity: S{draw(st.integers(1, 4))}"]
    lines += ["action: remove"]
    return "\n".join([*lines, "///"])


@st.composite
def tables(draw: st.DrawFn) -> str:
    rows = draw(st.lists(st.tuples(LINES, LINES), max_size=4))
    return "\n".join(["| a | b |", "|---|---|", *(f"| {one} | {two} |" for one, two in rows)])


BLOCKS = st.one_of(
    PARAGRAPHS,
    rules(),
    tables(),
    LINES.map(lambda line: f"## {line}"),
    LINES.map(lambda line: f"/// case | violating R3\n“{line}”\n\nWhy.\n///"),
    LINES.map(lambda line: f"/// term | {line}\nA {line}.\n///"),
    st.lists(LINES, min_size=1, max_size=4).map(lambda lines: "\n".join(f"- {line}\n  - deeper" for line in lines)),
    LINES.map(lambda line: f"```\n/// rule | R9\n{line}\n```"),
    LINES.map(lambda line: f"> {line}\n> more"),
)
GUIDELINES = st.lists(BLOCKS, max_size=8).map(lambda blocks: "\n\n".join(blocks) + "\n")
ROUGH = st.text(alphabet="ab |-/#`>*1.\n:~\té", max_size=80)
ONE_RULE_AN_ID = st.lists(BLOCKS, max_size=8, unique_by=lambda block: block.split("\n")[0]).map("\n\n".join)
SOURCES = st.one_of(GUIDELINES, ROUGH)
