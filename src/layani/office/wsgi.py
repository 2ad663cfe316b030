"""The web application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "layani.office.settings")
application = get_wsgi_application()

# The settings and the jobs can be read only after Django has started.
from django.conf import settings  # noqa: E402

from layani.office.jobs.worker import run_inside  # noqa: E402
from layani.office.tables.version import require_prepared  # noqa: E402
from layani.office.warm_up import warm_up  # noqa: E402

if not settings.WORK_INSIDE:  # a demo prepares its database in the same process
    require_prepared()
warm_up()
if settings.WORK_INSIDE:
    run_inside()
