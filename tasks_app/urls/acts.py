"""Which address shows one task, and which act on it stands at which address?"""

from django.urls import path, register_converter

from tasks_app.urls.refs import words_for
from tasks_app.views import (
    acts,
    changes,
    concluding,
    directing,
    evidence,
    follow_ups,
    granting,
    history,
    inspecting,
    scoring,
    task_page,
    unblocking,
)

register_converter(words_for(acts.PLAIN_STEPS), "step")
register_converter(words_for(changes.KINDS), "change")

urlpatterns = [
    path("viec/<ref:ref>/", task_page.task_page, name="task_page"),
    path("viec/<ref:ref>/lich-su/", history.task_history, name="task_history"),
    path("y-kien-chi-dao/", directing.direction_list, name="direction_list"),
    path("viec/<ref:ref>/y-kien/", directing.direct_task, name="direct_task"),
    path("viec/<ref:ref>/y-kien/<int:pk>/", directing.follow_direction, name="follow_direction"),
    path("viec/<ref:ref>/y-kien/<int:pk>/tra-loi/", directing.answer_direction, name="answer_direction"),
    path("vuong-o-ai/", unblocking.hurdle_list, name="hurdle_list"),
    path("viec/<ref:ref>/neu-vuong-mac/", unblocking.name_obstacle, name="name_obstacle"),
    path("viec/<ref:ref>/noi-thao-go/", unblocking.find_solvers, name="find_solvers"),
    path(
        "viec/<ref:ref>/kien-nghi/<int:pk>/", unblocking.answer_recommendation, name="answer_recommendation"
    ),
    path(
        "viec/<ref:ref>/kien-nghi/<int:pk>/chuyen/",
        unblocking.pass_on_recommendation,
        name="pass_on_recommendation",
    ),
    path("viec/<ref:ref>/vuong-mac/<int:pk>/", unblocking.solve_obstacle, name="solve_obstacle"),
    path("viec/<ref:ref>/vuong-mac/<int:pk>/chuyen/", unblocking.pass_on_obstacle, name="pass_on_obstacle"),
    path("viec/<ref:ref>/kiem-tra/", inspecting.inspect_task, name="inspect_task"),
    path("viec/<ref:ref>/kiem-tra/<int:pk>/", inspecting.record_inspection, name="record_inspection"),
    path("viec/<ref:ref>/kiem-tra/<int:pk>/anh/", inspecting.upload_photo, name="upload_photo"),
    path(
        "viec/<ref:ref>/kiem-tra/<int:pk>/anh/<uuid:uuid>/bo/", inspecting.remove_photo, name="remove_photo"
    ),
    path(
        "viec/<ref:ref>/kiem-tra/<int:pk>/khong-kiem-tra/", inspecting.drop_inspection, name="drop_inspection"
    ),
    path("viec/<ref:ref>/khac-phuc/<int:pk>/", follow_ups.report_follow_up, name="report_follow_up"),
    path("viec/<ref:ref>/khac-phuc/<int:pk>/xac-nhan/", follow_ups.close_follow_up, name="close_follow_up"),
    path("viec/<ref:ref>/chuyen/<step:name>/", acts.move_task, name="move_task"),
    path("viec/<ref:ref>/de-nghi/<change:kind>/", changes.ask_change, name="ask_change"),
    path("viec/<ref:ref>/de-nghi/<int:pk>/minh-chung/", changes.support_change, name="support_change"),
    path("viec/<ref:ref>/de-nghi/<int:pk>/rut/", changes.withdraw_change, name="withdraw_change"),
    path("viec/<ref:ref>/de-nghi/<int:pk>/y-kien/", granting.give_opinion, name="give_opinion"),
    path("viec/<ref:ref>/de-nghi/<int:pk>/quyet-dinh/", granting.decide_change, name="decide_change"),
    path("viec/<ref:ref>/de-nghi/<int:pk>/duyet/", granting.grant_extension, name="grant_extension"),
    path("viec/<ref:ref>/ban-giao/", changes.hand_over_task, name="hand_over_task"),
    path("viec/<ref:ref>/ket-luan/", concluding.conclude_task, name="conclude_task"),
    path("viec/<ref:ref>/ket-luan-nam/", concluding.conclude_year, name="conclude_year"),
    path("viec/<ref:ref>/kiem-tra-ket-qua/", concluding.check_result, name="check_result"),
    path("viec/<ref:ref>/cham-diem/", scoring.score_task, name="score_task"),
    path("viec/<ref:ref>/cham-diem/<int:pk>/", scoring.enter_sheet, name="enter_sheet"),
    path(
        "viec/<ref:ref>/ket-luan/<int:pk>/y-kien/",
        concluding.object_to_conclusion,
        name="object_to_conclusion",
    ),
    path(
        "viec/<ref:ref>/y-kien-ket-luan/<int:pk>/",
        concluding.answer_objection,
        name="answer_objection",
    ),
    path("minh-chung/<uuid:uuid>/", evidence.evidence_file, name="evidence_file"),
]
