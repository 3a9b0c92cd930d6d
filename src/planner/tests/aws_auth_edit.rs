//! The text of aws-auth as a person edits it: judged, planned, taken back.

use super::fixture::*;
use crate::domain::{Desired, Fact, Method, Observed, VerbatimText};
use crate::plan::{Action, Operation};
use crate::planner::{OwnWay, Review, edit_trouble, judge_edit, review, with_emr_entry};

const STEP: &str = "edit-aws-auth:kube-system/aws-auth";
const OPS: &str = "- rolearn: arn:aws:iam::111122223333:role/ops\n  username: ops\n";
/// The entry of the role that the fixture's caller is a session of.
const OWN: &str = "- rolearn: arn:aws:iam::111122223333:role/PlatformAdmin\n  username: me\n  groups: [admins]\n";

fn present(text: &str) -> Observed {
    world(|observed| {
        observed.caller = caller("arn:aws:sts::111122223333:assumed-role/PlatformAdmin/me");
        observed.aws_auth = aws_auth(text);
    })
}

fn planned(observed: &Observed, text: &str) -> Review {
    let text = Some(VerbatimText::new(text));
    review(&Desired { aws_auth_text: text, ..want(Method::Manual) }, observed, &[])
}

/// The findings about the edit, and what is refused in aws-auth.
fn about(review: &Review) -> Vec<&'static str> {
    ids(review).into_iter().filter(|id| id.starts_with("AUTH-")).collect()
}

#[test]
fn the_step_puts_the_edited_text_in_the_place_of_the_one_that_is_there() {
    let before = format!("{NODE}{OPS}");
    let after = format!("# by hand\n{NODE}{OPS}{EMR}");
    let review = planned(&present(&before), &after);
    let step = step(&review, STEP);
    assert_eq!(step.operation, Operation::EditAwsAuth { text: VerbatimText::new(after.as_str()) });
    assert_eq!((step.change.before.clone(), step.change.after.clone()), (Some(before.into()), Some(after.into())));
    assert_eq!((step.change.action, step.undo.word(), step.risk.word()), (Action::Update, "restore", "cluster"));
    assert!(step.needs.iter().any(|id| id.as_str().starts_with("write-role-binding")), "{:?}", step.needs);
    assert_eq!(about(&review), [] as [&str; 0]);
    assert!(!review.is_blocked() && !review.plan.edits_gravely());
    let who: Vec<String> = review.access.iter().map(|row| format!("{} {}", row.who, row.what)).collect();
    assert!(who.iter().any(|row| row.ends_with("AmazonEMRContainers → emr-containers")), "{who:?}");
    assert!(!actions(&review).iter().any(|row| row.contains("map-role")), "one edit, not two");
}

#[test]
fn a_text_that_is_there_already_is_no_change() {
    let text = format!("{NODE}{EMR}");
    let review = planned(&present(&text), &text);
    assert_eq!(step(&review, STEP).change.action, Action::NoChange);
    assert_eq!(about(&review), [] as [&str; 0]);
}

#[test]
fn each_edit_is_judged_by_what_it_takes_and_gives() {
    let before = format!("{NODE}{OWN}{OPS}");
    let full = |text: &str| format!("{text}{EMR}");
    let masters = OPS.replace("role/ops", "role/new") + "  groups: [system:masters]\n";
    let foreign = OPS.replace("111122223333:role/ops", "999988887777:role/ops");
    type Row<'a> = (&'a str, String, &'a [&'a str], bool, bool);
    let table: [Row<'_>; 14] = [
        ("only EMR's entry", full(&before), &[], false, false),
        ("EMR's entry forgotten", format!("{before}# a remark\n"), &["AUTH-058"], true, false),
        ("EMR as somebody", full(&before).replace("emr-containers", "emr"), &["AUTH-058"], true, false),
        ("EMR in a group", full(&before) + "  groups: [admins]\n", &["AUTH-058"], true, false),
        ("an entry of others gone", full(&format!("{NODE}{OWN}")), &["AUTH-061"], false, true),
        (
            "an entry of others changed",
            full(&before.replace("username: ops", "username: x")),
            &["AUTH-061"],
            false,
            true,
        ),
        ("the nodes gone", full(&format!("{OWN}{OPS}")), &["AUTH-060"], false, true),
        ("a group of the nodes gone", full(&before.replace("\n    - system:nodes", "")), &["AUTH-060"], false, true),
        ("our own way gone", full(&format!("{NODE}{OPS}")), &["AUTH-059", "AUTH-061"], true, true),
        ("our own entry changed", full(&before.replace("[admins]", "[x]")), &["AUTH-061"], false, true),
        ("everything gone", String::new(), &["AUTH-058", "AUTH-059", "AUTH-060", "AUTH-061"], true, true),
        ("all rights", full(&format!("{before}{masters}")), &["AUTH-062"], false, true),
        ("another account", full(&format!("{before}{foreign}")), &["AUTH-062"], false, true),
        ("a path", full(&format!("{before}{}", OPS.replace("role/ops", "role/team/x"))), &["AUTH-030"], false, false),
    ];
    for (name, text, wanted, is_blocked, is_grave) in table {
        let review = planned(&present(&before), &text);
        let mut found = about(&review);
        found.sort_unstable();
        assert_eq!(found, wanted, "{name}");
        assert_eq!((review.is_blocked(), review.plan.edits_gravely()), (is_blocked, is_grave), "{name}");
        let verdict = judge_edit(&present(&before), &text).unwrap();
        assert_eq!((verdict.blocker().is_some(), verdict.is_grave()), (is_blocked, is_grave), "{name}");
    }
}

#[test]
fn a_text_that_eks_would_stumble_over_is_refused_with_its_place() {
    for (name, more, cause, line) in [
        ("a tab", "\t- oops\n", "AUTH-011", 7),
        ("an open quote", "- rolearn: \"x\n", "AUTH-010", 8),
        (
            "a bare template",
            "- rolearn: arn:aws:iam::111122223333:role/x\n  username: {{SessionName}}\n",
            "AUTH-013",
            8,
        ),
        ("an anchor", "- &x\n  rolearn: arn:aws:iam::111122223333:role/x\n  username: x\n", "AUTH-036", 8),
    ] {
        let text = format!("{NODE}{more}");
        let review = planned(&present(NODE), &text);
        assert_eq!(about(&review), ["AUTH-063"], "{name}");
        assert!(evidence(&review, "AUTH-063").1.starts_with(cause), "{name}: {:?}", evidence(&review, "AUTH-063"));
        let alone = edit_trouble(&text).unwrap();
        assert_eq!(alone.place.as_ref().map(|place| place.line), Some(line), "{name}");
        assert_eq!(review.findings.iter().find(|found| found.id == alone.id), Some(&alone), "{name}");
    }
    assert_eq!(edit_trouble(&format!("{NODE}{EMR}")), None);
}

#[test]
fn what_cannot_be_edited_at_all_cannot_be_edited_by_hand_either() {
    let good = format!("{NODE}{EMR}");
    let altered = |alter: fn(&mut crate::domain::observed::AwsAuthObject)| {
        let mut observed = present(NODE);
        if let Fact::Seen { value, .. } = &mut observed.aws_auth {
            alter(value);
        }
        observed
    };
    let without = |aws_auth| world(|observed| observed.aws_auth = aws_auth);
    for (name, observed, wanted) in [
        ("absent", without(absent()), "AUTH-001"),
        ("not seen", without(denied()), "AUTH-005"),
        ("immutable", altered(|object| object.immutable = true), "AUTH-002"),
        ("being deleted", altered(|object| object.meta.deleting = true), "AUTH-002"),
        ("broken now", present("- rolearn: [\n"), "AUTH-010"),
        (
            "miscased",
            altered(|object| drop(object.data.insert("maproles".to_owned(), VerbatimText::new("")))),
            "AUTH-002",
        ),
    ] {
        let review = planned(&observed, &good);
        assert!(review.is_blocked() && ids(&review).contains(&wanted), "{name}: {:?}", ids(&review));
        assert!(!actions(&review).iter().any(|row| row.contains("aws-auth")), "{name}");
    }
    let mut owned = present(NODE);
    if let Fact::Seen { value, .. } = &mut owned.aws_auth {
        value.meta.managers = vec![text("argocd-controller")];
    }
    let found = ids(&planned(&owned, &good));
    assert!(found.contains(&"RBAC-002"), "{found:?}");
}

#[test]
fn a_text_that_is_not_spliced_can_still_be_edited_by_hand() {
    use crate::planner::outlooks;
    let anchored = format!("{NODE}- &x\n  rolearn: arn:aws:iam::111122223333:role/x\n  username: x\n");
    let elsewhere = format!("{NODE}{}", EMR.replace("emr-containers", "somebody"));
    for (name, text, is_offered) in [
        ("an anchor", &anchored, true),
        ("EMR as somebody else", &elsewhere, true),
        ("broken", &"- [\n".to_owned(), false),
    ] {
        let observed = present(text);
        let cards = outlooks(&observed, &[spark()], &[]);
        let card = |method| cards.iter().find(|card| card.method == method).unwrap();
        assert!(!card(Method::Automatic).blockers.is_empty(), "{name}");
        assert_eq!(card(Method::Manual).blockers.is_empty(), is_offered, "{name}: {:?}", card(Method::Manual).blockers);
        assert!(plan_for(Method::Manual, &observed).is_blocked(), "{name}: option 1 is refused as ever");
        let review = planned(&observed, &format!("{NODE}{EMR}"));
        assert_eq!(!review.is_blocked(), is_offered, "{name}: {:?}", ids(&review));
    }
}

#[test]
fn the_verdict_tells_who_comes_and_goes() {
    let before = format!("{NODE}{OWN}{OPS}");
    let after = format!("{NODE}{OWN}{}{EMR}", OPS.replace("username: ops", "username: other"));
    let verdict = judge_edit(&present(&before), &after).unwrap();
    let shown = |lines: &[crate::domain::OutsideText]| lines.iter().map(ToString::to_string).collect::<Vec<_>>();
    let emr = "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers → emr-containers";
    assert_eq!((shown(&verdict.added), shown(&verdict.removed)), (vec![emr.to_owned()], vec![]));
    assert_eq!(shown(&verdict.changed), ["arn:aws:iam::111122223333:role/ops → other, ≠ ops"]);
    assert_eq!((verdict.entries, verdict.maps_emr, verdict.own), (4, true, OwnWay::Kept));
    assert_eq!(judge_edit(&present(&before), NODE).unwrap().own, OwnWay::Lost);
    assert_eq!(judge_edit(&present(NODE), NODE).unwrap().own, OwnWay::Elsewhere);
    assert!(judge_edit(&present(&before), &before).unwrap().is_unchanged);
    assert_eq!(judge_edit(&world(|observed| observed.aws_auth = absent()), ""), None);
}

#[test]
fn emr_s_entry_goes_where_option_1_would_put_it() {
    let observed = present(NODE);
    let by_option_1 = plan_for(Method::Manual, &observed);
    let after = step(&by_option_1, "map-role:kube-system/aws-auth").change.after.clone().unwrap();
    assert_eq!(with_emr_entry(&observed, NODE).unwrap(), after.as_str().unwrap());
    let both = format!("{OPS}{EMR}");
    assert_eq!(with_emr_entry(&observed, OPS).unwrap(), both, "into the text in front, not into the one that is there");
    assert_eq!(with_emr_entry(&observed, &both).unwrap(), both, "once");
    let refused = with_emr_entry(&observed, "- rolearn: [\n").unwrap_err();
    assert_eq!((refused.id.as_str(), refused.place.is_some()), ("AUTH-063", true));
}
