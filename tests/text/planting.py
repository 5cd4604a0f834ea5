"""Guidelines with a canary in every place at every class, and who may hear each: an oracle that shares no code."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from hypothesis import strategies as st

from guidelines.text.audience import Audience, narrowest

SAID = st.sampled_from([None, None, *Audience])
PUBLIC, PARTNER, INTERNAL, RESTRICTED = Audience


@dataclass
class Planted:
    """A source under construction, and for each canary in it the class it may be told to at the widest."""

    lines: list[str] = field(default_factory=list)
    canaries: dict[str, Audience] = field(default_factory=dict)
    of_rules: dict[str, Audience] = field(default_factory=dict)
    waiting: list[tuple[str, Audience, str]] = field(default_factory=list)
    sections: list[tuple[int, Audience]] = field(default_factory=list)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def canary(self, told_to: Audience) -> str:
        word = f"canary{next(self.numbers)}x"
        self.canaries[word] = told_to
        return word

    def filled(self, form: str, told_to: Audience) -> str:
        while "{}" in form:
            form = form.replace("{}", self.canary(told_to), 1)
        return form

    def allows(self) -> list[Audience]:
        return [audience for _level, audience in self.sections]

    def text(self, form: str) -> None:
        told_to = narrowest(*self.allows()) if self.sections else INTERNAL
        self.lines += [self.filled(form, told_to), ""]

    def heading(self, level: int, said: Audience | None, underlined: bool) -> None:
        self.sections = [(other, audience) for other, audience in self.sections if other < level]
        around = self.allows()
        own = narrowest(*around, *([said] if said else [])) if around or said else INTERNAL
        self.sections.append((level, own))
        words = self.canary(own) + (f" {{audience: {said}}}" if said else "")
        self.lines += (
            [words, "=" * 3 if level == 1 else "-" * 3] if underlined and level < 3 else [f"{'#' * level} {words}"]
        )
        self.lines.append("")

    def rule(self, said: Audience | None) -> None:
        told_to = narrowest(said or INTERNAL, *self.allows())
        name = f"R{len(self.of_rules) + 1}"
        self.of_rules[name] = told_to
        keys = {
            "if": "{} seen",
            "do": "Act on {}.\n\n- {}\n",
            "label": "{}",
            "action": "{}",
            "escalate": "{}",
            "basis": "{}",
        }
        body = [f"{key}: {self.filled(form, told_to)}" for key, form in keys.items()]
        body[2:2] = [f"audience: {said}"] if said else []
        self.lines += [f"/// rule | {name}", *body, "///", ""]

    def case(self, rule: str, said: Audience | None) -> None:
        told_to = narrowest(said or INTERNAL, *self.allows())
        words = [f"cnry{next(self.numbers)}y" for _ in range(2)]
        self.waiting += [(word, told_to, rule) for word in words]
        line = [f"audience: {said}"] if said else []
        self.lines += [f"/// case | edge {rule}".rstrip(), *line, f"“{words[0]}”", "", words[1], "///", ""]

    def term(self, said: Audience | None, name: str = "") -> None:
        told_to = narrowest(said or INTERNAL, *self.allows())
        line = [f"audience: {said}"] if said else []
        self.lines += [f"/// term | {name or self.canary(told_to)}", *line, self.canary(told_to), "///", ""]

    def done(self) -> tuple[str, dict[str, Audience]]:
        for word, told_to, rule in self.waiting:
            self.canaries[word] = narrowest(told_to, self.of_rules.get(rule, PUBLIC))
        return "\n".join(self.lines), self.canaries


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, dict[str, Audience]]:
    """A guideline with a canary in every place at every class."""
    made, names = Planted(), ["coded selling", "look-alike"]
    for kind in draw(st.lists(st.sampled_from("hhhttrrccnmu"), max_size=14)):
        match kind:
            case "h":
                made.heading(draw(st.integers(1, 4)), draw(SAID), draw(st.booleans()))
            case "t":
                forms = (
                    "{} and {}.",
                    "- {}\n  - {}",
                    "| {} | b |\n|---|---|\n| {} | d |",
                    "> {}\n> {}",
                    "```\n{}\n{}\n```",
                )
                made.text(draw(st.sampled_from(forms)))
            case "r":
                made.rule(draw(SAID))
            case "c":
                made.case(draw(st.sampled_from(["", "R1", "R2", "R3"])), draw(SAID))
            case "n":
                made.term(draw(SAID))
            case "m" if names:
                made.term(draw(SAID), names.pop())
            case "u":
                made.text("Of {} by [coded selling](term) or a [look-alike](term), {}.")
    return made.done()
