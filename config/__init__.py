"""Which Celery application do shared tasks belong to?"""

try:
    from config.celery import app as celery_app
except ModuleNotFoundError as missing:  # config.runner starts before the virtual environment exists
    if missing.name != "celery":
        raise
else:
    __all__ = ["celery_app"]
