"""What a service is: its form, rules with their law, steps, promise, letters and examples."""

from layani.rules.cases.clock import Term
from layani.rules.catalogue.answers import (
    FieldProblem,
    FormResult,
    check_answers,
    read_form,
    required_documents,
    visible_fields,
)
from layani.rules.catalogue.fees import fee_for
from layani.rules.catalogue.loading import load_catalogue
from layani.rules.catalogue.model import (
    Catalogue,
    Field,
    FormPage,
    Ground,
    Law,
    OfficeFile,
    Product,
    Rule,
    Service,
    Step,
)
from layani.rules.catalogue.problems import CatalogueError, Problem
from layani.rules.catalogue.promise import Promise
from layani.rules.catalogue.rules import RuleResult, evaluate_rules
from layani.rules.catalogue.steps import steps_for
from layani.rules.money.fee import Fee

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Fee",
    "Field",
    "FieldProblem",
    "FormPage",
    "FormResult",
    "Ground",
    "Law",
    "OfficeFile",
    "Problem",
    "Product",
    "Promise",
    "Rule",
    "RuleResult",
    "Service",
    "Step",
    "Term",
    "check_answers",
    "evaluate_rules",
    "fee_for",
    "load_catalogue",
    "read_form",
    "required_documents",
    "steps_for",
    "visible_fields",
]
