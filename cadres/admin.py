"""The back room: people, units and catalogues, for what the roster pages don't offer. It never writes tasks."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from cadres.models import (
    Appointment,
    Authorisation,
    Cadre,
    Office,
    Placement,
    Position,
    Succession,
    Unit,
    UnitKind,
    User,
)


class NoDelete:
    """Nothing is deleted: people leave, posts and units end."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(UnitKind)
class UnitKindAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("name", "code", "level", "is_committee", "is_state_body")


@admin.register(Unit)
class UnitAdmin(NoDelete, admin.ModelAdmin):
    """New units come from the roster page, which also writes the placement."""

    list_display = ("name", "kind", "parent", "short_code", "starts_on", "ends_on")
    list_filter = ("kind",)
    search_fields = ("search_key",)
    list_select_related = ("kind", "parent")
    readonly_fields = ("parent", "path", "starts_on", "ends_on")
    raw_id_fields = ("administrative_parent",)

    def has_add_permission(self, request):
        return False


@admin.register(Placement)
class PlacementAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("unit", "parent", "starts_on", "ends_on")
    search_fields = ("unit__search_key",)
    list_select_related = ("unit", "parent")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Succession)
class SuccessionAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("predecessor", "successor", "kind", "effective_on")
    search_fields = ("predecessor__search_key", "successor__search_key")
    list_select_related = ("predecessor", "successor")
    raw_id_fields = ("predecessor", "successor")


@admin.register(Position)
class PositionAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("name", "rank", "is_head")
    search_fields = ("search_key",)


@admin.register(Cadre)
class CadreAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("full_name", "work_email", "user")
    search_fields = ("search_key",)
    list_select_related = ("user",)
    raw_id_fields = ("user",)


@admin.register(Appointment)
class AppointmentAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("cadre", "position", "unit", "kind", "starts_on", "ends_on")
    search_fields = ("cadre__search_key",)
    list_select_related = ("cadre", "position", "unit")
    raw_id_fields = ("cadre", "unit", "managed_by")


@admin.register(Office)
class OfficeAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("user", "role", "unit", "starts_on", "ends_on")
    list_filter = ("role",)
    list_select_related = ("user", "unit")
    raw_id_fields = ("user", "unit")


@admin.register(Authorisation)
class AuthorisationAdmin(NoDelete, admin.ModelAdmin):
    list_display = ("assistant", "cadre", "starts_on", "ends_on")
    list_select_related = ("assistant", "cadre")
    raw_id_fields = ("assistant", "cadre")


@admin.register(User)
class AccountAdmin(NoDelete, UserAdmin):
    list_display = ("username", "display_name", "email", "is_active", "is_staff")
