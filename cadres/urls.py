"""The roster pages of the system administrator, everyone's own settings, and the health check."""

from django.urls import path

from cadres.views import accounts, authorisations, people, preferences, units

app_name = "cadres"
urlpatterns = [
    path("quan-tri/don-vi/", units.unit_list, name="unit_list"),
    path("quan-tri/don-vi/moi/", units.unit_new, name="unit_new"),
    path("quan-tri/don-vi/<int:pk>/", units.unit_page, name="unit_page"),
    path("quan-tri/don-vi/<int:pk>/sua/", units.unit_edit, name="unit_edit"),
    path("quan-tri/don-vi/<int:pk>/chuyen/", units.unit_move, name="unit_move"),
    path("quan-tri/don-vi/<int:pk>/ket-thuc/", units.unit_end, name="unit_end"),
    path("quan-tri/can-bo/", people.person_list, name="person_list"),
    path("quan-tri/can-bo/moi/", people.person_new, name="person_new"),
    path("quan-tri/can-bo/<int:pk>/", people.person_page, name="person_page"),
    path("quan-tri/can-bo/<int:pk>/sua/", people.person_edit, name="person_edit"),
    path("quan-tri/can-bo/<int:pk>/chuc-vu/", people.appointment_new, name="appointment_new"),
    path("quan-tri/chuc-vu/<int:pk>/thoi-giu/", people.appointment_end, name="appointment_end"),
    path("quan-tri/chuc-danh/", people.position_list, name="position_list"),
    path("quan-tri/chuc-danh/moi/", people.position_new, name="position_new"),
    path("quan-tri/chuc-danh/<int:pk>/", people.position_edit, name="position_edit"),
    path("quan-tri/tai-khoan/", accounts.account_list, name="account_list"),
    path("quan-tri/tai-khoan/moi/", accounts.account_new, name="account_new"),
    path("quan-tri/tai-khoan/<int:pk>/", accounts.account_page, name="account_page"),
    path("quan-tri/tai-khoan/<int:pk>/khoa/", accounts.account_lock, name="account_lock"),
    path("quan-tri/tai-khoan/<int:pk>/mat-khau/", accounts.account_password, name="account_password"),
    path("quan-tri/tai-khoan/<int:pk>/vai-tro/", accounts.office_new, name="office_new"),
    path("quan-tri/vai-tro/<int:pk>/ket-thuc/", accounts.office_end, name="office_end"),
    path("quan-tri/uy-quyen/", authorisations.authorisation_list, name="authorisation_list"),
    path("cai-dat/", preferences.account_settings, name="account_settings"),
]
