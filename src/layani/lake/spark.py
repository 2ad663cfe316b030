"""The same questions on Spark: SQL of the DuckDB dialect put into Spark's.

sqlglot turns an exact percentile into Spark's approximate one; here it becomes Spark's exact ``PERCENTILE``.
"""

import sqlglot
from sqlglot import exp


def to_spark(sql: str) -> str:
    """Return one DuckDB statement as Spark SQL with exact percentiles; raises sqlglot.errors.SqlglotError.

    >>> to_spark("SELECT PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY days) FROM cases")
    'SELECT PERCENTILE(days, 0.9) FROM cases'
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    return tree.transform(_exact).sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


def _exact(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.WithinGroup) and isinstance(node.this, exp.PercentileCont):
        ordered = node.expression.expressions[0].this
        return exp.Anonymous(this="PERCENTILE", expressions=[ordered, node.this.this])
    return node
