"""Guidelines and editions: lifecycle, rights, drafting, approval, publishing."""
