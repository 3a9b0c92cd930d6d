//! How the authenticator's YAML reader (YAML 1.1 rules of go-yaml 2) types a scalar without quotation marks.

/// What a scalar becomes in the JSON that the authenticator decodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScalarType {
    /// Text, the only type that a name or a group may have.
    Text,
    /// `null`, `~` or nothing at all: leaves a field as it is.
    Null,
    /// `true`, `yes`, `on`, `y` and their opposites.
    Bool,
    /// An integer in base 2, 8, 10 or 16, or a decimal fraction.
    Number,
    /// Infinity or not-a-number, which JSON cannot hold: the conversion of the whole section fails.
    Unencodable,
}

/// The type of a plain (unquoted) scalar.
pub(super) fn plain_type(text: &str) -> ScalarType {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return ScalarType::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" | "n"
        | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return ScalarType::Bool;
        }
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
        | "-.inf" | "-.Inf" | "-.INF" => return ScalarType::Unencodable,
        _ => {}
    }
    let numeric_start =
        text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    if !numeric_start {
        return ScalarType::Text;
    }
    let digits = text.replace('_', "");
    if is_integer(&digits) || is_fraction(&digits) {
        ScalarType::Number
    } else {
        ScalarType::Text
    }
}

fn is_integer(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let all =
        |digits: &str, radix: u32| !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    let prefixed = |lower: &str, upper: &str, radix: u32| {
        unsigned
            .strip_prefix(lower)
            .or_else(|| unsigned.strip_prefix(upper))
            .is_some_and(|digits| all(digits, radix))
    };
    all(unsigned, 10)
        || prefixed("0x", "0X", 16)
        || prefixed("0o", "0O", 8)
        || prefixed("0b", "0B", 2)
}

fn is_fraction(text: &str) -> bool {
    // Rust also takes `inf`, `nan` and `infinity`, which are text here.
    let shaped = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    shaped && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Whether a value can be written without quotation marks and be read back as the same text, in block style, and inside
/// `[...]` when `in_flow`.
pub(super) fn is_plain_safe(value: &str, in_flow: bool) -> bool {
    let first_ok = value.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    let chars_ok = value.chars().all(|c| {
        c.is_ascii_alphanumeric() || ":/_+=.@-".contains(c) || (!in_flow && "{},".contains(c))
    });
    first_ok && chars_ok && !value.ends_with(':') && plain_type(value) == ScalarType::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_typed_as_yaml_1_1_does() {
        let table = [
            ("admin", ScalarType::Text),
            ("arn:aws:iam::111122223333:role/x", ScalarType::Text),
            ("", ScalarType::Null),
            ("~", ScalarType::Null),
            ("yes", ScalarType::Bool),
            ("off", ScalarType::Bool),
            ("yEs", ScalarType::Text),
            ("111122223333", ScalarType::Number),
            ("012345670123", ScalarType::Number),
            ("0x1F", ScalarType::Number),
            ("1_000", ScalarType::Number),
            ("1.5e3", ScalarType::Number),
            (".5", ScalarType::Number),
            ("1.2.3", ScalarType::Text),
            ("2024-01-31", ScalarType::Text),
            ("-", ScalarType::Text),
            ("1e999", ScalarType::Text),
            (".nan", ScalarType::Unencodable),
            ("-.inf", ScalarType::Unencodable),
            ("<<", ScalarType::Text),
        ];
        for (text, wanted) in table {
            assert_eq!(plain_type(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn only_harmless_values_go_without_quotation_marks() {
        let table = [
            ("emr-containers", true, true),
            ("arn:aws:iam::111122223333:role/A+b=c.d@e_f", true, true),
            ("system:node:{{EC2PrivateDNSName}}", true, false),
            ("{{SessionName}}", false, false),
            ("123", false, false),
            ("yes", false, false),
            ("a: b", false, false),
            ("a #b", false, false),
            ("role:", false, false),
            ("", false, false),
            ("-x", false, false),
        ];
        for (value, block, flow) in table {
            assert_eq!(
                (is_plain_safe(value, false), is_plain_safe(value, true)),
                (block, flow),
                "{value:?}"
            );
        }
    }
}
