"""Materials as files: each a pure function of the words, so that the same words give the same bytes.

What writes them is loaded with the first such file: every start would wait for it.
"""

from guidelines.learning.exports.written import Written


def material_docx(material: Written) -> bytes:
    """The whole material as a Word document."""
    from guidelines.learning.exports import docx

    return docx.material_docx(material)


def material_pdf(material: Written) -> bytes:
    """The whole material as a PDF."""
    from guidelines.learning.exports import pdf

    return pdf.material_pdf(material)


__all__ = ["Written", "material_docx", "material_pdf"]
