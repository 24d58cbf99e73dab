"""Which address shows a person what waits for him, and staff what is stuck where?"""

from django.urls import path

from tasks_app.views import stuck, to_do

urlpatterns = [
    path("can-lam/", to_do.to_do, name="to_do"),
    path("dang-cho/", stuck.stuck_list, name="stuck_list"),
]
