//! The full screen, put together with the runtime.

use super::{Environment, Signals};
use crate::error::{ExitCode, ExpectedError};
use crate::runtime::Runtime;
use crate::text::Lang;
use crate::wizard::Preset;

pub(super) fn full_screen(
    _preset: Preset,
    _runtime: impl FnOnce() -> Result<Runtime, ExpectedError>,
    _environment: &Environment,
    _lang: Lang,
    _signals: &Signals,
) -> Result<ExitCode, ExpectedError> {
    Ok(ExitCode::Failure)
}
