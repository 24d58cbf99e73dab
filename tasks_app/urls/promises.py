"""Which addresses hold the rules of reminders, and show whether the promises about them are kept, to staff and to monitors?"""

from django.urls import path, register_converter

from tasks_app.urls.acts import words_for
from tasks_app.views import promises, reminder_rules

register_converter(words_for(reminder_rules.WORDS), "reminder")

urlpatterns = [
    path("nhac-viec/", promises.reminder_status, name="reminder_status"),
    path("nhac-viec/khong-gui-duoc/", promises.dead_letters, name="dead_letters"),
    path("nhac-viec/gui-lai/", promises.send_again, name="send_again"),
    path("dot-giao-viec/<int:pk>/nhac-viec/", reminder_rules.reminder_rules, name="reminder_rules"),
    path(
        "dot-giao-viec/<int:pk>/nhac-viec/<reminder:name>/",
        reminder_rules.edit_reminder_rule,
        name="edit_reminder_rule",
    ),
    path("suc-khoe/", promises.health, name="health"),
]
