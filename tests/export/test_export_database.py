"""SQLite and a real PostgreSQL: keys, migrations, replacement, two writers at once."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from invented_plans import document, due, parsed, task, unit
from sqlalchemy import Engine, func, inspect, select

from pipeline.document import Deadline
from pipeline.errors import InputError, UsageError
from pipeline.export.database import open_database, schema, write_database, writing

TABLES = set(schema.metadata.tables)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a PostgreSQL server that this run started, on a socket in a folder of its own."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    bin_folder = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="vnplan-pg-"))
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = {"user": owner.pw_uid, "group": owner.pw_gid, "cwd": folder}

    def run(*arguments: object) -> None:
        subprocess.run(
            [str(a) for a in arguments], check=True, stdout=subprocess.DEVNULL, timeout=60, **as_user
        )

    run(bin_folder / "initdb", "-D", folder / "data", "-U", "tester", "-A", "trust", "--no-sync")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    run(bin_folder / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", settings, "start")
    try:
        yield f"postgresql://tester@/postgres?host={folder}"
    finally:
        run(bin_folder / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'plans.sqlite'}"
    return str(request.getfixturevalue("postgresql"))


@pytest.fixture
def engine(url) -> Iterator[Engine]:
    opened = open_database(url)
    yield opened
    with opened.begin() as connection:
        connection.execute(schema.documents.delete())
    opened.dispose()


def count(engine: Engine, name: str) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.metadata.tables[name])).scalar_one()


def test_the_migrations_make_the_tables_that_the_schema_says(engine):
    assert set(inspect(engine).get_table_names()) >= TABLES
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_a_task_can_be_found_by_its_lead_its_indicator_and_its_day(engine):
    plan = document(
        task(deadline=due("2026-06-30"), indicator_ids=("SIPAS",), component_ids=("PAPI.2",)),
        task("Khác.", number=2, lead=(unit("Sở Y tế"),), deadline=due("2026-12-31")),
    )
    writing.write(engine, plan)
    tasks, units, names = schema.tasks, schema.task_units, schema.task_indicators
    joined = tasks.join(units).join(names)
    wanted = (
        select(tasks.c.text)
        .select_from(joined)
        .where(
            units.c.role == "lead",
            units.c.normalized == "Sở Nội vụ",
            names.c.indicator_id == "PAPI.2",
            tasks.c.due < date(2026, 7, 1),
        )
    )
    with engine.connect() as connection:
        assert connection.execute(wanted).scalars().all() == ["Xây dựng báo cáo chuyên đề."]


def test_writing_a_document_again_replaces_it(engine):
    writing.write(engine, document(task(), task("Hai.", number=2)))
    first = {name: count(engine, name) for name in TABLES}
    writing.write(engine, document(task(), task("Hai.", number=2)))
    assert {name: count(engine, name) for name in TABLES} == first
    writing.write(engine, document(task("Một thôi.")))
    assert count(engine, "tasks") == 1
    assert count(engine, "documents") == 1


def test_a_whole_plan_is_written_and_removed_without_a_rest(engine):
    plan = parsed()
    writing.write(engine, plan)
    assert count(engine, "tasks") == len(plan.tasks)
    assert count(engine, "legal_references") == len(plan.references) > 0
    assert count(engine, "sections") > len(plan.sections)
    writing.remove(engine, plan.file.sha256)
    assert {count(engine, name) for name in TABLES} == {0}


def test_each_part_of_a_deadline_has_its_row_and_the_task_the_earliest_day(engine):
    parts = (due("2026-11-30"), due("2026-06-30"))
    writing.write(engine, document(task(deadline=Deadline(surface="x", kind="multi", parts=parts))))
    assert count(engine, "deadlines") == 2
    with engine.connect() as connection:
        assert connection.execute(select(schema.tasks.c.due)).scalar_one() == date(2026, 6, 30)


def test_two_writers_at_once_lose_nothing(url, engine):
    """Two threads write the same and each other's documents over and over, on connections of their own."""
    errors: list[BaseException] = []

    def work(offset: int) -> None:
        try:
            write_database(
                (
                    document(task(f"{n}"), digest=f"{n:064d}")
                    for n in (*range(10), *range(offset, offset + 10))
                ),
                url,
            )
        except BaseException as error:  # noqa: BLE001 - the thread's failure is the test's
            errors.append(error)

    threads = [threading.Thread(target=work, args=(start,)) for start in (10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not errors
    assert count(engine, "documents") == 30
    assert count(engine, "tasks") == 30


def test_a_document_that_cannot_be_written_leaves_the_old_one(engine):
    writing.write(engine, document(task("Cũ.")))
    twice = document(task("Mới."), task("Mới."))  # the same id twice breaks the key
    with pytest.raises(Exception, match=r"(?i)unique"):
        writing.write(engine, twice)
    with engine.connect() as connection:
        assert connection.execute(select(schema.tasks.c.text)).scalars().all() == ["Cũ."]


def test_text_of_the_page_is_data_and_never_sql(engine):
    evil = "'); DROP TABLE tasks; --\x00"
    writing.write(engine, document(task(evil)))
    with engine.connect() as connection:
        assert connection.execute(select(schema.tasks.c.text)).scalar_one() == evil.rstrip("\x00")


@pytest.mark.parametrize("address", ["nonsense://x", "mysql://x/y", "://"])
def test_an_address_of_no_database_is_refused(address):
    with pytest.raises(UsageError):
        open_database(address)


def test_a_server_that_is_not_there_is_an_input_error_without_its_password():
    with pytest.raises(InputError) as raised:
        open_database("postgresql://user:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(raised.value)


def test_the_command_writes_a_database(vnplan, tmp_path):
    (tmp_path / "a.json").write_text(document().to_json())
    done = vnplan("export", "a.json", "--to", "sql", "-o", "plans.sqlite")
    assert done.returncode == 0, done.stderr
    engine = open_database(str(tmp_path / "plans.sqlite"))
    assert count(engine, "tasks") == 1
    engine.dispose()
