//! The file of `--aws-auth-text`: read whole, and looked at before anything is opened.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::aws_auth::MAX_SECTION_BYTES;
use crate::domain::{OutsideText, VerbatimText};
use crate::error::{ExitCode, ExpectedError};
use crate::planner::edit_trouble;
use crate::report::place_lines;
use crate::text::{Catalog, describe};

/// The text of mapRoles that a file holds, byte for byte.
///
/// # Errors
/// When there is no such file, it is too large, or EKS would not read the text: then with the line and a caret.
pub(super) fn read(path: &Path, catalog: &Catalog) -> Result<VerbatimText, ExpectedError> {
    let shown = OutsideText::line(&path.to_string_lossy());
    let bad = |line: String| ExpectedError::new(ExitCode::BadInput, line);
    let unread = |why: &str| {
        let why = OutsideText::message(why);
        bad(catalog.format("error-aws-auth-text-unread", &[("path", (&shown).into()), ("why", (&why).into())]))
    };
    let found = fs::metadata(path).map_err(|error| unread(&error.to_string()))?;
    if !found.is_file() {
        return Err(bad(catalog.format("error-aws-auth-text-no-file", &[("path", (&shown).into())])));
    }
    let most = MAX_SECTION_BYTES as u64;
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unread(&error.to_string()))?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unread(&error.to_string()))?;
    if bytes.len() as u64 > most {
        let size = found.len().max(bytes.len() as u64);
        let args = [("path", (&shown).into()), ("bytes", size.to_string().into()), ("most", most.to_string().into())];
        return Err(bad(catalog.format("error-aws-auth-text-too-large", &args)));
    }
    let text = String::from_utf8(bytes).map_err(|error| unread(&error.utf8_error().to_string()))?;
    let Some(finding) = edit_trouble(&text) else { return Ok(VerbatimText::new(text)) };
    let error = bad(catalog.format("error-aws-auth-text", &[("path", (&shown).into())]));
    let seen = describe::finding_evidence(catalog, &finding);
    let lines = place_lines(&finding).into_iter().map(|line| line[4..].to_owned());
    Err(lines.chain(seen).fold(error, ExpectedError::hint))
}
