"""The catalogue of copies that ``python -m bench`` checks is one that passes."""

from bench.lint import catalogue_of
from layani.rules.catalogue import load_catalogue


def test_a_copy_of_every_kind_of_service_passes(tmp_path):
    found = load_catalogue(catalogue_of(tmp_path, 36))
    assert len(found.services) == 36
    assert len({slug.rpartition("-")[0] for slug in found.services}) > 15
