"""What does the limited child process do with templates? Reads one order on its input, answers on its output (see limited.py)."""

import base64
import json

from tasks_app.documents import child


def main() -> None:
    order = child.order()
    from tasks_app.documents.checking import problems_of
    from tasks_app.documents.layout import Layout
    from tasks_app.documents.rendering import Template

    content = base64.b64decode(order["template"])
    if order["do"] == "check":
        child.send(json.dumps(problems_of(content, order["code"])).encode())
    else:
        layout = Layout(**order["layout"]) if order["layout"] else None
        template = Template(content, layout=layout, old_spelling=order["old_spelling"], demo=order["demo"])
        if order["do"] == "as_one":
            child.send(template.fill_as_one(order["papers"]))
        else:
            for paper in order["papers"]:
                child.send(template.fill(paper))


if __name__ == "__main__":
    main()
