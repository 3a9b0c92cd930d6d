//! The languages.

use std::fmt;
use std::str::FromStr;

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

/// A language or locale that the product does not speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a language of this program: use en or ko")]
pub struct UnknownLang;

impl Lang {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Ko];

    /// The language of a locale such as `ko_KR.UTF-8` (`LANG`, `LC_ALL`); English where it is another one's.
    pub fn of_locale(locale: &str) -> Self {
        locale.parse().unwrap_or_default()
    }

    /// The one to switch to.
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::Ko,
            Self::Ko => Self::En,
        }
    }

    /// Its code, as in flags.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ko => "한국어",
        }
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Reads a code (`ko`) or a locale (`ko_KR.UTF-8`, `en-GB`, `C`).
    fn from_str(given: &str) -> Result<Self, UnknownLang> {
        let language = given.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "en" | "c" | "posix" => Ok(Self::En),
            "ko" => Ok(Self::Ko),
            _ => Err(UnknownLang),
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_locales_are_read() {
        let table = [
            ("en", Ok(Lang::En)),
            ("EN", Ok(Lang::En)),
            ("en_US.UTF-8", Ok(Lang::En)),
            ("C", Ok(Lang::En)),
            ("C.UTF-8", Ok(Lang::En)),
            ("POSIX", Ok(Lang::En)),
            ("ko", Ok(Lang::Ko)),
            ("ko_KR.UTF-8", Ok(Lang::Ko)),
            ("ko-KR", Ok(Lang::Ko)),
            ("kok_IN", Err(UnknownLang)),
            ("de_DE", Err(UnknownLang)),
            ("", Err(UnknownLang)),
        ];
        for (given, wanted) in table {
            assert_eq!(given.parse::<Lang>(), wanted, "{given:?}");
        }
        assert_eq!(Lang::of_locale("de_DE.UTF-8"), Lang::En);
        assert_eq!(Lang::of_locale("ko_KR.eucKR"), Lang::Ko);
    }

    #[test]
    fn each_language_reads_its_own_code_and_switches_back() {
        for lang in Lang::ALL {
            assert_eq!(lang.code().parse(), Ok(lang));
            assert_ne!(lang.other(), lang);
            assert_eq!(lang.other().other(), lang);
        }
    }
}
