//! Option 2 of the manual method: the text of aws-auth, edited by hand.

use super::script::*;
use crate::domain::{Observed, VerbatimText};
use crate::plan::Operation;
use crate::planner::tests::fixture::{EMR, NODE, aws_auth, fresh, world};
use crate::wizard::{AnswerError, AwsAuthWay, Effect, Msg, PageId, Preset, QuestionId, QuestionKind, Turn, Wizard};

const OPS: &str = "- rolearn: arn:aws:iam::111122223333:role/ops\n  username: ops\n";

fn by_hand(world: &Observed) -> Wizard {
    let mut wizard = at_options("manual", world);
    quietly(&mut wizard, [say(QuestionId::AwsAuthWay, "text")]);
    wizard
}

fn planned(wizard: &Wizard) -> Option<&VerbatimText> {
    wizard.review.as_ref()?.plan.steps.iter().find_map(|step| match &step.operation {
        Operation::EditAwsAuth { text } => Some(text),
        _ => None,
    })
}

#[test]
fn the_way_is_asked_where_the_manual_method_finds_an_aws_auth() {
    let ways = |wizard: &Wizard| {
        let asked: Vec<QuestionId> = wizard.questions_on(PageId::Options).iter().map(|one| one.id).collect();
        (asked.contains(&QuestionId::AwsAuthWay), asked.contains(&QuestionId::AwsAuthText))
    };
    let mut wizard = at_options("manual", &fresh());
    assert_eq!((ways(&wizard), wizard.aws_auth_way()), ((true, false), AwsAuthWay::Entry));
    quietly(&mut wizard, [say(QuestionId::AwsAuthWay, "text")]);
    assert_eq!(ways(&wizard), (true, true));
    let error = refused(&mut wizard, say(QuestionId::AwsAuthWay, "other"));
    assert!(matches!(error, AnswerError::NotOffered { .. }));
    assert_eq!(ways(&at_options("automatic", &fresh())), (false, false));
}

#[test]
fn option_1_is_planned_as_ever() {
    let mut wizard = at_options("manual", &fresh());
    quietly(&mut wizard, [say(QuestionId::AwsAuthWay, "entry"), Msg::AcceptPage]);
    let ids: Vec<&str> = wizard.review.as_ref().unwrap().plan.steps.iter().map(|step| step.id.as_str()).collect();
    assert!(ids.contains(&"map-role:kube-system/aws-auth"), "{ids:?}");
    assert_eq!(planned(&wizard), None);
}

#[test]
fn the_page_is_not_left_before_the_text_was_edited() {
    let mut wizard = by_hand(&fresh());
    assert_eq!(send(&mut wizard, Msg::AcceptPage), []);
    assert_eq!((wizard.page, &wizard.complaint), (PageId::Options, &Some(AnswerError::NoAwsAuthText)));
    let QuestionKind::Document { default } =
        wizard.questions_on(PageId::Options).into_iter().find(|one| one.id == QuestionId::AwsAuthText).unwrap().kind
    else {
        panic!()
    };
    assert_eq!(default.exact(), NODE, "it begins with the text that is there");
}

#[test]
fn an_edited_text_is_planned_byte_for_byte() {
    let mut wizard = by_hand(&fresh());
    let text = format!("# \r kept\n{NODE}{EMR}");
    let text = text.replace('\r', "");
    quietly(&mut wizard, [say(QuestionId::AwsAuthText, &text), Msg::AcceptPage]);
    assert_eq!(wizard.page, PageId::Review);
    assert_eq!(planned(&wizard).map(VerbatimText::exact), Some(text.as_str()));
    assert_eq!((wizard.needs_typed_name(), wizard.edits_gravely()), (false, false));
    let effects = wizard.update(yes(QuestionId::Approve));
    let [Effect::Apply { ask_each: true, .. }] = effects.as_slice() else { panic!("{effects:?}") };
}

#[test]
fn a_text_that_would_not_do_is_not_taken() {
    let mut wizard = by_hand(&fresh());
    for (text, id) in [
        (format!("{NODE}\t- x\n"), "AUTH-063"),
        (NODE.to_owned(), "AUTH-058"),
        (String::new(), "AUTH-058"),
        (format!("{NODE}{EMR}- rolearn: *x\n"), "AUTH-063"),
    ] {
        let AnswerError::AwsAuthText { finding } = refused(&mut wizard, say(QuestionId::AwsAuthText, &text)) else {
            panic!("{text:?}")
        };
        assert_eq!(finding.id.as_str(), id, "{text:?}");
    }
}

#[test]
fn what_others_would_lose_needs_the_clusters_name() {
    let observed = world(|o| o.aws_auth = aws_auth(&format!("{NODE}{OPS}")));
    let mut wizard = by_hand(&observed);
    quietly(&mut wizard, [say(QuestionId::AwsAuthText, &format!("{NODE}{EMR}")), Msg::AcceptPage]);
    assert!(wizard.edits_gravely());
    assert_eq!(asked(&wizard).id, QuestionId::OneWay);
    let error = refused(&mut wizard, yes(QuestionId::Approve));
    assert!(matches!(error, AnswerError::NotTyped { .. }), "{error:?}");
    refused(&mut wizard, say(QuestionId::OneWay, "spark"));
    quietly(&mut wizard, [say(QuestionId::OneWay, "dev")]);
    assert!(matches!(wizard.update(yes(QuestionId::Approve)).as_slice(), [Effect::Apply { .. }]));
}

#[test]
fn another_answer_outdates_the_plan_and_going_back_keeps_the_text() {
    let mut wizard = by_hand(&fresh());
    let text = format!("{NODE}{EMR}");
    quietly(&mut wizard, [say(QuestionId::AwsAuthText, &text), Msg::AcceptPage]);
    quietly(&mut wizard, [Msg::Back, Msg::Back]);
    assert_eq!((wizard.page, wizard.edited_aws_auth_text().unwrap().exact()), (PageId::Options, text.as_str()));
    quietly(&mut wizard, [say(QuestionId::AwsAuthWay, "entry"), Msg::AcceptPage]);
    assert_eq!(planned(&wizard), None);
    quietly(&mut wizard, [Msg::Back, Msg::Back, say(QuestionId::AwsAuthWay, "text"), Msg::AcceptPage]);
    assert_eq!(planned(&wizard).map(VerbatimText::exact), Some(text.as_str()));
}

#[test]
fn a_text_that_was_made_of_another_one_has_to_be_looked_at_again() {
    let mut wizard = by_hand(&fresh());
    let text = format!("{NODE}{EMR}");
    quietly(&mut wizard, [say(QuestionId::AwsAuthText, &text), Msg::AcceptPage]);
    let id = request(&send(&mut wizard, Msg::Replan));
    let moved = world(|o| o.aws_auth = aws_auth(&format!("{NODE}{OPS}")));
    send(&mut wizard, observed(id, &moved));
    assert_eq!((wizard.page, &wizard.complaint), (PageId::Options, &Some(AnswerError::AwsAuthMoved)));
    assert!(wizard.is_aws_auth_text_stale() && wizard.review.is_none());
    assert_eq!(send(&mut wizard, Msg::AcceptPage), []);
    assert_eq!(wizard.page, PageId::Options, "not before somebody looked");
    quietly(&mut wizard, [say(QuestionId::AwsAuthText, &text), Msg::AcceptPage]);
    assert!(wizard.edits_gravely(), "it takes now what somebody else put in meanwhile");
}

#[test]
fn the_text_that_the_run_wrote_is_not_stale() {
    let mut wizard = by_hand(&fresh());
    let text = format!("{NODE}{EMR}");
    quietly(&mut wizard, [say(QuestionId::AwsAuthText, &text), Msg::AcceptPage]);
    let id = request(&send(&mut wizard, Msg::Replan));
    let written = world(|o| o.aws_auth = aws_auth(&text));
    quietly(&mut wizard, [observed(id, &written)]);
    assert_eq!(wizard.page, PageId::Review);
    assert!(!wizard.is_aws_auth_text_stale());
}

#[test]
fn a_file_that_was_named_is_taken_without_a_question() {
    let text = format!("{NODE}{EMR}");
    let preset = Preset { aws_auth_text: Some(VerbatimText::new(text.as_str())), ..Preset::default() };
    let mut wizard = at_method(preset.clone(), &fresh());
    quietly(&mut wizard, [say(QuestionId::Method, "manual")]);
    assert_eq!(wizard.aws_auth_way(), AwsAuthWay::Text);
    quietly(&mut wizard, [Msg::AcceptPage]);
    assert_eq!(planned(&wizard).map(VerbatimText::exact), Some(text.as_str()));
    // What is wrong with a file's text is found in the plan.
    let bad = Preset { aws_auth_text: Some(VerbatimText::new(NODE)), ..preset };
    let mut wizard = at_method(bad, &fresh());
    quietly(&mut wizard, [say(QuestionId::Method, "manual"), Msg::AcceptPage]);
    let found: Vec<&str> = wizard.review.as_ref().unwrap().blockers().map(|finding| finding.id.as_str()).collect();
    assert_eq!(found, ["AUTH-058"]);
}

#[test]
fn the_questions_come_one_by_one_where_there_is_no_page() {
    let mut wizard = at_options("manual", &fresh());
    for id in [QuestionId::RuleSet, QuestionId::AwsAuthWay] {
        assert_eq!(asked(&wizard).id, id);
        let word = if id == QuestionId::RuleSet { "aws-1.22" } else { "text" };
        quietly(&mut wizard, [say(id, word)]);
    }
    assert_eq!(asked(&wizard).id, QuestionId::AwsAuthText);
    refused(&mut wizard, say(QuestionId::AwsAuthText, NODE));
    assert_eq!(asked(&wizard).id, QuestionId::AwsAuthText, "asked until there is one");
    quietly(&mut wizard, [say(QuestionId::AwsAuthText, &format!("{NODE}{EMR}"))]);
    assert!(!matches!(wizard.turn(), Turn::Ask(question) if question.id == QuestionId::AwsAuthText));
}
