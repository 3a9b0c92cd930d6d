//! The lines of a journal.

use sha2::{Digest, Sha256};

use crate::domain::outside::escaped_json;
use crate::plan::run::JournalRecord;

/// What every chain begins from. The number is the format's: another format begins another chain, so that no reader
/// takes its lines for its own.
const ORIGIN: &str = "emr-onramp journal 1";
/// How long a checksum is in a line, in hexadecimal digits.
const SUM_DIGITS: usize = 64;

/// Where a journal stands: the checksum over all of its lines so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    sum: [u8; 32],
}

impl Chain {
    /// The chain of an empty journal.
    pub fn new() -> Self {
        Self { sum: Sha256::digest(ORIGIN).into() }
    }

    /// The line of the next record, with its line break, and the chain after it.
    ///
    /// # Errors
    /// When the record cannot be written as JSON, which none of ours is known to cause.
    pub fn line(&self, record: &JournalRecord) -> Result<(String, Self), serde_json::Error> {
        // Somebody may look at the file in a terminal.
        let text = escaped_json(&serde_json::to_string(record)?).into_owned();
        let next = self.after(text.as_bytes());
        Ok((format!("{} {text}\n", next.digits()), next))
    }

    fn after(&self, text: &[u8]) -> Self {
        Self { sum: Sha256::new().chain_update(self.sum).chain_update(text).finalize().into() }
    }

    fn digits(&self) -> String {
        self.sum.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}

/// What could be read of a journal.
#[derive(Debug, PartialEq)]
pub struct Reading {
    /// Its records, oldest first.
    pub records: Vec<JournalRecord>,
    /// The chain after the last of them.
    pub chain: Chain,
    /// How many bytes they take; what follows is a line that was not finished.
    pub length: usize,
}

/// A journal that must not be gone on with: a line that is not the last one is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not what was written")]
pub struct Damage {
    /// The line, counted from 1.
    pub line: usize,
}

/// Reads a journal.
///
/// A last line that does not hold is a write that was cut off: it was never acknowledged, so it is left out.
///
/// # Errors
/// A line before the last one that does not hold.
pub fn read(bytes: &[u8]) -> Result<Reading, Damage> {
    let mut reading = Reading { records: Vec::new(), chain: Chain::new(), length: 0 };
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        match record(line, &reading.chain) {
            Some((record, chain)) => {
                reading.records.push(record);
                reading.chain = chain;
                reading.length += line.len();
            }
            None if lines.peek().is_none() => break,
            None => return Err(Damage { line: index + 1 }),
        }
    }
    Ok(reading)
}

/// The record of a line, and the chain after it; none where the line is not what was written.
fn record(line: &[u8], chain: &Chain) -> Option<(JournalRecord, Chain)> {
    let line = line.strip_suffix(b"\n")?;
    let (digits, rest) = line.split_at_checked(SUM_DIGITS)?;
    let text = rest.strip_prefix(b" ")?;
    let next = chain.after(text);
    if digits != next.digits().as_bytes() {
        return None;
    }
    Some((serde_json::from_slice(text).ok()?, next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::StepId;
    use crate::plan::operation::OperationKind;
    use crate::plan::run::{RunEnd, StepOutcome};

    fn records(count: usize) -> Vec<JournalRecord> {
        let at = jiff::Timestamp::from_second(1_767_323_045).unwrap();
        let step = |n: usize| StepId::new(OperationKind::WriteRole, &format!("spark-{n}/emr-containers"));
        let mut records = Vec::new();
        for n in 0..count {
            records.push(JournalRecord::Intent {
                at,
                step: step(n),
                before: None,
                wanted: Some(serde_json::json!({"rules": ["a\nb", "\u{1b}[2J"]})),
                token: Some(format!("{n:032x}")),
            });
            records.push(JournalRecord::Result { at, step: step(n), outcome: StepOutcome::Applied, identity: None });
        }
        records.push(JournalRecord::End { at, end: RunEnd::Done });
        records
    }

    fn written(records: &[JournalRecord]) -> Vec<u8> {
        let mut chain = Chain::new();
        let mut text = String::new();
        for record in records {
            let (line, next) = chain.line(record).unwrap();
            text.push_str(&line);
            chain = next;
        }
        text.into_bytes()
    }

    #[test]
    fn what_was_written_is_read() {
        let records = records(3);
        let bytes = written(&records);
        let reading = read(&bytes).unwrap();
        assert_eq!((reading.records, reading.length), (records, bytes.len()));
        assert_eq!(read(b"").unwrap().records, []);
    }

    #[test]
    fn a_journal_cut_anywhere_keeps_its_whole_lines() {
        let records = records(4);
        let bytes = written(&records);
        for end in 0..bytes.len() {
            let reading = read(&bytes[..end]).unwrap();
            let whole = bytes[..end].iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(reading.records, records[..whole], "cut at {end}");
            assert!(reading.length <= end);
        }
    }

    #[test]
    fn a_flipped_bit_is_noticed_wherever_it_is() {
        let records = records(2);
        let bytes = written(&records);
        let before_last = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            match read(&flipped) {
                Ok(reading) => {
                    // Only the last line, or the break before it, may be lost.
                    assert!(bit / 8 >= before_last, "bit {bit} was not noticed");
                    assert!(records.starts_with(&reading.records), "bit {bit}");
                    assert!(reading.records.len() < records.len(), "bit {bit}");
                }
                Err(_) => assert!(bit / 8 <= before_last, "bit {bit}"),
            }
        }
    }

    #[test]
    fn lines_out_of_order_or_left_out_are_noticed() {
        let bytes = written(&records(2));
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        for orders in [vec![1, 0, 2, 3, 4], vec![0, 2, 3, 4], vec![0, 1, 1, 2, 3, 4], vec![1, 2, 3, 4]] {
            let moved: Vec<u8> = orders.iter().flat_map(|index: &usize| lines[*index].to_vec()).collect();
            assert!(read(&moved).is_err(), "{orders:?}");
        }
    }

    /// Our own lines read again, cut and joined at random, as a crash or a hand may leave them: never a panic, and
    /// never a record that was not written.
    #[test]
    fn pieces_in_any_order_never_make_a_record() {
        let records = records(3);
        let bytes = written(&records);
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed % below as u64).unwrap()
        };
        for _ in 0..2_000 {
            let mut mixed = Vec::new();
            for _ in 0..=random(4) {
                let from = random(bytes.len());
                let to = from + random(bytes.len() - from + 1);
                mixed.extend_from_slice(&bytes[from..to]);
            }
            if let Ok(reading) = read(&mixed) {
                assert!(records.starts_with(&reading.records));
            }
        }
    }
}
