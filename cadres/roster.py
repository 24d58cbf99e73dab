"""How are units, people, posts, accounts and roles written? By these lines alone, whether a page asks or a spreadsheet does."""

import secrets

from allauth.account.models import EmailAddress

from cadres.models import Appointment, Cadre, Office, Position, User

USERNAME = r"^[a-z0-9.]{3,60}$"
PHONE = r"^[0-9 +().-]{6,20}$"
# Letters and digits that nobody mistakes for one another when a password is read out or copied from paper.
CLEAR_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def change(row, values):
    """Write other values into a unit, person, post or position. `values`: {field: value}."""
    for field, value in values.items():
        setattr(row, field, value)
    row.save(update_fields=list(values))
    return row


def is_short_code(text):
    """May it stand at the beginning of a task's code, as TU or TPTQ?"""
    return text.replace("-", "").isalnum()


def add_person(**fields):
    return Cadre.objects.create(**fields)


def add_position(**fields):
    return Position.objects.create(**fields)


def appoint(cadre, **fields):
    """IntegrityError where he holds this very post at that time."""
    return Appointment.objects.create(cadre=cadre, **fields)


def give_role(account, **fields):
    """IntegrityError where the account holds this role over this unit at that time."""
    return Office.objects.create(user=account, **fields)


def open_account(cadre, username, email, password=None):
    """A personal account. Without a password nobody can sign in until a first one is handed out or a letter asked for."""
    account = User.objects.create_user(username, email, password, display_name=cadre.full_name)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    change(cadre, {"user": account})
    return account


def hand_out_password(account):
    """A new first password, kept by its hash only: whoever calls shows it once."""
    password = "-".join("".join(secrets.choice(CLEAR_SIGNS) for _ in range(5)) for _ in range(3))
    account.set_password(password)
    account.save(update_fields=["password"])
    return password
