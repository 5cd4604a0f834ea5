"""The one exception of this room: text that cannot be taken as it is."""


class TextRefused(Exception):
    """Text beyond the limits: a sentence for the author, the line it is about, and the status of the answer."""

    def __init__(self, sentence: str, *, line: int | None, status: int = 422) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line
        self.status = status
