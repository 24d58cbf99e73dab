"""What each person sets for himself."""

from django.contrib import messages
from django.shortcuts import redirect, render

from cadres.forms.roster import SettingsForm
from cadres.views.access import SIGNED_IN, rule

FIELDS = (
    "text_size", "shortcuts_on", "mail_on", "digest_hour", "quiet_from_hour", "quiet_until_hour",
)  # fmt: skip


@rule(SIGNED_IN)
def account_settings(request):
    form = SettingsForm(
        request.POST or None, initial={field: getattr(request.user, field) for field in FIELDS}
    )
    if request.method == "POST" and form.is_valid():
        for field in FIELDS:
            setattr(request.user, field, form.cleaned_data[field])
        request.user.save(update_fields=FIELDS)
        messages.success(request, "Đã lưu cài đặt")
        return redirect("cadres:account_settings")
    context = {"form": form, "heading": "Cài đặt của tôi", "submit_label": "Lưu cài đặt"}
    return render(request, "base_form.html", context, status=form.status)
