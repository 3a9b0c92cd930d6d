//! Finding rows by letters typed: each word must occur in order, the closer together the better.

/// How well a row fits what was typed; none where it does not. More is better. Blanks separate words, all of which count.
pub(super) fn score(typed: &str, row: &str) -> Option<u32> {
    let row: Vec<char> = row.chars().flat_map(char::to_lowercase).collect();
    typed.split_whitespace().map(|word| score_word(word, &row)).sum()
}

fn score_word(word: &str, row: &[char]) -> Option<u32> {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    // From the first place on where the word stands as a whole, else letter by letter.
    if let Some(at) = row.windows(word.len().max(1)).position(|window| window == word) {
        return Some(100 + 10 * u32::from(starts_word(row, at)) + 5 * u32::from(at == 0));
    }
    // Letters scattered over the whole row would find nearly every row.
    row.split(|c| c.is_whitespace()).filter_map(|part| scattered(&word, part)).max()
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
}
