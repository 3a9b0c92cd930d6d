//! The events of a run as lines.

use crate::plan::run::RunEvent;

/// Reads events. A line that was cut off, or is none of ours, is left out: nothing hangs on one of them.
pub fn events(bytes: &[u8]) -> Vec<RunEvent> {
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::OutsideText;
    use crate::plan::StepId;
    use crate::plan::operation::OperationKind;
    use crate::plan::run::{CallLine, RunEventKind, StepOutcome};

    fn written() -> Vec<RunEvent> {
        let at = jiff::Timestamp::from_second(1_767_323_045).unwrap();
        let step = StepId::new(OperationKind::WriteRole, "spark");
        let call = CallLine {
            at,
            took_ms: 7,
            service: "kubernetes".to_owned(),
            operation: OutsideText::line("get roles"),
            status: Some(200),
            error: None,
            request_id: Some(OutsideText::line("0-1")),
        };
        let kinds = [
            RunEventKind::StepStarted { step: step.clone(), attempt: 1 },
            RunEventKind::Call { step: Some(step.clone()), call },
            RunEventKind::StepEnded { step, outcome: StepOutcome::Failed { reason: OutsideText::line("no\u{1b}[2J") } },
        ];
        kinds.into_iter().zip(0..).map(|(kind, elapsed_ms)| RunEvent { at, elapsed_ms, kind }).collect()
    }

    #[test]
    fn what_was_cut_or_is_not_ours_is_left_out() {
        let written = written();
        let lines: Vec<String> = written.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
        let whole = lines.join("\n");
        assert_eq!(events(whole.as_bytes()), written);
        assert_eq!(events(b""), []);
        for end in 0..whole.len() {
            let read = events(&whole.as_bytes()[..end]);
            assert!(written.starts_with(&read), "cut at {end}");
            assert!(read.len() + 1 >= whole[..end].lines().count(), "cut at {end}: only the last line is lost");
        }
        let mixed = format!("{}\n{{}}\n\u{0}\n{}\n[1]\n{}", lines[0], &lines[1][..9], lines[2]);
        assert_eq!(events(mixed.as_bytes()), [written[0].clone(), written[2].clone()]);
    }

    #[test]
    fn text_from_a_file_is_as_strange_as_any() {
        let line = serde_json::to_string(&written()[2]).unwrap().replace("no", "\\u001b]0;x\\u0007\\u202e");
        let read = events(line.as_bytes());
        let RunEventKind::StepEnded { outcome: StepOutcome::Failed { reason }, .. } = &read[0].kind else {
            panic!("{read:?}")
        };
        assert!(reason.as_str().chars().all(|c| !c.is_control() && c != '\u{202e}'), "{reason}");
    }
}
