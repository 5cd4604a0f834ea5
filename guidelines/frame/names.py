"""Names as they are stored: whoever writes one, in whatever form, admin page, file or service."""

from __future__ import annotations

from typing import Any

from django.db import models

from guidelines.text.normal import one_line


class NameField(models.CharField):
    """A short text on one line: composed, one space between its words, nothing invisible in it.

    Two people whose names look the same would else have two names; and a mark of direction would turn the words
    around it on every page.
    """

    def to_python(self, value: Any) -> Any:
        """What forms and validation see, so that a name of nothing but invisible characters is an empty one."""
        text = super().to_python(value)
        return one_line(text) if isinstance(text, str) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What is stored, also where nobody validated."""
        name = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, name)
        return name

    def deconstruct(self) -> Any:
        """To a migration it is a column of characters like any other."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options
