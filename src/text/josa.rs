//! Korean particles after names from outside.
//!
//! A particle has one form after a consonant and another after a vowel, as the name is *read* in Korean. Hangul says so
//! itself. For Latin names, which are read letter by letter or as English words, this rule is right for nearly all:
//!
//! - only the last run of letters or the last digit counts (`team-a` ends in `a`);
//! - digits as in 영 일 이 삼 사 오 육 칠 팔 구;
//! - one letter alone, and capitals of at most three (`ETL`, `EMR`), by the letter's name: L, M, N, R end in a consonant;
//! - a word in `l`, `m`, `n`, `ng`, also before a silent `e` (`role`, `name`), ends in a consonant (메일, 팀, 어드민, 롤);
//! - `b`, `c`, `k`, `p`, `t` after a single short vowel, also doubled or as `ck`, end in a consonant (웹, 앱, 스택, 버킷);
//! - everything else ends in a vowel, as Korean adds one (데브, 스파크, 테스트, 클러스터, 애널리틱스).

/// How a name ends when it is read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Vowel,
    /// ㄹ, after which 으로 becomes 로.
    Rieul,
    Consonant,
    /// Neither Hangul nor Latin: both forms are shown.
    Unknown,
}

/// The particle of a pair such as `을/를` (form after a consonant, form after a vowel) that fits a name.
pub(super) fn particle(name: &str, pair: &str) -> String {
    let Some((consonant, vowel)) = pair.split_once('/') else {
        return pair.to_owned();
    };
    match ending(name) {
        Ending::Vowel => vowel.to_owned(),
        Ending::Rieul if vowel == "로" => vowel.to_owned(),
        Ending::Rieul | Ending::Consonant => consonant.to_owned(),
        Ending::Unknown => match consonant.strip_suffix(vowel) {
            Some(inserted) => format!("({inserted}){vowel}"),
            None => format!("{consonant}({vowel})"),
        },
    }
}

fn ending(name: &str) -> Ending {
    let spoken = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    match spoken.chars().next_back() {
        Some(last @ '가'..='힣') => hangul(last),
        Some(digit) if digit.is_ascii_digit() => match digit {
            '1' | '7' | '8' => Ending::Rieul,
            '0' | '3' | '6' => Ending::Consonant,
            _ => Ending::Vowel,
        },
        Some(letter) if letter.is_ascii_alphabetic() => {
            let start = spoken.rfind(|c: char| !c.is_ascii_alphabetic());
            let before = start.map_or(0, |at| at + spoken[at..].chars().next().map_or(0, char::len_utf8));
            latin(&spoken[before..])
        }
        _ => Ending::Unknown,
    }
}

fn hangul(syllable: char) -> Ending {
    match (u32::from(syllable) - u32::from('가')) % 28 {
        0 => Ending::Vowel,
        8 => Ending::Rieul,
        _ => Ending::Consonant,
    }
}

fn latin(word: &str) -> Ending {
    let spelled = word.len() == 1 || (word.len() <= 3 && word.bytes().all(|b| b.is_ascii_uppercase()));
    let lower = word.to_ascii_lowercase();
    if spelled {
        return match lower.as_bytes() {
            [.., b'l' | b'r'] => Ending::Rieul,
            [.., b'm' | b'n'] => Ending::Consonant,
            _ => Ending::Vowel,
        };
    }
    match lower.as_bytes() {
        [.., b'l'] | [.., b'l', b'e'] => Ending::Rieul,
        [.., b'm' | b'n'] | [.., b'm' | b'n', b'e'] | [.., b'n', b'g'] => Ending::Consonant,
        [rest @ .., stop @ (b'b' | b'c' | b'k' | b'p' | b't')] => {
            let rest = match rest {
                [rest @ .., twin] if twin == stop || (*twin, *stop) == (b'c', b'k') => rest,
                rest => rest,
            };
            if ends_in_short_vowel(rest) { Ending::Consonant } else { Ending::Vowel }
        }
        _ => Ending::Vowel,
    }
}

fn ends_in_short_vowel(letters: &[u8]) -> bool {
    let is_vowel = |b: &u8| b"aeiou".contains(b);
    match letters {
        [.., before, last] => is_vowel(last) && !is_vowel(before),
        [only] => is_vowel(only),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_how_a_name_is_read() {
        let table = [
            // Name, 을/를, 으로/로.
            ("클러스터", "를", "로"),
            ("역할", "을", "로"),
            ("정책", "을", "으로"),
            ("dev", "를", "로"),
            ("spark", "를", "로"),
            ("team-a", "를", "로"),
            ("team-b", "를", "로"),
            ("team-l", "을", "로"),
            ("team-n", "을", "으로"),
            ("prod-analytics", "를", "로"),
            ("web", "을", "으로"),
            ("app", "을", "으로"),
            ("stack", "을", "으로"),
            ("bucket", "을", "으로"),
            ("test", "를", "로"),
            ("client", "를", "로"),
            ("admin", "을", "으로"),
            ("team", "을", "으로"),
            ("testing", "을", "으로"),
            ("mail", "을", "로"),
            ("role", "을", "로"),
            ("pipeline", "을", "으로"),
            ("node", "를", "로"),
            ("cluster", "를", "로"),
            ("ETL", "을", "로"),
            ("EMR", "을", "로"),
            ("EKS", "를", "로"),
            ("spark-1", "을", "로"),
            ("spark2", "를", "로"),
            ("spark-3", "을", "으로"),
            ("emr-containers", "를", "로"),
            ("\"web\"", "을", "으로"),
            ("팀ab", "을", "으로"),
            ("日本", "을(를)", "(으)로"),
            ("", "을(를)", "(으)로"),
        ];
        for (name, object, direction) in table {
            assert_eq!(particle(name, "을/를"), object, "{name:?}");
            assert_eq!(particle(name, "으로/로"), direction, "{name:?}");
        }
    }

    #[test]
    fn other_pairs_work_alike() {
        assert_eq!(particle("web", "이/가"), "이");
        assert_eq!(particle("dev", "은/는"), "는");
        assert_eq!(particle("dev", "과/와"), "와");
        assert_eq!(particle("日", "이라/라"), "(이)라");
    }
}
