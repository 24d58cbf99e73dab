"""Where does a person read what he was told, and how to use the site?"""

from django.urls import path

from tasks_app.views import notices

urlpatterns = [
    path("thong-bao/", notices.notice_list, name="notice_list"),
    path("thong-bao/doc-het/", notices.read_all_notices, name="read_all_notices"),
    path("thong-bao/<int:pk>/", notices.read_notice, name="read_notice"),
    path("tro-giup/", notices.help_page, name="help_page"),
]
