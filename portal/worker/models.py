"""The sign of life of background workers."""

import datetime

from django.db import models


class Heartbeat(models.Model):
    """One row for each worker process, written every few seconds while all its parts work.

    Tasks claimed by a worker whose heart has stopped are put back in the queue.
    """

    # The clocks of two machines of ours are never further apart than this.
    CLOCKS_MAY_DIFFER = datetime.timedelta(seconds=30)

    worker_id = models.CharField(max_length=64, unique=True)
    beaten_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker_id
