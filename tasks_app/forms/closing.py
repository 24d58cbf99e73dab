"""What is typed to publish and close a year of a round?"""

from django import forms

from tasks_app.actions import papers
from tasks_app.forms.acts import PaperForm


class CloseForm(PaperForm):
    year = forms.TypedChoiceField(label="Năm", coerce=int, error_messages={"required": "Chọn năm"})

    def __init__(self, *args, round, years, year, **options):
        super().__init__(*args, **options)
        self.round = round
        self.fields["year"].choices = [(y, f"Năm {y}") for y in years]
        self.fields["year"].initial = year
        self.order_fields(["key", "version", "year", "number", "symbol", "issued_on"])

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > self.today:
            raise forms.ValidationError("Ngày ban hành không được sau hôm nay")
        return day

    def paper(self):
        data = self.cleaned_data
        return papers.document(
            body=self.round.committee,
            number=data["number"],
            symbol=data["symbol"],
            issued_on=data["issued_on"],
        )
