//! Finding rows by letters typed: each word must occur in order, the closer together the better.

/// What was typed, made ready to look through many rows.
pub(super) struct Needle {
    words: Vec<Vec<char>>,
    /// The row in front, in small letters: kept between rows, so that none needs memory of its own.
    row: Vec<char>,
}

impl Needle {
    /// Blanks separate words, all of which count. Case does not count.
    pub(super) fn new(typed: &str) -> Self {
        let words = typed.split_whitespace().map(|word| word.chars().flat_map(char::to_lowercase).collect());
        Self { words: words.collect(), row: Vec::new() }
    }

    /// How well a row fits; none where it does not. More is better.
    pub(super) fn score(&mut self, row: &str) -> Option<u32> {
        if self.words.is_empty() {
            return Some(0);
        }
        self.row.clear();
        if row.is_ascii() {
            self.row.extend(row.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            self.row.extend(row.chars().flat_map(char::to_lowercase));
        }
        self.words.iter().map(|word| score_word(word, &self.row)).sum()
    }
}

fn score_word(word: &[char], row: &[char]) -> Option<u32> {
    // From the first place on where the word stands as a whole, else letter by letter.
    if let Some(at) = row.windows(word.len().max(1)).position(|window| window == word) {
        return Some(100 + 10 * u32::from(starts_word(row, at)) + 5 * u32::from(at == 0));
    }
    // Letters scattered over the whole row would find nearly every row.
    row.split(|c| c.is_whitespace()).filter_map(|part| scattered(word, part)).max()
}

fn scattered(word: &[char], row: &[char]) -> Option<u32> {
    let (mut total, mut from, mut last) = (0, 0, None);
    for letter in word {
        let at = from + row[from..].iter().position(|c| c == letter)?;
        total += 1 + 2 * u32::from(last.is_some_and(|last| last + 1 == at)) + 2 * u32::from(starts_word(row, at));
        (from, last) = (at + 1, Some(at));
    }
    Some(total)
}

fn starts_word(row: &[char], at: usize) -> bool {
    at == 0 || !row[at - 1].is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(typed: &str, row: &str) -> Option<u32> {
        Needle::new(typed).score(row)
    }

    #[test]
    fn whole_words_beat_scattered_letters() {
        let row = "prod-analytics us-east-1 1.33 API_AND_CONFIG_MAP public";
        assert!(score("prod", row) > score("pdan", row));
        assert!(score("analytics", row) > score("nalytics", row), "the start of a word counts");
        assert!(score("east prod", row).is_some(), "words in any order");
        assert!(score("PROD", row).is_some(), "case does not count");
        assert!(score("pdan", row).is_some(), "letters in order within one word");
        assert_eq!(score("prod api", "prod-batch us-east-1 CONFIG_MAP private"), None, "but not across words");
        assert_eq!(score("prodx", row), None);
        assert_eq!(score("prod west", row), None, "every word has to be there");
        assert_eq!(score("", row), Some(0));
    }

    #[test]
    fn one_row_leaves_nothing_behind_for_the_next() {
        let mut needle = Needle::new("클러 b");
        let rows = ["B 클러스터", "b", "클러 ab", ""];
        let scores: Vec<bool> = rows.iter().map(|row| needle.score(row).is_some()).collect();
        assert_eq!(scores, [true, false, true, false]);
    }
}
