//! The catalogues: complete in both languages, used in full, and in the terms that were agreed on.

use std::collections::{BTreeMap, BTreeSet};

use emr_onramp::assets;
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{AuthenticationMode, Method};
use emr_onramp::plan::finding::FindingId;
use emr_onramp::plan::operation::OperationKind;
use emr_onramp::text::{Catalog, Lang, explain};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::source::files;

/// Keys that code makes at run time, by prefix, for enumerations that have no `ALL` to walk here. What follows the prefix
/// is checked by the tests beside the code that makes them.
const MADE_BY_PREFIX: &[&str] = &[
    "action-",
    "caution-",
    "check-",
    "choice-",
    "fargate-",
    "fine-",
    "group-",
    "name-allowed-",
    "name-kind-",
    "obstacle-",
    "outcome-",
    "place-",
    "port-error-",
    "profile-kind-",
    "progress-",
    "question-",
    "record-state-",
    "refusal-",
    "report-protected-",
    "risk-",
    "severity-",
    "side-",
    "source-",
    "trust-",
    "ui-choice-",
    "ui-identity-protected-",
    "ui-method-short-",
    "ui-option-",
    "ui-page-",
    "ui-recommend-",
    "ui-run-tab-",
    "ui-tab-",
    "trouble-",
    "watch-",
];

/// Spellings that the glossary rules out in Korean, each with what is written instead.
const NOT_IN_KOREAN: &[(&str, &str)] = &[
    ("당신", "no address at all"),
    ("액세스 엔트리", "액세스 항목"),
    ("액세스 입력", "액세스 항목"),
    ("엑세스", "액세스"),
    ("파드", "Pod, 포드"),
    ("이름공간", "네임스페이스"),
    ("서비스 링크", "서비스 연결 역할"),
    ("서비스 연계", "서비스 연결 역할"),
    ("버추얼 클러스터", "가상 클러스터"),
    ("역할 바인딩", "RoleBinding"),
    ("구성 맵", "ConfigMap"),
    ("컨피그맵", "ConfigMap"),
    ("인증모드", "인증 모드"),
    ("작업 실행역할", "작업 실행 역할"),
    ("트러스트 정책", "신뢰 정책"),
    ("파게이트", "Fargate"),
    ("해요.", "합니다체"),
    ("세요", "합니다체"),
];

/// One message as it stands in a file.
#[derive(Default)]
struct Message {
    text: String,
    attributes: BTreeSet<String>,
}

impl Message {
    /// The arguments that it takes.
    fn arguments(&self) -> BTreeSet<&str> {
        let name = |rest: &'_ str| {
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len())
        };
        self.text.split('$').skip(1).map(|rest| &rest[..name(rest)]).collect()
    }
}

/// The messages of a file, by key. A key that is there twice fails.
fn messages(source: &str, into: &mut BTreeMap<String, Message>) {
    let mut current = None;
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (key, text) = line.split_once(" =").expect(line);
            let message = Message { text: text.to_owned(), ..Message::default() };
            assert!(into.insert(key.to_owned(), message).is_none(), "{key} is there twice");
            current = Some(key.to_owned());
        } else if let Some(key) = &current {
            let message = into.get_mut(key).expect("it was just put there");
            if let Some((name, _)) = attribute(line) {
                message.attributes.insert(name.to_owned());
            }
            message.text.push('\n');
            message.text.push_str(line);
        }
    }
}

fn attribute(line: &str) -> Option<(&str, &str)> {
    line.trim_start()
        .strip_prefix('.')?
        .split_once(" = ")
        .filter(|(name, _)| name.chars().all(|c| c.is_ascii_lowercase()))
}

fn catalogue(lang: Lang) -> BTreeMap<String, Message> {
    let files = match lang {
        Lang::En => assets::ENGLISH,
        Lang::Ko => assets::KOREAN,
    };
    let mut all = BTreeMap::new();
    for file in files {
        messages(file, &mut all);
    }
    all
}

/// What the sources say: literals right after `.text(` and `.format(`, and every string literal.
#[derive(Default)]
struct Used {
    looked_up: BTreeMap<String, String>,
    literals: BTreeSet<String>,
}

fn used() -> Used {
    let mut used = Used::default();
    for source in files("src").iter().filter(|source| !source.path.ends_with("tests.rs")) {
        // The layers below the clients have no words for people, and `.text(` means something else there.
        if !["sandbox", "adapters"].contains(&source.module().first().map_or("", String::as_str)) {
            collect(source.tokens(), &source.path, &mut used);
        }
    }
    used
}

fn collect(tokens: TokenStream, path: &str, used: &mut Used) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Literal(literal) => used.literals.extend(string(&literal.to_string())),
            TokenTree::Group(group) => {
                if group.delimiter() == Delimiter::Parenthesis
                    && is_lookup(&tokens[..index])
                    && let Some(TokenTree::Literal(first)) = group.stream().into_iter().next()
                    && let Some(key) = string(&first.to_string())
                {
                    used.looked_up.insert(key, path.to_owned());
                }
                collect(group.stream(), path, used);
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Whether the tokens end in `.text` or `.format`.
fn is_lookup(before: &[TokenTree]) -> bool {
    let [.., TokenTree::Punct(dot), TokenTree::Ident(name)] = before else {
        return false;
    };
    dot.as_char() == '.' && (name == "text" || name == "format")
}

fn string(literal: &str) -> Option<String> {
    Some(literal.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// Keys made of enumerations that can be walked.
fn made_of_enumerations() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for method in Method::ALL {
        keys.insert(format!("method-{}", method.word()));
        keys.insert(format!("method-{}-summary", method.word()));
    }
    for mode in AuthenticationMode::LADDER {
        let word = mode.as_str().to_lowercase().replace('_', "-");
        keys.insert(format!("mode-{word}"));
    }
    for rule_set in RuleSet::ALL {
        keys.insert(format!("rule-set-{}", rule_set.word().replace('.', "-")));
    }
    for kind in OperationKind::ALL {
        keys.insert(format!("step-{}", kind.word()));
        keys.insert(format!("step-{}-why", kind.word()));
    }
    for id in FindingId::ALL {
        let id = id.as_str().to_lowercase();
        keys.insert(format!("finding-{id}"));
        keys.insert(format!("finding-{id}-fix"));
    }
    keys.extend(explain::TOPICS.iter().map(|topic| format!("explain-{topic}")));
    keys
}

#[test]
fn both_languages_have_the_same_keys_arguments_and_attributes() {
    let english = catalogue(Lang::En);
    let korean = catalogue(Lang::Ko);
    let only = |a: &BTreeMap<String, Message>, b: &BTreeMap<String, Message>| -> Vec<String> {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect()
    };
    assert_eq!(only(&english, &korean), [""; 0], "only in English");
    assert_eq!(only(&korean, &english), [""; 0], "only in Korean");
    for (key, message) in &english {
        let other = &korean[key];
        assert_eq!(message.arguments(), other.arguments(), "{key}");
        assert_eq!(message.attributes, other.attributes, "{key}");
    }
}

#[test]
fn every_key_that_is_looked_up_is_there() {
    let english = catalogue(Lang::En);
    let looked_up = used().looked_up;
    assert!(looked_up.contains_key("note-own-rules"), "the scan is blind");
    let missing: Vec<_> = looked_up.into_iter().filter(|(key, _)| !english.contains_key(key)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let made = made_of_enumerations();
    let missing: Vec<_> = made.iter().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_key_is_used() {
    let literals = used().literals;
    let made = made_of_enumerations();
    let unused: Vec<String> = catalogue(Lang::En)
        .into_keys()
        .filter(|key| !literals.contains(key) && !made.contains(key))
        .filter(|key| !MADE_BY_PREFIX.iter().any(|prefix| key.starts_with(prefix)))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn no_prefix_is_listed_for_nothing() {
    let english = catalogue(Lang::En);
    for prefix in MADE_BY_PREFIX {
        assert!(english.keys().any(|key| key.starts_with(prefix)), "{prefix}");
    }
}

#[test]
fn korean_keeps_to_the_glossary() {
    for (key, message) in catalogue(Lang::Ko) {
        for (wrong, right) in NOT_IN_KOREAN {
            assert!(!message.text.contains(wrong), "{key}: {wrong} should be {right}");
        }
    }
}

#[test]
fn korean_is_korean_and_english_is_not() {
    let is_hangul = |c: char| ('가'..='힣').contains(&c);
    let english = catalogue(Lang::En);
    for (key, message) in catalogue(Lang::Ko) {
        // A message that is only names and arguments may be the same in both.
        let words = |text: &str| text.split_whitespace().filter(|w| w.len() > 3).count();
        if words(&message.text) > 8 {
            assert!(message.text.contains(is_hangul), "{key}");
        }
        let language_names = key.starts_with("ui-");
        assert!(language_names || !english[&key].text.contains(is_hangul), "{key}");
    }
}

#[test]
fn a_particle_after_an_argument_is_chosen_by_that_argument() {
    // `{ $name }{ JOSA($name, "을/를") }`: the two names have to be the same, and no bare particle may follow.
    for (key, message) in catalogue(Lang::Ko) {
        for (at, _) in message.text.match_indices("JOSA($") {
            let rest = &message.text[at + "JOSA($".len()..];
            let name = &rest[..rest.find(',').expect("a pair follows")];
            let before = message.text[..at].trim_end_matches("{ ");
            let before = before.trim_end_matches(['\'', '"', '`']);
            assert!(before.ends_with(&format!("{{ ${name} }}")), "{key}: {name}");
        }
        for bare in ["}을 ", "}를 ", "}이 ", "}가 ", "}은 ", "}는 ", "}으로 ", "}로 "] {
            assert!(!message.text.contains(bare), "{key}: bare {bare}");
        }
    }
}

#[test]
fn every_topic_has_a_title_and_paragraphs() {
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        for topic in explain::TOPICS {
            let explanation = explain::explain(&catalog, topic);
            assert!(!explanation.title.starts_with('['), "{topic}: no title");
            assert!(!explanation.title.contains('\n'), "{topic}");
            assert!(explanation.body.chars().count() >= 60, "{topic}: too short to explain anything");
            for paragraph in explanation.body.split("\n\n") {
                assert!(!paragraph.contains('\n'), "{topic}: wrapped by hand");
                assert!(!paragraph.starts_with(' '), "{topic}: indented");
            }
            let words = explanation.body.split_whitespace().count();
            assert!(words <= 200, "{topic}: {words} words");
        }
    }
}

#[test]
fn explanations_are_for_topics_only() {
    for key in catalogue(Lang::En).keys().filter(|k| k.starts_with("explain-")) {
        let topic = &key["explain-".len()..];
        assert!(explain::TOPICS.contains(&topic), "{key}");
    }
}
