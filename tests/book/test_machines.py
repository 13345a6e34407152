"""The ledger for machines, and the script that compares two of them."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "docs/reference/compare_ledgers.py"


@pytest.fixture(scope="module")
def ledger(site):
    return json.loads((site / "reference/ledger.json").read_text("utf8"))


def test_every_claim_of_the_register_is_there(ledger):
    rows = {row["id"]: row for row in yaml.safe_load((ROOT / "docs/claims.yml").read_text("utf8"))["claims"]}
    assert ledger["claims"].keys() == rows.keys()
    for id, claim in ledger["claims"].items():
        assert claim["verdict"] == rows[id].get("verdict", "open")
        assert claim["verdict"] == "open" or (claim["conditions"] and claim["measured"]), id


def test_what_is_linked_is_there(site, ledger):
    for claim in ledger["claims"].values():
        for link in (claim["row"], claim.get("page", claim["row"])):
            page, _, anchor = link.partition("#")
            assert f'id="{anchor}"' in (site / page).read_text("utf8")


def test_runs_behind_a_claim_are_those_that_are_stored(ledger):
    for name, run in ledger["runs"].items():
        stored = json.loads((ROOT / f"docs/results/{name}.json").read_text("utf8"))
        assert (run["function"], run["source"]) == (stored["run"], stored["source"])
    assert {name for claim in ledger["claims"].values() for name in claim.get("runs", ())} == ledger["runs"].keys()
    assert ledger["claims"]["S0-3"]["runs"] == ["products"]


def compared(folder, *ledgers):
    for name, told in zip("ab", ledgers):
        (folder / f"{name}.json").write_text(json.dumps(told))
    command = [sys.executable, SCRIPT, folder / "a.json", folder / "b.json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert not done.stderr
    return done.stdout, done.returncode


def test_two_ledgers_are_compared(tmp_path, ledger):
    assert compared(tmp_path, ledger, ledger) == ("They agree.\n", 0)
    other = copy.deepcopy(ledger)
    other["claims"]["S2-16"]["conditions"]["without momentum both are plain descent"]["m_0"] *= 1.5
    told, status = compared(tmp_path, ledger, other)
    assert told.startswith("S2-16, without momentum both are plain descent: m_0 is ") and told.count("\n") == 1 and status == 0
    other["claims"]["S0-1"]["verdict"] = "open"
    del other["claims"]["S0-2"]
    told, status = compared(tmp_path, ledger, other)
    assert "S0-1: reproduced" in told and "S0-2: in one file alone" in told and status == 1
