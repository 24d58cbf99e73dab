"""Which address leads where?"""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(
    admin.site.login
)  # the same login, limits and second factor for the back room
admin.site.site_header = admin.site.site_title = "Quản trị hệ thống"
admin.site.index_title = "Phòng máy"

urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("quan-tri/he-thong/", admin.site.urls),
]
urlpatterns += [
    path("", include(f"{app}.urls")) for app in ("cadres", "tasks_app") if find_spec(f"{app}.urls")
]

if find_spec("cadres.views.errors"):
    handler403 = "cadres.views.errors.forbidden"
    handler404 = "cadres.views.errors.not_found"
    handler500 = "cadres.views.errors.server_error"
