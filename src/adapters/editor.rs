//! The editor that `VISUAL` or `EDITOR` names, on a file of our own.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::thread::park_timeout;
use std::time::Duration;

use super::file::PrivateFolder;
use crate::domain::editor::{EditorTrouble, TextEditor};
use crate::domain::{OutsideText, VerbatimText};

/// How long to wait for the editor before the caller is asked whether to go on.
const GLANCE: Duration = Duration::from_millis(50);
/// The most bytes that are taken back; a ConfigMap holds 1 MiB.
const LONGEST: u64 = 1 << 20;
/// What the file is called: editors know by its ending that it is YAML.
const NAME: &str = "mapRoles.yaml";

/// Where the editor's file may be made: a folder that only we can write to.
pub type EditorPlace = dyn Fn() -> Result<PathBuf, OutsideText> + Send + Sync;

/// How an editor is called. The values of its variables are never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EditorCommand {
    words: Vec<String>,
    environment: Vec<(OsString, OsString)>,
}

impl EditorCommand {
    /// The editor that a variable's value names: words between blanks, which no shell ever sees. It gets these variables,
    /// but for those of AWS, of which an editor needs none.
    pub fn new(value: Option<&str>, variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let words = value.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        let is_plain = |name: &OsString| !name.to_string_lossy().to_ascii_uppercase().starts_with("AWS_");
        Self { words, environment: variables.into_iter().filter(|(name, _)| is_plain(name)).collect() }
    }
}

impl fmt::Debug for EditorCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.words).finish()
    }
}

/// An editor that is a program of its own.
pub struct ProgramEditor {
    command: EditorCommand,
    place: Box<EditorPlace>,
}

impl ProgramEditor {
    /// An editor whose file is made in a place.
    pub fn new(command: EditorCommand, place: Box<EditorPlace>) -> Self {
        Self { command, place }
    }

    fn run(&self, path: &Path, goes_on: &mut dyn FnMut() -> bool) -> Result<(), EditorTrouble> {
        let (program, rest) = self.command.words.split_first().ok_or(EditorTrouble::None)?;
        let shown = OutsideText::line(program);
        let failed = |why: std::io::Error| EditorTrouble::NotStarted {
            program: shown.clone(),
            why: OutsideText::message(&why.to_string()),
        };
        let mut command = Command::new(program);
        command.args(rest).arg(path).env_clear().envs(self.command.environment.clone());
        let child = command.spawn().map_err(failed)?;
        let status = wait(child, goes_on).map_err(failed)?;
        match status {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(EditorTrouble::Ended { program: shown, how: OutsideText::line(&status.to_string()) }),
            None => Err(EditorTrouble::Ended { program: shown, how: OutsideText::line("SIGKILL") }),
        }
    }
}

/// Waits for an editor's end; none where it was ended because nobody waits for it any more.
fn wait(mut child: Child, goes_on: &mut dyn FnMut() -> bool) -> std::io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if !goes_on() {
            // One that ended meanwhile is as good as ended.
            let _ = child.kill();
            child.wait()?;
            return Ok(None);
        }
        park_timeout(GLANCE);
    }
}

impl TextEditor for ProgramEditor {
    fn is_there(&self) -> bool {
        !self.command.words.is_empty()
    }

    fn edit(
        &self,
        text: &VerbatimText,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<VerbatimText>, EditorTrouble> {
        let Some(program) = self.command.words.first() else { return Err(EditorTrouble::None) };
        let no_room = |why: std::io::Error| EditorTrouble::NoRoom { why: OutsideText::message(&why.to_string()) };
        let parent = (self.place)().map_err(|why| EditorTrouble::NoRoom { why })?;
        // The folder goes with everything in it, an editor's own copies too, however this ends.
        let folder = PrivateFolder::new(&parent, "edit").map_err(no_room)?;
        let path = folder.write(NAME, text.exact()).map_err(no_room)?;
        self.run(&path, goes_on)?;
        let unreadable = |why: String| EditorTrouble::Unreadable {
            program: OutsideText::line(program),
            why: OutsideText::message(&why),
        };
        let edited = read(&path).map_err(unreadable)?;
        Ok((edited != text.exact()).then(|| VerbatimText::new(edited)))
    }
}

fn read(path: &Path) -> Result<String, String> {
    let found = std::fs::symlink_metadata(path).map_err(|error| error.to_string())?;
    if !found.is_file() || found.len() > LONGEST {
        return Err(format!("not a file of at most {LONGEST} bytes"));
    }
    let mut text = String::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(LONGEST).read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const TEXT: &str = "- rolearn: a\n";

    /// An editor that is a script, in a folder of its own, with a folder to work in.
    struct Bench {
        folder: PrivateFolder,
    }

    impl Bench {
        fn new() -> Self {
            Self { folder: PrivateFolder::new(&std::env::temp_dir(), "emr-onramp-editor").unwrap() }
        }

        fn edit(&self, script: &str, words: &str) -> Result<Option<String>, EditorTrouble> {
            let place = self.folder.path().to_owned();
            let program = self.folder.write("editor", &format!("#!/bin/sh\n{script}\n")).unwrap();
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
            let value = format!("{} {words}", program.display());
            let variable = |name: &str, value: &str| (name.into(), value.into());
            let environment = vec![
                variable("PATH", "/usr/bin:/bin"),
                variable("AWS_SECRET_ACCESS_KEY", "canary"),
                variable("AWS_SESSION_TOKEN", "canary"),
            ];
            let command = EditorCommand::new(Some(&value), environment);
            let editor = ProgramEditor::new(command, Box::new(move || Ok(place.clone())));
            let edited = editor.edit(&VerbatimText::new(TEXT), &mut || true);
            std::fs::remove_file(program).unwrap();
            assert_eq!(std::fs::read_dir(self.folder.path()).unwrap().count(), 0, "the file is gone");
            edited.map(|text| text.map(|text| text.exact().to_owned()))
        }
    }

    #[test]
    fn what_the_editor_leaves_is_the_text() {
        let bench = Bench::new();
        let edited = bench.edit("printf '# mine\\n' >> \"$1\"", "");
        assert_eq!(edited, Ok(Some(format!("{TEXT}# mine\n"))));
        assert_eq!(bench.edit("true", ""), Ok(None), "as it was");
        assert_eq!(bench.edit("cat \"$1\" > \"$1.new\" && mv \"$1.new\" \"$1\"", ""), Ok(None), "written anew");
    }

    #[test]
    fn the_file_is_nobody_elses_and_the_words_go_as_they_are() {
        let bench = Bench::new();
        let seen = bench.edit(
            "eval f=\\${$#}; { stat -c %a \"$f\"; echo \"$1|$2|$#\"; } > \"$f.x\"; mv \"$f.x\" \"$f\"",
            "--wait ;id $HOME",
        );
        // `$HOME` and `;id` are words like any other.
        assert_eq!(seen, Ok(Some("600\n--wait|;id|4\n".to_owned())));
        let seen = bench.edit("env > \"$1\"", "").unwrap().unwrap();
        assert!(seen.contains("PATH=") && !seen.contains("canary") && !seen.contains("AWS_"), "{seen}");
    }

    #[test]
    fn an_editor_that_fails_changes_nothing() {
        let bench = Bench::new();
        let ended = bench.edit("echo x > \"$1\"; exit 3", "").unwrap_err();
        assert!(ended.to_string().ends_with("ended with exit status: 3"), "{ended}");
        let gone = bench.edit("rm \"$1\"", "").unwrap_err();
        assert!(matches!(gone, EditorTrouble::Unreadable { .. }), "{gone}");
        let link = bench.edit("rm \"$1\"; ln -s /etc/passwd \"$1\"", "").unwrap_err();
        assert!(matches!(link, EditorTrouble::Unreadable { .. }), "{link}");
        let bytes = bench.edit("printf '\\377' > \"$1\"", "").unwrap_err();
        assert!(matches!(bytes, EditorTrouble::Unreadable { .. }), "{bytes}");
        let place = bench.folder.path().to_owned();
        let editor = |value| {
            let place = place.clone();
            ProgramEditor::new(EditorCommand::new(value, []), Box::new(move || Ok(place.clone())))
        };
        let none = editor(Some("  "));
        assert_eq!((none.is_there(), editor(None).is_there()), (false, false));
        assert_eq!(none.edit(&VerbatimText::new(TEXT), &mut || true), Err(EditorTrouble::None));
        let missing = editor(Some("/no/such/program"));
        let missing = missing.edit(&VerbatimText::new(TEXT), &mut || true).unwrap_err();
        assert!(matches!(missing, EditorTrouble::NotStarted { .. }), "{missing}");
    }

    #[test]
    fn an_editor_that_nobody_waits_for_is_ended() {
        let bench = Bench::new();
        let place = bench.folder.path().to_owned();
        let environment = vec![("PATH".into(), "/usr/bin:/bin".into())];
        let command = EditorCommand::new(Some("tail -f"), environment);
        let editor = ProgramEditor::new(command, Box::new(move || Ok(place.clone())));
        let mut asked = 0;
        let ended = editor.edit(&VerbatimText::new(TEXT), &mut || {
            asked += 1;
            asked < 3
        });
        assert!(matches!(ended, Err(EditorTrouble::Ended { .. })), "{ended:?}");
    }
}
