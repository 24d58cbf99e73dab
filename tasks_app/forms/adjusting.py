"""How does the desk change what was registered or ordered before the decision?"""

from cadres.forms.fields import LongTextField
from tasks_app.forms.ordering import OrderForm
from tasks_app.models import Task


class AdjustForm(OrderForm):
    """The whole order form over a task under consideration, and the reason that its cadre reads beside old and new."""

    reason = LongTextField(
        label="Lý do điều chỉnh",
        rows=2,
        max_length=1000,
        help_text="Đồng chí đăng ký thấy lý do cùng giá trị cũ và mới",
        error_messages={"required": "Nêu lý do điều chỉnh"},
    )

    def __init__(self, data=None, *, task, **options):
        super().__init__(data, task=task, **options)
        if task.origin == Task.Origin.REGISTERED:
            del self.fields["origin"]  # how it came about does not change
