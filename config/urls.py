"""Which address leads where?"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# the same login, limits and second factor for the back room
admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_header = admin.site.site_title = "Quản trị hệ thống"
admin.site.index_title = "Phòng máy"

urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("quan-tri/he-thong/", admin.site.urls),
    path("", include("cadres.urls")),
    path("", include("tasks_app.urls")),
]

handler400 = "cadres.views.errors.bad_request"
handler403 = "cadres.views.errors.forbidden"
handler404 = "cadres.views.errors.not_found"
handler500 = "cadres.views.errors.server_error"
