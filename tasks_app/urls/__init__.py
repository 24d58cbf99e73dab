"""Which page stands at which address? One list a part; URLs are Vietnamese without diacritics, names are the views' own."""

from tasks_app.urls import (
    acts,
    cadre,
    committee,
    exchange,
    meetings,
    notices,
    overview,
    papers,
    promises,
    tasks,
    waiting,
)

app_name = "tasks"
urlpatterns = [
    *overview.urlpatterns,
    *papers.urlpatterns,
    *committee.urlpatterns,
    *cadre.urlpatterns,
    *acts.urlpatterns,
    *exchange.urlpatterns,
    *notices.urlpatterns,
    *promises.urlpatterns,
    *tasks.urlpatterns,
    *meetings.urlpatterns,
    *waiting.urlpatterns,
]
