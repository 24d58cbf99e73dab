"""Which addresses make papers, keep the register, and set how an office prints?"""

from django.urls import path, register_converter

from tasks_app.documents.kinds import KINDS
from tasks_app.urls import refs  # noqa: F401 (registers <ref:…>)
from tasks_app.views import paper_batches, papers, press, register


class PaperKind:
    regex = "|".join(KINDS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PaperKind, "paper")

urlpatterns = [
    path("viec/soan-van-ban/", paper_batches.papers_of_many, name="papers_of_many"),
    path("viec/quyet-dinh/van-ban/<paper:code>/", papers.list_paper, name="list_paper"),
    path("viec/don-doc/van-ban/<paper:code>/", papers.urge_paper, name="urge_paper"),
    path("viec/<ref:ref>/van-ban/<paper:code>/", papers.task_paper, name="task_paper"),
    path("ban-giao/<int:pk>/van-ban/<paper:code>/", papers.handover_paper, name="handover_paper"),
    path("dot-giao-viec/<int:pk>/hoi-dong/van-ban/<paper:code>/", papers.council_paper, name="council_paper"),
    path("tong-quan/<int:unit>/van-ban/<paper:code>/", papers.unit_paper, name="unit_paper"),
    path("can-bo/<int:pk>/van-ban/<paper:code>/", papers.cadre_paper, name="cadre_paper"),
    path("van-ban/nhieu/<uuid:uuid>/", paper_batches.batch_page, name="batch_page"),
    path("van-ban/nhieu/<uuid:uuid>/tai-ve/", paper_batches.batch_file, name="batch_file"),
    path("van-ban/da-soan/<uuid:uuid>/", papers.paper_page, name="paper_page"),
    path("van-ban/da-soan/<uuid:uuid>/tai-ve/", papers.paper_file, name="paper_file"),
    path("so-van-ban/", register.document_list, name="document_list"),
    path("so-van-ban/moi/", register.new_document, name="new_document"),
    path("so-van-ban/<int:pk>/", register.document_page, name="document_page"),
    path("so-van-ban/<int:pk>/van-ban/<paper:code>/", papers.document_paper, name="document_paper"),
    path("so-van-ban/the-thuc/<int:unit>/", press.paper_settings, name="paper_settings"),
    path("so-van-ban/mau/<int:unit>/", press.template_list, name="template_list"),
    path("so-van-ban/mau/<int:unit>/<paper:code>/", press.template_page, name="template_page"),
    path("so-van-ban/mau/<int:unit>/<paper:code>/tai-ve/", press.template_file, name="template_file"),
    path("so-van-ban/mau/<int:unit>/<paper:code>/xem-thu/", press.template_preview, name="template_preview"),
]
