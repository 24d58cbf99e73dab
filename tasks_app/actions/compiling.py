"""In which order does the list (danh mục trình) go to the committee?"""

from django.db import transaction

from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Round, Task
from tasks_app.models.many_rows import write_each
from tasks_app.statistics.consideration import in_list_order


def listed(round):
    """The tasks on the round's list, in its order."""
    return in_list_order(Task.objects.filter(round=round, status=Task.Status.AWAITING_DECISION))


@transaction.atomic
def arrange(round, pks, *, seen):
    """Put the list in this order. `seen`: the order that the user had before him; what came onto the list since stays at its end.

    Places are no content: nobody's page of a task becomes stale by them.
    """
    # Two who put one list in order wait for each other here.
    Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round.pk)
    now = list(listed(round))
    present = {task.pk: task for task in now}
    if [task.pk for task in now if task.pk in set(seen)] != [pk for pk in seen if pk in present]:
        raise Stale("Danh mục vừa được đồng chí khác sắp xếp, đề nghị đồng chí xem lại thứ tự mới.")
    if len(set(pks)) < len(pks) or set(pks) != set(seen):
        raise NotPossible("Mỗi việc có một vị trí trong danh mục.")
    ordered = [present[pk] for pk in pks if pk in present]
    ordered += [task for task in now if task.pk not in set(pks)]
    for place, task in enumerate(ordered, 1):
        task.list_place = place
    write_each(ordered, ["list_place"])
    return ordered
