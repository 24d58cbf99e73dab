"""Which addresses take spreadsheets in and give them out?"""

from django.urls import path, register_converter

from tasks_app.urls.refs import words_for
from tasks_app.views import exchange, exporting, importing
from tasks_app.views.listings.every import LISTINGS

register_converter(words_for(LISTINGS), "listing")
register_converter(words_for(importing.ROSTER), "table")
urlpatterns = [
    path("dot-giao-viec/<int:pk>/nhap/", exchange.import_annex, name="import_annex"),
    path("dot-giao-viec/<int:pk>/nhap/mau/", exchange.annex_template, name="annex_template"),
    path("nhap-bang-tinh/<uuid:uuid>/", exchange.import_page, name="import_page"),
    path("dot-giao-viec/<int:pk>/xuat/", exporting.export_round, name="export_round"),
    path("viec/xuat/", exporting.export_tasks, name="export_tasks"),
    path("dot-giao-viec/<int:pk>/nhap-so-lieu/", importing.import_figures, name="import_figures"),
    path("dot-giao-viec/<int:pk>/nhap-so-lieu/mau/", importing.figures_template, name="figures_template"),
    path("quan-tri/nhap/<table:table>/", importing.import_roster, name="import_roster"),
    path("quan-tri/nhap/<table:table>/mau/", importing.roster_template, name="roster_template"),
    path("nhap-bang-tinh/<uuid:uuid>/mat-khau/", importing.first_passwords, name="first_passwords"),
    path("xuat/<listing:listing>/", exporting.export_listing, name="export_listing"),
    path("xuat-du-lieu/", exporting.export_list, name="export_list"),
]
