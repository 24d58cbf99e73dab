"""The back room's catalogues: fields, statistical groups, rounds. Tasks are never written here."""

from django.contrib import admin

from tasks_app.models import Field, Round, StatisticalGroup


class NoDelete:
    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Field)
class FieldAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("name", "code", "rank")


@admin.register(StatisticalGroup)
class StatisticalGroupAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("name", "committee", "code", "rank")
    list_select_related = ("committee",)
    raw_id_fields = ("committee",)


@admin.register(Round)
class RoundAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("name", "committee", "year_from", "year_to", "published_on")
    list_select_related = ("committee",)
    raw_id_fields = ("committee",)
