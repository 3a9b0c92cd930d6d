//! The command `paths`: which files of this machine matter to the program.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::record::Places;
use super::{Environment, config, print};
use crate::cli::Output;
use crate::domain::OutsideText;
use crate::error::{ExitCode, ExpectedError};
use crate::report::written;
use crate::text::Catalog;

/// Prints each path with whether something is there.
///
/// # Errors
/// When a variable that leads there cannot be followed.
pub(super) fn run(output: Output, environment: &Environment, catalog: &Catalog) -> Result<ExitCode, ExpectedError> {
    let below_home = |rest: &str| environment.home.as_ref().map(|home| home.join(rest));
    let named = |given: &Option<PathBuf>, rest: &str| given.clone().or_else(|| below_home(rest));
    let paths = [
        ("config", config::path(environment, catalog)?),
        ("aws-config", named(&environment.aws_config, ".aws/config")),
        ("aws-credentials", named(&environment.aws_credentials, ".aws/credentials")),
        ("record", Places::of(environment).real().ok().map(|records| records.path().to_owned())),
        ("temporary", Some(environment.temporary.clone())),
    ];
    if output == Output::Text {
        let lines = paths.iter().map(|(name, path)| format!("{name}  {}", told(path.as_deref(), catalog)));
        print(&lines.collect::<Vec<_>>());
        return Ok(ExitCode::Done);
    }
    let entry = |(name, path): &(&str, Option<PathBuf>)| {
        let shown = path.as_ref().map(|path| path.to_string_lossy());
        ((*name).to_owned(), json!({ "path": shown, "exists": path.as_ref().is_some_and(|path| path.exists()) }))
    };
    let document: serde_json::Map<_, _> = paths.iter().map(entry).collect();
    let document = serde_json::Value::Object(document);
    print(&[written(&document, output == Output::Json)]);
    Ok(ExitCode::Done)
}

fn told(path: Option<&Path>, catalog: &Catalog) -> String {
    let Some(path) = path else { return catalog.text("paths-unknown") };
    let state = catalog.text(if path.exists() { "paths-there" } else { "paths-missing" });
    format!("{} ({state})", OutsideText::line(&path.to_string_lossy()))
}
