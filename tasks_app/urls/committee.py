"""Which address shows a committee its tasks, its queues and its people?"""

from django.urls import path

from tasks_app.urls import refs  # noqa: F401 (registers <ref:…>)
from tasks_app.views import inspections, leaving
from tasks_app.views.cadres import cadre_list, cadre_page, cadre_sheet
from tasks_app.views.change_list import change_list
from tasks_app.views.follow_ups import follow_up_list
from tasks_app.views.queues import conclusion_queue, opinion_queue, urge_queue
from tasks_app.views.task_list import task_list
from tasks_app.views.urge_log import urge_log
from tasks_app.views.urging import reply_urge, urge_many, urge_task

urlpatterns = [
    path("viec/", task_list, name="task_list"),
    path("viec/don-doc/", urge_many, name="urge_many"),
    path("viec/<ref:ref>/don-doc/", urge_task, name="urge_task"),
    path("viec/<ref:ref>/don-doc/<int:pk>/tra-loi/", reply_urge, name="reply_urge"),
    path("don-doc/", urge_queue, name="urge_queue"),
    path("don-doc/da-gui/", urge_log, name="urge_log"),
    path("de-nghi-thay-doi/", change_list, name="change_list"),
    path("kiem-tra/", inspections.mission_list, name="mission_list"),
    path("kiem-tra/moi/", inspections.new_mission, name="new_mission"),
    path("kiem-tra/<int:pk>/", inspections.mission_page, name="mission_page"),
    path("kiem-tra/<int:pk>/them-viec/", inspections.add_inspected_task, name="add_inspected_task"),
    path("kiem-tra/<int:pk>/ket-thuc/", inspections.close_mission, name="close_mission"),
    path("kien-nghi-sau-kiem-tra/", follow_up_list, name="follow_up_list"),
    path("cho-ket-luan/", conclusion_queue, name="conclusion_queue"),
    path("cho-y-kien/", opinion_queue, name="opinion_queue"),
    path("can-bo/", cadre_list, name="cadre_list"),
    path("can-bo/<int:pk>/", cadre_page, name="cadre_page"),
    path("can-bo/<int:pk>/ban-giao/", leaving.draw_handover, name="draw_handover"),
    path("ban-giao/", leaving.handover_queue, name="handover_queue"),
    path("ban-giao/<int:pk>/", leaving.handover_page, name="handover_page"),
    path("ban-giao/<int:pk>/sua/", leaving.edit_handover, name="edit_handover"),
    path("ban-giao/<int:pk>/quyet-dinh/", leaving.decide_handover, name="decide_handover"),
    path("can-bo/<int:pk>/phieu/", cadre_sheet, name="cadre_sheet"),
]
