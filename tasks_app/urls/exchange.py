"""Which addresses take spreadsheets in and give them out?"""

from django.urls import path

from tasks_app.views import exchange, exporting

urlpatterns = [
    path("dot-giao-viec/<int:pk>/nhap/", exchange.import_annex, name="import_annex"),
    path("dot-giao-viec/<int:pk>/nhap/mau/", exchange.annex_template, name="annex_template"),
    path("nhap-bang-tinh/<uuid:uuid>/", exchange.import_page, name="import_page"),
    path("dot-giao-viec/<int:pk>/xuat/", exporting.export_round, name="export_round"),
    path("viec/xuat/", exporting.export_tasks, name="export_tasks"),
    path("xuat-du-lieu/", exporting.export_list, name="export_list"),
]
