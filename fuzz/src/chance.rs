//! Made-up input: saved input, altered by chance that falls the same way each time.

/// SplitMix64 (Steele, Lea and Flood 2014), seeded.
pub struct Chance(u64);

/// What stands in what is fuzzed and is not found by flipping bits.
const WORDS: [&str; 40] = [
    "- rolearn: ",
    "arn:aws:iam::111122223333:role/x",
    "username: ",
    "groups:\n  - ",
    "\n",
    "\r\n",
    "  ",
    "\t",
    "# ",
    "\"",
    "'",
    "|",
    ">-",
    "[",
    "]",
    "{",
    "}",
    ",",
    ": ",
    "&a ",
    "*a",
    "<<: ",
    "---\n",
    "...\n",
    "!!str ",
    "\u{feff}",
    "\u{1b}[2J",
    "\u{9b}",
    "\u{202e}",
    "\u{200b}",
    "\u{e0041}",
    "\\u001b",
    "\\ud800",
    "null",
    "true",
    "-1e999",
    "\"Effect\":\"Deny\"",
    "\"StringNotEquals\"",
    "${aws:x}",
    "{\"record\":\"end\"}",
];

/// The most bytes of an input.
const LONGEST: usize = 1 << 16;

impl Chance {
    /// Chance from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }

    /// One more input, made of the saved ones.
    pub fn input(&mut self, saved: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = if saved.is_empty() { Vec::new() } else { saved[self.below(saved.len())].clone() };
        for _ in 0..=self.below(6) {
            self.alter(&mut bytes, saved);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    fn alter(&mut self, bytes: &mut Vec<u8>, saved: &[Vec<u8>]) {
        let at = self.below(bytes.len() + 1);
        let end = at + self.below((bytes.len() - at).min(64) + 1);
        match self.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 if at < bytes.len() => bytes[at] = self.roll() as u8,
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = self.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            4 => bytes.truncate(at),
            5 if !saved.is_empty() => {
                let other = &saved[self.below(saved.len())];
                let from = self.below(other.len() + 1);
                let to = from + self.below(other.len() - from + 1);
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            6 => {
                let lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                if lines.len() > 1 {
                    let (from, to) = (self.below(lines.len()), self.below(lines.len()));
                    let mut moved = lines;
                    moved.swap(from, to);
                    *bytes = moved.concat();
                }
            }
            _ => {
                let word = WORDS[self.below(WORDS.len())];
                bytes.splice(at..at, word.bytes());
            }
        }
    }
}
