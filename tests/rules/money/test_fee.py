"""A fee table: the first row that holds is due."""

from layani.rules.money.amount import Money
from layani.rules.money.fee import Fee, FeeRow

TABLE = Fee(
    (FeeRow(Money.units(0), when="poor"), FeeRow(Money.units(50_000), when="fast"), FeeRow(Money.units(20_000)))
)


def test_the_first_row_that_holds_is_due():
    assert TABLE.row(lambda when: when == "fast").amount == Money.units(50_000)
    assert TABLE.row(lambda when: True).amount == Money.units(0)
    assert TABLE.row(lambda when: False).amount == Money.units(20_000)


def test_a_table_without_a_row_that_holds_is_free():
    assert Fee((FeeRow(Money.units(5), when="never"),)).row(lambda when: False) is None


def test_a_fee_says_its_span():
    assert Fee().words().id == "Gratis"
    assert Fee((FeeRow(Money.units(0)),)).words().en == "Free"
    assert Fee((FeeRow(Money.units(20_000)),)).words().id == "Rp20.000"
    assert TABLE.words().en == "IDR 0 to IDR 50,000"
