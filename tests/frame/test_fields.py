"""Form fields have a label, say what is wrong beside themselves and once more on top."""

from django import forms
from django.template import Context, Template


class DraftForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(help_text="Ten words at most.")
    source = forms.CharField(widget=forms.Textarea(attrs={"class": "md"}))
    significance = forms.ChoiceField(choices=[("minor", "Minor"), ("major", "Major")], widget=forms.RadioSelect)
    notify = forms.BooleanField(required=False, help_text="By mail.")

    def clean(self) -> None:
        raise forms.ValidationError("Write a change note first.")


def html(form: forms.Form, name: str) -> str:
    return Template("{% field bound %}").render(Context({"bound": form[name]}))


def test_a_box_has_a_label_and_a_hint_it_is_described_by() -> None:
    shown = html(DraftForm(), "title")
    assert '<label for="id_title">Title</label>' in shown
    assert 'class="input"' in shown
    assert 'aria-describedby="id_title_helptext"' in shown
    assert 'id="id_title_helptext">Ten words at most.' in shown


def test_a_class_of_the_widget_is_kept() -> None:
    assert 'class="input md"' in html(DraftForm(), "source")


def test_a_wrong_field_says_so_and_keeps_what_was_typed() -> None:
    shown = html(DraftForm({"title": "", "source": "<b>an hour of work"}), "title")
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'class="error tone-danger" id="id_title_error"' in shown
    assert "&lt;b&gt;an hour of work" in html(DraftForm({"source": "<b>an hour of work"}), "source")


def test_choices_stand_in_a_group_with_a_name() -> None:
    shown = html(DraftForm(), "significance")
    assert "<legend>Significance</legend>" in shown
    assert shown.count('<label class="check"') == 2
    assert shown.strip().endswith("</fieldset>")


def test_a_single_check_box_stands_before_its_label() -> None:
    shown = html(DraftForm(), "notify")
    assert shown.index("<input") < shown.index("Notify")
    assert "By mail." in shown
    assert shown.strip().endswith("</div>")


def test_the_summary_on_top_links_to_the_fields() -> None:
    form = DraftForm({"source": "x", "significance": "minor"})
    shown = Template("{% problems form %}").render(Context({"form": form}))
    assert 'role="alert" tabindex="-1" data-focus' in shown
    assert '<a href="#id_title">Title</a>' in shown
    assert "Write a change note first." in shown
    assert Template("{% problems form %}").render(Context({"form": DraftForm()})).strip() == ""
