"""Prints the headline figures by round and management level: số việc / số đồng chí."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand

from cadres.templatetags.vi import vi_number
from tasks_app.statistics.headline import headline


class Command(BaseCommand):
    help = "In số việc, số đồng chí theo đợt giao việc và diện quản lý (--json: cho máy đọc)."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="in ở dạng JSON")

    def handle(self, *, json: bool, **options):
        found = {"demo": settings.DEMO, **headline()}
        if json:
            self.stdout.write(_dump(found))
            return
        if settings.DEMO:
            self.stdout.write("Dữ liệu minh họa: họ tên và kết quả là giả định.")
        for committee in found["committees"]:
            self.stdout.write(f"\n{committee['committee']} ({committee['short_code']})")
            for period in committee["periods"]:
                self._line(f"{period['period']}", period, 2)
                self._groups(period, 4)
                for year in period.get("years", []):
                    self._line(f"trong đó năm {year['year']}", year, 4)
                    self._groups(year, 6)
        self.stdout.write("\nTheo đợt giao việc")
        for round in found["rounds"]:
            self._line(f"{round['committee']}: {round['round']}", round, 2)
            parts = [f"{n} {kind.lower()} (tập thể)" for kind, n in round["collectives"].items()]
            parts += [f"{n} {post}" for post, n in round["posts"].items()]
            if round["collectives"] or max(round["posts"].values(), default=0) > 2:
                self.stdout.write("      " + "; ".join(parts))

    def _groups(self, figure, indent):
        for group in figure["groups"]:
            self._line(group["name"], group, indent)

    def _line(self, words, figure, indent):
        numbers = f"{vi_number(figure['tasks']):>7} việc / {vi_number(figure['people']):>5} đồng chí"
        self.stdout.write(f"{' ' * indent}{words}".ljust(86) + numbers)


def _dump(found):
    return json.dumps(found, ensure_ascii=False, indent=1)
