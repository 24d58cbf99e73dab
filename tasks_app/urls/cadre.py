"""Which address shows a cadre his own tasks, and where does he commit, report and attach evidence?"""

from django.urls import path

from tasks_app.urls import refs  # noqa: F401 (registers <ref:…>)
from tasks_app.views import authorising
from tasks_app.views.attaching import remove_evidence, upload_evidence
from tasks_app.views.committing import commit_task, decide_plan
from tasks_app.views.my_tasks import my_results, my_tasks, reports_due
from tasks_app.views.noting import answer_contest, certify_report, contest_report, note_report, report_page
from tasks_app.views.reporting import ask_conclusion, report_task
from tasks_app.views.scoring import score_queue

urlpatterns = [
    path("viec-cua-toi/", my_tasks, name="my_tasks"),
    path("uy-quyen/", authorising.authorisation_list, name="authorisation_list"),
    path("uy-quyen/cap-nhat-thay/", authorising.authorise, name="authorise"),
    path(
        "uy-quyen/cap-nhat-thay/<int:pk>/ket-thuc/", authorising.end_authorisation, name="end_authorisation"
    ),
    path("uy-quyen/vai-tro/", authorising.delegate_office, name="delegate_office"),
    path("uy-quyen/vai-tro/<int:pk>/ket-thuc/", authorising.end_delegation, name="end_delegation"),
    path("ket-qua-cua-toi/", my_results, name="my_results"),
    path("bao-cao-cua-toi/", reports_due, name="reports_due"),
    path("cham-diem/", score_queue, name="score_queue"),
    path("viec/<ref:ref>/cam-ket/", commit_task, name="commit_task"),
    path("viec/<ref:ref>/ke-hoach/<int:pk>/", decide_plan, name="decide_plan"),
    path("viec/<ref:ref>/bao-cao/", report_task, name="report_task"),
    path("viec/<ref:ref>/bao-cao/<int:pk>/", report_page, name="report_page"),
    path("viec/<ref:ref>/bao-cao/<int:pk>/y-kien/", note_report, name="note_report"),
    path("viec/<ref:ref>/bao-cao/<int:pk>/y-kien-khac/", contest_report, name="contest_report"),
    path("viec/<ref:ref>/bao-cao/<int:pk>/tra-loi-y-kien/", answer_contest, name="answer_contest"),
    path("viec/<ref:ref>/bao-cao/<int:pk>/xac-nhan/", certify_report, name="certify_report"),
    path("viec/<ref:ref>/minh-chung/", upload_evidence, name="upload_evidence"),
    path("viec/<ref:ref>/minh-chung/<uuid:uuid>/bo/", remove_evidence, name="remove_evidence"),
    path("viec/<ref:ref>/de-nghi-ket-luan/", ask_conclusion, name="ask_conclusion"),
]
