"""Which address holds a giao ban: the list, one meeting, one task of its agenda, the minutes?"""

from django.urls import path

from tasks_app.views import meetings

urlpatterns = [
    path("giao-ban/", meetings.meeting_list, name="meeting_list"),
    path("giao-ban/moi/", meetings.new_meeting, name="new_meeting"),
    path("giao-ban/<int:pk>/", meetings.meeting_page, name="meeting_page"),
    path("giao-ban/<int:pk>/them-viec/", meetings.add_meeting_item, name="add_meeting_item"),
    path("giao-ban/<int:pk>/viec/<int:rank>/", meetings.meeting_item, name="meeting_item"),
    path("giao-ban/<int:pk>/bien-ban/", meetings.meeting_minutes, name="meeting_minutes"),
    path("giao-ban/<int:pk>/ket-thuc/", meetings.close_meeting, name="close_meeting"),
]
