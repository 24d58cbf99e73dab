"""Which addresses lead into a task's life: ordering, registering, appraising, deciding, and the rounds they stand in?"""

from django.urls import path, register_converter

from tasks_app.urls.refs import words_for
from tasks_app.views import (
    adjusting,
    bulk,
    closing,
    compiling,
    concluding_many,
    consideration,
    contributions,
    copies,
    councils,
    deciding,
    evidence,
    merging,
    ordering,
    picking,
    registering,
    rounds,
)

register_converter(words_for(bulk.WORDS), "verb")

urlpatterns = [
    path("viec/moi/", ordering.order_task, name="order_task"),
    path("viec/dang-ky/", registering.register_task, name="register_task"),
    path("viec/quyet-dinh/", deciding.decide_tasks, name="decide_tasks"),
    path("viec/tim-dong-chi/", picking.find_people, name="find_people"),
    path("viec/tim-don-vi/", picking.find_units, name="find_units"),
    path("viec/tim-viec/", picking.find_tasks, name="find_tasks"),
    path("viec/gop/", merging.merge_tasks, name="merge_tasks"),
    path("viec/hang-loat/<verb:name>/", bulk.act_on_many, name="act_on_many"),
    path("viec/hang-loat/ket-qua/<uuid:uuid>/", bulk.bulk_result, name="bulk_result"),
    path("viec/<ref:ref>/giao-nhieu/", copies.copy_order, name="copy_order"),
    path("viec/<ref:ref>/dieu-chinh/", adjusting.adjust_task, name="adjust_task"),
    path("viec/<ref:ref>/cu-the-hoa/", contributions.task_contributions, name="task_contributions"),
    path("dot-giao-viec/<int:pk>/xem-xet/", consideration.consider_round, name="consider_round"),
    path("dot-giao-viec/<int:pk>/danh-muc/", compiling.compile_list, name="compile_list"),
    path("van-ban/<uuid:uuid>/", evidence.document_scan, name="document_scan"),
    path("viec/<ref:ref>/sua/", ordering.edit_task, name="edit_task"),
    path("viec/<ref:ref>/lay-lai/", registering.take_back_registration, name="take_back_registration"),
    path("viec/<ref:ref>/thoi-dang-ky/", registering.withdraw_registration, name="withdraw_registration"),
    path("viec/<ref:ref>/tham-dinh/", deciding.appraise_task, name="appraise_task"),
    path("dot-giao-viec/", rounds.round_list, name="round_list"),
    path("dot-giao-viec/moi/", rounds.new_round, name="new_round"),
    path("dot-giao-viec/<int:pk>/", rounds.round_page, name="round_page"),
    path("dot-giao-viec/<int:pk>/sua/", rounds.edit_round, name="edit_round"),
    path("dot-giao-viec/<int:pk>/don-doc/", rounds.urge_registrations, name="urge_registrations"),
    path("dot-giao-viec/<int:pk>/them-dong-chi/", rounds.add_registrants, name="add_registrants"),
    path("dot-giao-viec/<int:pk>/mien/<int:cadre>/", rounds.excuse_registrant, name="excuse_registrant"),
    path("dot-giao-viec/<int:pk>/hoi-dong/", councils.council_page, name="council_page"),
    path("dot-giao-viec/<int:pk>/tieu-chi/", councils.criteria_page, name="criteria_page"),
    path("dot-giao-viec/<int:pk>/khoa-ky/", closing.close_round, name="close_round"),
    path("viec/ket-luan/", concluding_many.conclude_tasks, name="conclude_tasks"),
]
