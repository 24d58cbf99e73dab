"""Does today's copy of the tree agree with the placements, and do the placements make a tree?"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cadres.models import Placement, Unit


class Command(BaseCommand):
    help = "Compares Unit.path and Unit.parent with the placements in force; exit code 1 names every unit that differs."

    def handle(self, **options):
        problems = tree_problems(on=timezone.localdate())
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} unit(s) differ from their placements.")
        self.stdout.write(f"{Unit.objects.count()} units agree with their placements.")


def tree_problems(*, on):
    """Sentences, one a problem: no placement, a copy that differs, a path that isn't the parent's path and its own id."""
    problems = []
    newest = {}
    for placement in Placement.objects.order_by("unit_id", "starts_on"):
        if placement.starts_on <= on or placement.unit_id not in newest:
            newest[placement.unit_id] = placement
    paths = dict(Unit.objects.values_list("pk", "path"))
    for unit in Unit.objects.order_by("path"):
        placement = newest.get(unit.pk)
        if placement is None:
            problems.append(f"{unit} (#{unit.pk}) has no placement.")
            continue
        if (placement.path, placement.parent_id) != (unit.path, unit.parent_id):
            problems.append(f"{unit} (#{unit.pk}): path {unit.path} but its placement says {placement.path}.")
        above = paths.get(unit.parent_id, "/") if unit.parent_id else "/"
        if unit.path != f"{above}{unit.pk}/":
            problems.append(f"{unit} (#{unit.pk}): path {unit.path} does not continue {above}.")
    return problems
