"""Run many documents: set the floor, work, clear it; one bad document never costs the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from pipeline.batch import summary
from pipeline.batch.crew import Crew, Engine
from pipeline.batch.floor import FETCHES, Floor
from pipeline.batch.inputs import Input
from pipeline.batch.jobs import model_of
from pipeline.batch.ledger import Ledger
from pipeline.batch.manifest import Manifest, recipe
from pipeline.batch.outcomes import BatchOptions, Notice, Outcome
from pipeline.batch.premises import Premises, enter
from pipeline.options import Options


def run_batch(
    inputs: Iterable[Input | None], options: Options, batch: BatchOptions, notice: Notice | None = None
) -> Iterator[Outcome]:
    """Convert all inputs and yield what became of each as it ends.

    Args:
        inputs: A list, or a stream; None in it says that nothing is there now and more may come.
        options: How each is converted.
        batch: How the batch runs.
        notice: Called after each page and document.

    Raises:
        UsageError: The output folder cannot be written, or another batch writes to it.
        DependencyError: A program that every document needs is missing.
        ModelError: The model that every document needs is missing.
    """
    from pipeline import __version__

    model = model_of(options)
    recipe_hash = recipe(options.model_dump(mode="json"), __version__, model)
    with ExitStack() as stack:
        premises = enter(batch.out)
        manifest = Manifest(premises.manifest)
        ledger = Ledger(premises.out, manifest, recipe_hash)
        stack.callback(manifest.close)
        stack.callback(lambda: premises.leave(tidy=ledger.is_settled()))
        stack.callback(lambda: summary.write(premises.out, manifest.rows()))
        engine = _engine(batch, premises)
        stack.callback(engine.close)
        fetchers = ThreadPoolExecutor(FETCHES, thread_name_prefix="vnplan-fetch")
        stack.callback(lambda: fetchers.shutdown(wait=False, cancel_futures=True))
        known = inputs if isinstance(inputs, Sequence) else None
        if known is not None:
            ledger.expect(item for item in known if item is not None)
        floor = Floor(
            inputs=iter(inputs),
            options=options,
            batch=batch,
            premises=premises,
            ledger=ledger,
            engine=engine,
            fetchers=fetchers,
            model=model,
            recipe=recipe_hash,
            notice=notice,
            documents=len(known) if known is not None else None,
        )
        yield from floor.run()


def _engine(batch: BatchOptions, premises: Premises) -> Engine:
    if batch.engine == "dask":
        from pipeline.batch.dask_crew import DaskCrew

        return DaskCrew(batch.scheduler, batch.jobs, batch.limits, workshop=batch.workshop)
    return Crew(batch.jobs, batch.limits, workshop=batch.workshop, scratch=premises.scratch)
