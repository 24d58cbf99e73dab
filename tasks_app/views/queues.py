"""What waits at the committee's desk?"""

from django.shortcuts import render

from cadres.views.access import STAFF, rule


@rule(STAFF)
def urge_queue(request):
    return render(request, "tasks_app/committee/urge_queue.html")


@rule(STAFF)
def conclusion_queue(request):
    return render(request, "tasks_app/committee/conclusion_queue.html")


@rule(STAFF)
def opinion_queue(request):
    return render(request, "tasks_app/committee/opinion_queue.html")
