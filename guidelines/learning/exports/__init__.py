"""Materials as files: each a pure function of the words, so that the same words give the same bytes."""

from guidelines.learning.exports.docx import material_docx
from guidelines.learning.exports.pdf import material_pdf
from guidelines.learning.exports.written import Written

__all__ = ["Written", "material_docx", "material_pdf"]
