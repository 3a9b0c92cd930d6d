//! The person's own editor, as the front ends see it.

use super::{OutsideText, VerbatimText};

/// An editor that is another program.
pub trait TextEditor: Send + Sync {
    /// Whether the person has named one.
    fn is_there(&self) -> bool;

    /// Lets the person edit a text; none where the editor left it as it was. `goes_on` is asked again and again while the
    /// editor runs, and ends it with a no.
    ///
    /// # Errors
    /// Why there is no edited text.
    fn edit(
        &self,
        text: &VerbatimText,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<VerbatimText>, EditorTrouble>;
}

/// Why an editor gave no text back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditorTrouble {
    /// The person has named none.
    #[error("neither VISUAL nor EDITOR names an editor")]
    None,
    /// It could not be started.
    #[error("{program} could not be started: {why}")]
    NotStarted {
        /// The program.
        program: OutsideText,
        /// What the system said.
        why: OutsideText,
    },
    /// It ended otherwise than well, so that what it left does not count.
    #[error("{program} ended with {how}")]
    Ended {
        /// The program.
        program: OutsideText,
        /// How.
        how: OutsideText,
    },
    /// The file that it left cannot be read.
    #[error("the file that {program} left cannot be read: {why}")]
    Unreadable {
        /// The program.
        program: OutsideText,
        /// Why.
        why: OutsideText,
    },
    /// The file for it could not be made.
    #[error("the file for the editor could not be made: {why}")]
    NoRoom {
        /// Why.
        why: OutsideText,
    },
}
