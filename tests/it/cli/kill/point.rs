//! The points at which a process is ended.

use std::fmt;

use super::place::Undisturbed;

/// A point at which a process is ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Point {
    /// A call, before or after it is applied.
    Call {
        /// `before` or `after`.
        moment: &'static str,
        /// The call as the sandbox names it.
        call: String,
        /// Which of the calls of that name, trials included, from 1; the world was never asked before.
        nth: usize,
        /// The step that it belongs to; none for the first look.
        step: Option<String>,
    },
    /// A record, a file or an event, as `EMR_ONRAMP_CRASH_AT` has it.
    Record {
        /// The whole word.
        word: String,
        /// The step that it belongs to.
        step: Option<String>,
    },
}

impl Point {
    pub(super) fn record(when: &str, record: &str) -> Self {
        let step = record.strip_prefix("intent ").or(record.strip_prefix("result ")).map(str::to_owned);
        Self::Record { word: format!("{when} {record}").trim().to_owned(), step }
    }

    /// The step that it is about.
    pub(super) fn step(&self) -> Option<&str> {
        let (Self::Call { step, .. } | Self::Record { step, .. }) = self;
        step.as_deref()
    }

    /// Whether a record is cut off.
    pub(super) fn is_torn(&self) -> bool {
        matches!(self, Self::Record { word, .. } if word.starts_with("half "))
    }

    /// Whether a run that is not over is on record afterwards.
    pub(super) fn leaves_a_run(&self) -> bool {
        self.step().is_some()
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call { moment, call, nth, step } => {
                write!(f, "{moment} {call} ({nth}) is applied")?;
                step.iter().try_for_each(|step| write!(f, " for {step}"))
            }
            Self::Record { word, .. } => f.write_str(word),
        }
    }
}

/// The points of a run, in the order in which it comes to them.
pub(super) fn points(of: &Undisturbed) -> Vec<Point> {
    let first = Point::Call { moment: "before", call: "sts:GetCallerIdentity".to_owned(), nth: 1, step: None };
    let mut points = vec![first];
    points.extend(
        ["lock", "folder", "journal", "before run", "half run", "after run"].map(|word| Point::record("", word)),
    );
    for step in &of.steps {
        let record = |when: &str, kind: &str| Point::record(when, &format!("{kind} {}", step.id));
        points.extend(["before", "half", "after"].map(|when| record(when, "intent")));
        for call in &step.calls {
            points.extend(["before", "after"].map(|moment| Point::Call {
                moment,
                call: call.name.clone(),
                nth: call.nth,
                step: Some(step.id.clone()),
            }));
        }
        points.extend(["before", "half", "after"].map(|when| record(when, "result")));
    }
    if of.has_backup {
        points.extend(["half backup", "after backup"].map(|word| Point::record("", word)));
    }
    points.extend(["before end", "half end", "after end", "proving", "proved"].map(|word| Point::record("", word)));
    points
}
