"""How does an empty installation get its first account? One committee, one person, one system administrator; the rest is done on pages."""

import secrets

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cadres.audit import acting_as
from cadres.models import Cadre, Office, Unit, UnitKind, User, system_actor
from cadres.models.text import clean_text


class Command(BaseCommand):
    help = "Makes the first committee and its system administrator, and prints the password once. Refused when there is an administrator."

    def add_arguments(self, parser):
        parser.add_argument("--unit", required=True, help="name of the committee: Tỉnh ủy Tuyên Quang")
        parser.add_argument("--short-code", required=True, help="what its task codes begin with: TU")
        parser.add_argument("--name", required=True, help="full name of the administrator")
        parser.add_argument("--username", required=True)
        parser.add_argument("--email", required=True)

    def handle(self, *, unit, short_code, name, username, email, **options):
        today = timezone.localdate()
        with acting_as(system_actor("importer")):
            account, password = first_administrator(
                clean_text(unit), short_code.strip().upper(), clean_text(name), username, email, on=today
            )
        self.stdout.write(f"{account.username}: {password}")


@transaction.atomic
def first_administrator(unit, short_code, name, username, email, *, on):
    """(account, its password). The committee is found by its short code, or made as the root of a tree."""
    if Office.objects.in_force(on).filter(role=Office.Role.SYSTEM_ADMIN, user__is_active=True).exists():
        raise CommandError(
            "There is a system administrator already: accounts are given on the page Quản trị."
        )
    committee = Unit.objects.filter(short_code=short_code).first()
    if committee is None:
        kind, _ = UnitKind.objects.get_or_create(
            code="tinh_uy",
            defaults={"name": "Tỉnh ủy", "group_name": "Tỉnh ủy", "level": 1, "is_committee": True},
        )
        committee = Unit.add(unit, kind=kind, starts_on=on, short_code=short_code)
    if User.objects.filter(username=username).exists():
        raise CommandError(f"The account {username} exists already.")
    password = secrets.token_urlsafe(12)
    # is_staff and is_superuser open the back room (people, units, catalogues); it shows and writes no task.
    account = User.objects.create_user(
        username, email, password, display_name=name, is_staff=True, is_superuser=True
    )
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    Cadre.objects.create(full_name=name, user=account, work_email=email)
    Office.objects.create(user=account, role=Office.Role.SYSTEM_ADMIN, unit=committee, starts_on=on)
    return account, password
