"""Every change of a test case's status, newest first. Python 3.9 or later, nothing to install.

AUDIT_LOG_KEY=… python3 pages.py
"""
import json
import os
import urllib.error
import urllib.request

URL = os.environ.get("AUDIT_LOG_URL", "http://localhost:4000") + "/graphql"
QUERY = """query ($filter: AuditLogFilterInput, $after: String) {
  auditLogs(filter: $filter, first: 200, after: $after) {
    edges { node { time user { name } entity { name } details { field old new } } }
    pageInfo { hasNextPage endCursor }
  }
}"""


def ask(variables):
    request = urllib.request.Request(
        URL,
        data=json.dumps({"query": QUERY, "variables": variables}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['AUDIT_LOG_KEY']}"},
    )
    try:
        with urllib.request.urlopen(request) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        answer = json.load(error)  # A refused request says why in the same form.
    if answer.get("errors"):
        error = answer["errors"][0]
        raise SystemExit(f"{error['extensions']['code']}: {error['message']}")
    return answer["data"]["auditLogs"]


after, more = None, True
while more:
    page = ask({"filter": {"eventTypes": ["TEST_CASE"], "actions": ["update"]}, "after": after})
    for edge in page["edges"]:
        entry = edge["node"]
        for change in entry["details"]:
            if change["field"] == "status":
                print(entry["time"], entry["user"]["name"], entry["entity"]["name"], change["old"], "→", change["new"], sep="\t")
    more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
