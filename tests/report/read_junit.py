"""read_junit.py FILE: prints what a build server would read from a JUnit file, as JSON; exits 1 where its counts are not those of its cases."""
import json
import sys
import xml.etree.ElementTree as ElementTree

root = ElementTree.parse(sys.argv[1]).getroot()


def counts(cases):
    return {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }


for element in [root, *root.findall("testsuite")]:
    cases = list(element.iter("testcase"))
    assert counts(cases) == {name: int(element.get(name)) for name in counts(cases)}, element.attrib
    for case in cases:
        assert case.get("name") and case.get("classname"), case.attrib
        float(case.get("time"))

print(json.dumps({
    "root": root.tag,
    "suites": [{
        "name": suite.get("name"),
        "properties": {each.get("name"): each.get("value") for each in suite.find("properties")},
        "counts": counts(suite.findall("testcase")),
        "cases": [{
            "name": case.get("name"),
            "problem": next(([child.tag, child.get("type"), child.get("message")] for child in case if child.tag != "system-out"), None),
            "out": case.findtext("system-out"),
        } for case in suite.findall("testcase")],
    } for suite in root.findall("testsuite")],
}))
