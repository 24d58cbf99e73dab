"""Which address shows the figures?"""

from django.urls import path

from tasks_app.views.catalogue import catalogue
from tasks_app.views.overview import home, overview, unit_overview

urlpatterns = [
    path("", home, name="home"),
    path("tong-quan/", overview, name="overview"),
    path("tong-quan/<int:unit>/", unit_overview, name="unit_overview"),
    path("thanh-phan/", catalogue, name="catalogue"),
]
