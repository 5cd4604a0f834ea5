"""`python -m benchmarks`: fill a scratch database with generated guidelines, then measure reading and searching.

Django is set up after the environment is, so what needs it is imported inside the functions.
"""

from __future__ import annotations

import argparse

from benchmarks.scratch import ask, filled, say, scratch


def main() -> None:
    asked = _asked()
    with scratch(asked.keep) as folder:
        filled(folder, asked.guidelines)
        import django
        from django.conf import settings

        django.setup()
        settings.ROOT_URLCONF = "benchmarks.urls"
        report = _measured(asked.guidelines, asked.repeat)
    print(report.as_json() if asked.json else report.as_text())


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    ask(parser)
    parser.add_argument("--repeat", type=int, default=3, help="rounds of each workload; the quietest counts (3)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    if asked.guidelines < 6 or asked.repeat < 1:
        parser.error("Take 6 guidelines or more, one for each market and domain, and one round or more.")
    return asked


def _measured(count: int, rounds: int):  # type: ignore[no-untyped-def]  # Report can be named only after the set-up
    from benchmarks import api
    from benchmarks.filling import ADMINISTRATOR, MODERATOR, WRITER
    from benchmarks.measuring import measured, peak_memory
    from benchmarks.previewing import previews
    from benchmarks.report import Report
    from benchmarks.requesting import Browser
    from benchmarks.workloads import workloads
    from guidelines.people.models import Person
    from guidelines.reading.models import SearchRow

    reader, writer = (Person.objects.get(employee_id=one) for one in (MODERATOR, WRITER))
    browser, editor = Browser(reader), Browser(writer)
    program = api.Program(reader, Person.objects.get(employee_id=ADMINISTRATOR))
    found = []
    reading = [(browser, one) for one in workloads(browser)] + [(program, one) for one in api.rules(program)]
    for asking, workload in [*reading, (editor, previews(writer))]:
        say(f"Measuring: {workload.name}, {workload.title} ...")
        found.append(measured(workload, asking, rounds))
    return Report(count, SearchRow.objects.count(), tuple(found), peak_memory())


if __name__ == "__main__":
    main()
