//! What one signal after the other asks of a run.

use std::cell::Cell;

use crate::error::ExitCode;
use crate::runtime::Demand;

/// The demands of the signals so far.
#[derive(Debug, Default)]
pub(super) struct Demands {
    last: Cell<Option<Demand>>,
}

impl Demands {
    /// What a signal asks, known by its exit code. An interrupt asks for more each time; SIGTERM and SIGHUP do not wait
    /// for the step, and SIGHUP, which comes more than once from a terminal that goes away, never asks for more.
    pub(super) fn next(&self, code: ExitCode) -> Demand {
        let next = match (code, self.last.get()) {
            (ExitCode::Interrupted, None) => Demand::Stop,
            (ExitCode::Interrupted | ExitCode::Terminated, None | Some(Demand::Stop)) => Demand::Hurry,
            (ExitCode::HungUp, last) => last.unwrap_or(Demand::Hurry).max(Demand::Hurry),
            _ => Demand::Quit,
        };
        self.last.set(Some(next));
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_signal_asks_for_more_but_a_hangup_that_is_repeated() {
        use Demand::{Hurry, Quit, Stop};
        use ExitCode::{HungUp, Interrupted, Terminated};
        let table: [(&[ExitCode], &[Demand]); 8] = [
            (&[Interrupted, Interrupted, Interrupted], &[Stop, Hurry, Quit]),
            (&[Terminated, Terminated], &[Hurry, Quit]),
            (&[Interrupted, Terminated, Interrupted], &[Stop, Hurry, Quit]),
            (&[Terminated, Interrupted], &[Hurry, Quit]),
            (&[HungUp, HungUp, HungUp], &[Hurry, Hurry, Hurry]),
            (&[Terminated, HungUp, Terminated], &[Hurry, Hurry, Quit]),
            (&[Interrupted, HungUp], &[Stop, Hurry]),
            (&[ExitCode::Quit], &[Quit]),
        ];
        for (signals, wanted) in table {
            let demands = Demands::default();
            let asked: Vec<Demand> = signals.iter().map(|code| demands.next(*code)).collect();
            assert_eq!(asked, wanted, "{signals:?}");
        }
    }
}
