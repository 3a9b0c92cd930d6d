//! Three ways to look at a target that moved: as it was planned on, as it was wanted, as it is now.

use super::Change;
use super::diff::{DiffKind, DiffLine};
use super::run::Found;
use super::step::Action;
use crate::domain::OutsideText;

/// How many lines are shown around one that differs.
const NEAR: usize = 2;
/// Up to so many lines the object that was planned on is shown whole.
const WHOLE: usize = 12;

/// The three sides of a target that moved. A side without lines is a target that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreeWay {
    /// As it was when it was planned on.
    pub planned: Vec<DiffLine>,
    /// As it was wanted, beside what was planned on; empty where it was to go.
    pub wanted: Vec<DiffLine>,
    /// As it was found, beside what was planned on; empty where nothing was found.
    pub found: Vec<DiffLine>,
}

impl ThreeWay {
    /// The sides of a change whose target was found otherwise.
    pub fn of(change: &Change, found: &Found) -> Self {
        let since = Change { action: Action::Update, before: change.before.clone(), after: found.now.clone() };
        let side = |change: &Change| if change.after.is_some() { near(&change.diff()) } else { Vec::new() };
        Self { planned: planned(change, &since), wanted: side(change), found: side(&since) }
    }

    /// The sides in the order in which they are shown, each with its word in catalogue keys.
    pub fn sides(&self) -> [(&'static str, &[DiffLine]); 3] {
        [("planned", &self.planned), ("wanted", &self.wanted), ("found", &self.found)]
    }
}

/// What was planned on: whole where it is short, else the lines that either side has otherwise.
fn planned(change: &Change, since: &Change) -> Vec<DiffLine> {
    let kept = |change: &Change| -> Vec<DiffLine> {
        change.diff().into_iter().filter(|line| line.kind != DiffKind::Added).collect()
    };
    let (wanted, found) = (kept(change), kept(since));
    let lines: Vec<DiffLine> = wanted
        .into_iter()
        .zip(found)
        .map(|(wanted, found)| {
            let is_same = wanted.kind == DiffKind::Same && found.kind == DiffKind::Same;
            DiffLine { kind: if is_same { DiffKind::Same } else { DiffKind::Removed }, text: wanted.text }
        })
        .collect();
    let shown = if lines.len() > WHOLE { near(&lines) } else { lines };
    // Nothing comes or goes here: it is only what was there.
    shown.into_iter().map(|line| DiffLine { kind: DiffKind::Same, ..line }).collect()
}

/// The lines that differ, with those around them; what is left out is a line of dots. All of them where none differs.
fn near(lines: &[DiffLine]) -> Vec<DiffLine> {
    let differs = |index: usize| lines.get(index).is_some_and(|line| line.kind != DiffKind::Same);
    if !(0..lines.len()).any(differs) {
        return lines.iter().take(WHOLE).cloned().collect();
    }
    let mut shown: Vec<DiffLine> = Vec::new();
    let mut is_skipping = false;
    for (index, line) in lines.iter().enumerate() {
        if (index.saturating_sub(NEAR)..=index + NEAR).any(differs) {
            is_skipping = false;
            shown.push(line.clone());
        } else if !is_skipping {
            is_skipping = true;
            shown.push(DiffLine { kind: DiffKind::Same, text: OutsideText::line("...") });
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn shown(lines: &[DiffLine]) -> Vec<String> {
        lines.iter().map(|line| format!("{}{}", line.kind.sign(), line.text)).collect()
    }

    fn sides(before: Option<Value>, after: Option<Value>, now: Option<Value>) -> [Vec<String>; 3] {
        let change = Change { action: Action::Update, before, after };
        let sides = ThreeWay::of(&change, &Found { now, is_other: false });
        sides.sides().map(|(_, lines)| shown(lines))
    }

    #[test]
    fn each_side_stands_beside_what_was_planned_on() {
        let [planned, wanted, found] =
            sides(Some(json!("a\nb\nc\n")), Some(json!("a\nb\nc\nd\n")), Some(json!("a\nc\n")));
        assert_eq!(planned, [" a", " b", " c"]);
        assert_eq!(wanted, [" ...", " b", " c", "+d"]);
        assert_eq!(found, [" a", "-b", " c"]);
    }

    #[test]
    fn what_is_not_there_has_no_lines() {
        let object = || Some(json!({"kind": "Role"}));
        for (before, after, now, lines) in [
            (None, object(), object(), [0, 1, 1]),
            (object(), object(), None, [1, 1, 0]),
            (object(), None, object(), [1, 0, 1]),
            (None, object(), None, [0, 1, 0]),
        ] {
            assert_eq!(sides(before, after, now).map(|side| side.len()), lines);
        }
    }

    #[test]
    fn of_a_long_text_only_what_differs_is_shown() {
        let text = |gone: usize, more: &str| -> Value {
            let lines: Vec<String> = (0..60).filter(|line| *line != gone).map(|line| format!("line {line}")).collect();
            json!(format!("{}\n{more}", lines.join("\n")))
        };
        let [planned, wanted, found] = sides(Some(text(99, "")), Some(text(99, "ours\n")), Some(text(30, "")));
        assert_eq!(wanted, [" ...", " line 58", " line 59", "+ours"]);
        assert_eq!(found, [" ...", " line 28", " line 29", "-line 30", " line 31", " line 32", " ..."]);
        assert_eq!(planned, [" ...", " line 28", " line 29", " line 30", " line 31", " line 32", " ..."]);
    }
}
