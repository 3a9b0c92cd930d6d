//! Words for input that cannot be used: one line that says what, where, why and what to do.

use crate::domain::NamespaceName;
use crate::domain::access::VersionError;
use crate::domain::name::{NameError, NameProblem};
use crate::text::Catalog;

/// How many namespaces are named before the rest is counted.
const NAMED: usize = 2;

/// A few namespaces by name, more as "spark, team-a and 98 more".
pub fn some_names(catalog: &Catalog, names: &[NamespaceName]) -> String {
    let shown = |names: &[NamespaceName]| names.iter().map(NamespaceName::as_str).collect::<Vec<_>>().join(", ");
    // "And 1 more" would be no shorter than its name.
    if names.len() <= NAMED + 1 {
        return shown(names);
    }
    let args = [("names", shown(&names[..NAMED]).into()), ("count", (names.len() - NAMED).into())];
    catalog.format("names-and-more", &args)
}

/// One or two namespaces by name, more as "12 namespaces".
pub fn names_or_count(catalog: &Catalog, names: &[NamespaceName]) -> String {
    if names.len() > NAMED {
        return catalog.format("ui-namespace-count", &[("count", names.len().into())]);
    }
    some_names(catalog, names)
}

/// What is wrong with a name, and a name that would do.
pub fn name_error(catalog: &Catalog, error: &NameError) -> String {
    let kind = catalog.text(&format!("name-kind-{}", error.kind.word()));
    let problem = problem(catalog, error);
    let words = match &error.problem {
        NameProblem::Empty => catalog.format("name-error-empty", &[("kind", kind.into()), ("problem", problem.into())]),
        _ => catalog.format(
            "name-error",
            &[("kind", kind.into()), ("given", (&error.given).into()), ("problem", problem.into())],
        ),
    };
    match &error.suggestion {
        Some(name) => catalog.format("name-error-try", &[("error", words.into()), ("suggestion", name.into())]),
        None => words,
    }
}

fn problem(catalog: &Catalog, error: &NameError) -> String {
    let kind = error.kind.word();
    match error.problem {
        NameProblem::Empty => catalog.text("name-problem-empty"),
        NameProblem::TooLong { length } => catalog
            .format("name-problem-too-long", &[("length", length.into()), ("longest", error.kind.longest().into())]),
        NameProblem::Control { character, position } => {
            catalog.format("name-problem-control", &[("code", code(character).into()), ("position", position.into())])
        }
        NameProblem::LookAlike { character, latin, position } => catalog.format(
            "name-problem-look-alike",
            &[("code", code(character).into()), ("latin", latin.to_string().into()), ("position", position.into())],
        ),
        NameProblem::Character { character, position } => catalog.format(
            "name-problem-character",
            &[
                ("character", character.to_string().into()),
                ("position", position.into()),
                ("allowed", catalog.text(&format!("name-allowed-{kind}")).into()),
            ],
        ),
        NameProblem::Edge => catalog.format("name-problem-edge", &[("kind", kind.into())]),
        NameProblem::Form => catalog.format("name-problem-form", &[("kind", kind.into())]),
        NameProblem::Reserved => catalog.text("name-problem-reserved"),
    }
}

/// A character's number as Unicode writes it.
fn code(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// What is wrong with a version.
pub fn version_error(catalog: &Catalog, error: &VersionError) -> String {
    catalog.format("version-error", &[("given", (&error.given).into()), ("example", error.example.into())])
}
