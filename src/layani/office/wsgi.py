"""The web application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "layani.office.settings")
application = get_wsgi_application()

# The settings and the jobs can be read only after Django has started.
from django.conf import settings  # noqa: E402

from layani.office.jobs.worker import run_inside  # noqa: E402
from layani.office.warm_up import warm_up  # noqa: E402

warm_up()
if settings.WORK_INSIDE:
    run_inside()
