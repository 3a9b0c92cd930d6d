//! The targets: what has to hold of any bytes at all. The program's tests run them, too, on made-up and on saved input.

use super::product::aws_auth::{RoleMapping, add_role, read_map_accounts, read_map_roles, read_map_users, remove_role};
use super::product::domain::ClusterArn;
use super::product::domain::outside::{OutsideText, escaped, escaped_json, is_hostile};
use super::product::domain::trust::{Edited, TRUST_SIZE, TrustPolicy, TrustVerdict, TrustWidth, extend, harden, judge};
use super::product::journal::{Chain, Past, events, read};
use super::product::plan::commands::{commands, quote};
use super::product::plan::run::JournalRecord;
use super::product::plan::{Plan, PlanHash};

/// A target and its name.
pub(crate) type Named = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const TARGETS: [Named; 5] =
    [("splice", splice), ("plan", plan), ("trust", trust), ("journal", journal), ("clean", clean)];

/// aws-auth: an edit keeps every byte, adds one entry, is not done twice, and is taken back to the byte.
fn splice(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let ours =
        RoleMapping::new("arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers", "emr-containers");
    let before = read_map_roles(&text);
    let _ = (read_map_users(&text), read_map_accounts(&text));
    let Ok(splice) = add_role(Some(&text), &ours, 0) else { return };
    assert!(before.failure().is_none(), "what cannot be read is not edited");
    if splice.is_unchanged() {
        assert_eq!(splice.after, text);
        return;
    }
    let (start, end) = (splice.inserted.start, splice.inserted.end);
    let kept = text.len() - (splice.after.len() - (end - start));
    assert_eq!(
        (&splice.after[..start], &splice.after[end..]),
        (&text[..start], &text[start + kept..]),
        "bytes are kept"
    );
    assert_eq!(&splice.after[start..end], splice.insertion.text);
    let after = read_map_roles(&splice.after);
    assert_eq!(after.entries.len(), before.entries.len() + 1);
    assert!(after.effective.values().any(|mapping| *mapping == ours));
    let again = add_role(Some(&splice.after), &ours, 0).expect("what was edited can be looked at again");
    assert!(again.is_unchanged(), "an edit is made once");
    if let Ok(removal) = remove_role(&splice.after, &ours, &splice.insertion) {
        assert_eq!(removal.after.as_deref(), Some(&*text), "an edit is taken back to the byte");
    }
}

/// A plan: whatever reads as one is written as itself, has one hash, and shows nothing hostile.
fn plan(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(hash) = PlanHash::try_from(text.to_owned())
    {
        assert_eq!(hash.to_string(), text.to_ascii_lowercase());
    }
    let Ok(plan) = serde_json::from_slice::<Plan>(bytes) else { return };
    let canonical = plan.canonical_bytes();
    let read: Plan = serde_json::from_slice(&canonical).expect("what is written can be read");
    assert_eq!(read.hash(), plan.hash());
    assert_eq!(read.canonical_bytes(), canonical, "there is one way to write it");
    for step in &plan.steps {
        for line in step.change.diff() {
            assert!(!line.text.as_str().contains(is_hostile));
        }
        for block in commands(step, &plan, Some("practice")) {
            assert!(!block.lines.is_empty());
        }
    }
}

fn cluster() -> ClusterArn {
    "arn:aws:eks:us-east-1:111122223333:cluster/dev".parse().expect("a cluster's ARN")
}

/// A trust policy: an edit does what it says, loses no statement, fits, reads back as itself and is not made twice.
fn trust(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(policy) = TrustPolicy::parse(&text) else { return };
    let cluster = cluster();
    let source = TrustWidth::Cluster.source_arn(&cluster);
    if let Edited::Policy(edited) = extend(&policy, &cluster, &source) {
        let verdict = judge(&edited, &cluster);
        assert!(!matches!(verdict, TrustVerdict::Broken { .. }), "it was extended and is {verdict:?}");
        reads_back(&edited);
        assert!(edited.statements().len() >= policy.statements().len());
        assert_eq!(extend(&edited, &cluster, &source), Edited::Same, "it is extended once");
    }
    if let Edited::Policy(edited) = harden(&policy, &cluster, std::slice::from_ref(&source)) {
        assert_eq!(judge(&edited, &cluster), TrustVerdict::Covered);
        reads_back(&edited);
        assert!(edited.statements().len() >= policy.statements().len());
    }
}

fn reads_back(policy: &TrustPolicy) {
    assert!(policy.size() <= TRUST_SIZE);
    let text = policy.to_text();
    assert_eq!(TrustPolicy::parse(&text).expect("what is sent can be read").to_value(), policy.to_value());
}

/// A journal: what is read was written, a bad tail is left out, a bad middle refused; events are never an error.
fn journal(bytes: &[u8]) {
    events(bytes);
    if let Ok(reading) = read(bytes) {
        assert!(reading.length <= bytes.len());
        let whole = read(&bytes[..reading.length]).expect("the good part is good");
        assert_eq!((&whole.records, &whole.chain), (&reading.records, &reading.chain));
        rewritten(reading.records);
    }
    // Records that somebody chained correctly, which no chance finds.
    let records: Vec<JournalRecord> =
        bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    rewritten(records);
}

fn rewritten(records: Vec<JournalRecord>) {
    let mut chain = Chain::new();
    let mut text = String::new();
    for record in &records {
        let (line, next) = chain.line(record).expect("a record can be written");
        assert!(!line.contains(|c| c != '\n' && is_hostile(c)), "{line}");
        text.push_str(&line);
        chain = next;
    }
    let reading = read(text.as_bytes()).expect("what is written can be read");
    assert_eq!((reading.length, &reading.chain), (text.len(), &chain));
    if let Some(last) = text.len().checked_sub(1) {
        let cut = read(&text.as_bytes()[..last]).expect("a bad tail is left out");
        assert_eq!(cut.records.len() + 1, reading.records.len());
    }
    if let Ok(past) = Past::of(reading.records) {
        let told = past.plan.steps.iter().filter(|step| past.steps.contains_key(&step.id));
        assert_eq!(told.count(), past.steps.len(), "nothing is told of a step that is not planned");
    }
}

/// Text from outside: nothing hostile is left, nothing else is changed, once is enough.
fn clean(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (cleaned, is_line) in
        [(OutsideText::line(&text), true), (OutsideText::message(&text), true), (OutsideText::block(&text), false)]
    {
        assert!(!cleaned.as_str().contains(|c| is_hostile(c) && (is_line || c != '\n')), "{cleaned:?}");
        assert_eq!(OutsideText::block(cleaned.as_str()), cleaned);
    }
    let shown = escaped(&text);
    assert!(!shown.contains(|c| is_hostile(c) && !matches!(c, '\n' | '\t')));
    assert!(shown.len() >= text.len());
    assert_eq!(escaped(&shown), shown);
    let value = serde_json::Value::from(&*text);
    let json = value.to_string();
    let json = escaped_json(&json);
    assert!(!json.contains(is_hostile));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).expect("it stays JSON"), value);
    assert!(!quote(&text).contains(|c| is_hostile(c) && !matches!(c, '\n' | '\t')));
}
