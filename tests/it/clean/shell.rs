//! Commands that are printed to be run by hand: what a shell makes of them is what was meant.

use std::process::Command;

use emr_onramp::plan::commands::quote;

use super::payload::{PAYLOADS, all, assert_clean};
use crate::support::dice::Dice;

/// What a shell hands to a program for a quoted word.
fn read_by(shell: &str, quoted: &str) -> String {
    let out = Command::new(shell)
        .args(["-c", &format!("printf %s {quoted}")])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .output();
    let out = out.unwrap();
    assert!(out.status.success() && out.stderr.is_empty(), "{quoted}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Nothing can hand a NUL to a program, so it is shown and not meant.
fn wanted(text: &str) -> String {
    text.replace('\0', "\\u{0}")
}

#[test]
fn every_payload_reaches_a_program_as_it_is() {
    let everything = all();
    let words = PAYLOADS.iter().map(|(_, payload)| *payload).chain([everything.as_str(), "-n", "%s%n", "", " a  b "]);
    for word in words {
        let quoted = quote(word);
        assert_clean(word, &quoted);
        for shell in ["/bin/sh", "/bin/bash"] {
            assert_eq!(read_by(shell, &quoted), wanted(word), "{shell}: {quoted}");
        }
    }
}

#[test]
fn made_up_words_reach_a_program_as_they_are() {
    let mut dice = Dice::new(0x5eed_0016);
    let letters: Vec<char> =
        (0..0x180).filter_map(char::from_u32).chain(['\u{202e}', '\u{e0041}', '한', '\u{feff}']).collect();
    for _ in 0..200 {
        let word: String = (0..dice.below(24)).map(|_| *dice.pick(&letters)).collect();
        let quoted = quote(&word);
        assert_clean(&word, &quoted);
        assert_eq!(read_by("/bin/sh", &quoted), wanted(&word), "{quoted}");
    }
}
