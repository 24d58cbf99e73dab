"""Where does a person read what he was told, which days are worked on, and how to use the site?"""

from django.urls import path

from tasks_app.views import calendar, feeds, notices

urlpatterns = [
    path("thong-bao/", notices.notice_list, name="notice_list"),
    path("thong-bao/doc-het/", notices.read_all_notices, name="read_all_notices"),
    path("thong-bao/<int:pk>/", notices.read_notice, name="read_notice"),
    path("lich-lam-viec/", calendar.working_calendar, name="working_calendar"),
    path("lich-lam-viec/sua/", calendar.change_days, name="change_days"),
    path("lich-lam-viec/nhap/", calendar.import_days, name="import_days"),
    path("thong-bao/viec/<ref:ref>/", notices.read_task_notices, name="read_task_notices"),
    path("cai-dat/thong-bao/", notices.channel_choices, name="channel_choices"),
    path("cai-dat/lich/", feeds.calendar_feed, name="calendar_feed"),
    path("lich/<str:secret>.ics", feeds.feed_file, name="feed_file"),
    path("tro-giup/", notices.help_page, name="help_page"),
]
