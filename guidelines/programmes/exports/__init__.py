"""The files of a report."""

from guidelines.programmes.exports.blocks import Written, written
from guidelines.programmes.exports.formats import FORMATS, Format

__all__ = ["FORMATS", "Format", "Written", "written"]
