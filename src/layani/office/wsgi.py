"""The web application for a WSGI server."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "layani.office.settings")
application = get_wsgi_application()

# The settings and the jobs can be read only after Django has started.
from django.conf import settings  # noqa: E402
from django.db import OperationalError  # noqa: E402

from layani.office.jobs.worker import run_inside  # noqa: E402
from layani.office.tables.version import require_prepared  # noqa: E402
from layani.office.warm_up import warm_up  # noqa: E402

warm_up()
if not settings.WORK_INSIDE:  # a demo prepares its database in the same process
    try:
        require_prepared()
    except OperationalError:  # pages answer 503 until it is back; what it holds cannot be known before
        logging.getLogger(__name__).warning("The database does not answer, so its version was not looked at.")
if settings.WORK_INSIDE:
    run_inside()
