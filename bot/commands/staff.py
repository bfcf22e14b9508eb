"""``hecui staff``: who may sign in at the desk."""

from __future__ import annotations

import argparse

from bot.clock import system_now
from bot.commands.common import Commands
from bot.desk.staff import ROLES, SETUP_HOURS, Staff
from bot.errors import HecuiError
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add ``staff`` to the command line."""
    top = commands.add_parser("staff", help="who may sign in at the desk")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    adds = verbs.add_parser(
        "add", help="add somebody, or give a new setup code (the old password is void)"
    )
    adds.add_argument("id", help="the badge, told to debtors; letters, digits, - and _")
    adds.add_argument("--name", required=True)
    adds.add_argument("--role", choices=ROLES, default="case")
    adds.set_defaults(run=run_add)
    removes = verbs.add_parser("remove", help="remove somebody, signed in or not")
    removes.add_argument("id")
    removes.set_defaults(run=run_remove)
    verbs.add_parser("list", help="all members").set_defaults(run=run_list)


def staff_of(settings: Settings) -> Staff:
    """The staff of this installation."""
    return Staff(settings.run / "desk-staff.json")


def run_add(options: argparse.Namespace, settings: Settings) -> int:
    """Add a member and print the setup code once."""
    staff = staff_of(settings)
    code = staff.add(options.id, options.name, options.role, system_now())
    print(f"setup code of {options.id} (good for {SETUP_HOURS} h, shown only now):")
    print(f"  {code}")
    print(f"choose a password at http://127.0.0.1:{settings.desk_port}/setup")
    return 0


def run_remove(options: argparse.Namespace, settings: Settings) -> int:
    """Remove a member.

    Raises:
        HecuiError: If there is none with this id.
    """
    if not staff_of(settings).remove(options.id):
        raise HecuiError(f"no such member: {options.id}", "hecui staff list")
    print(f"removed {options.id}")
    return 0


def run_list(_options: argparse.Namespace, settings: Settings) -> int:
    """Print all members."""
    for member in staff_of(settings).members():
        print(f"{member.id}\t{member.role}\t{member.name}")
    return 0
