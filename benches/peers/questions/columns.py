"""Where the formats have what is asked for; columns count from 0, CloudFront's in its default order.

Every script takes a format (alb or cloudfront) and a source: a folder of gzip objects or one plain
file. It prints lines of words between tabs: `cell MINUTE STATUS SECOND REQUESTS`, `target NAME
REQUESTS`, `path NAME REQUESTS`, `quantile Q SECONDS`.
"""

import glob
import os

SEPARATOR = {"alb": " ", "cloudfront": "\t"}
# Of a pair, the second is the target's status at a load balancer, the result type at the edge.
ALB = {"time": 1, "target": 4, "seconds": 6, "status": 8, "second": 9, "request": 12, "url": 13}
EDGE = {"date": 0, "time": 1, "status": 8, "second": 13, "seconds": 18, "url": 7}
COLUMNS = {"alb": ALB, "cloudfront": EDGE}
COUNT = 33
# Scheme and host in front of the path, where the format has them.
PATH = r"^(?:[a-z]+://[^/?]*)?([^?]*)"


def files(source):
    if os.path.isdir(source):
        return sorted(glob.glob(source + "/**/*.gz", recursive=True))
    return [source]


def say(kind, *words):
    print(kind, *words, sep="\t")
