"""moto's server, which stands in for AWS when the stack is deployed without an account, with what it has not yet.

moto knows some services by their API only: CloudFormation there passes over such resources, and a stack in which another
one asks for their attributes fails. resources.py makes them resources; what is still passed over afterwards is told by
`--list-passed-over TEMPLATE`.
"""

import json
import sys

from moto.cloudformation.parsing import get_model_map
from moto.server import main

from . import access, resources  # noqa: F401  importing them is what adds them to moto


def list_passed_over(template):
    with open(template, encoding="utf-8") as file:
        types = {resource["Type"] for resource in json.load(file)["Resources"].values()}
    print("\n".join(sorted(types - get_model_map().keys())))


if sys.argv[1] == "--list-passed-over":
    list_passed_over(sys.argv[2])
else:
    main()
