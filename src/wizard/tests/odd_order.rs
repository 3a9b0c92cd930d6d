//! What a person, or a slow network, could do in odd order.

use super::script::*;
use crate::domain::{AuthenticationMode, Observed};
use crate::planner::tests::fixture::{fresh, in_mode};
use crate::wizard::{
    Answer, AnswerError, Effect, Load, Msg, PAGES, PageId, Preset, QuestionId, RequestId, Turn, Wizard,
};

fn stands(wizard: &Wizard) -> Vec<Wizard> {
    let mut all = vec![wizard.clone()];
    while all.last().unwrap().previous_page().is_some() {
        let mut earlier = all.last().unwrap().clone();
        earlier.update(Msg::Back);
        all.push(earlier);
    }
    all
}

/// On every page: only the questions of that page are heard.
#[test]
fn answers_for_another_page_are_not_taken() {
    let words = [
        "use",
        "again",
        "practice",
        "us-east-1/other",
        "team-a",
        "manual",
        "aws-1.21",
        "attach",
        "named",
        "dev",
        "yes",
    ];
    for mut wizard in stands(&at_review("access-entry", &fresh())) {
        for question in QuestionId::ALL {
            if wizard.page.page().questions.contains(&question) {
                continue;
            }
            let texts = words.map(|word| Answer::Text(word.to_owned()));
            for answer in texts.into_iter().chain([Answer::Yes(true), Answer::Yes(false)]) {
                let error = refused(&mut wizard, Msg::Answered { question, answer });
                assert_eq!(error, AnswerError::NotAsked, "{question:?} on {:?}", wizard.page);
            }
        }
    }
}

/// A question that does not apply is not answered behind the person's back.
#[test]
fn options_that_do_not_apply_are_not_taken() {
    let mut wizard = at_options("automatic", &fresh());
    refused(&mut wizard, say(QuestionId::RuleSet, "aws-1.21"));
    refused(&mut wizard, say(QuestionId::CallerPermissions, "attach"));
    refused(&mut wizard, say(QuestionId::VirtualClusterName, "x"));
    quietly(&mut wizard, [yes(QuestionId::VirtualCluster), say(QuestionId::VirtualClusterName, "x")]);
    let mut wizard = at_options("access-entry", &fresh());
    refused(&mut wizard, no(QuestionId::VirtualCluster));
}

/// A plan is never approved that was made for other answers than those in force.
#[test]
fn an_answer_that_changes_something_outdates_the_plan() {
    let changes: [(&[Msg], &[Msg]); 4] = [
        (&[Msg::GoTo(PageId::Options)], &[say(QuestionId::RuleSet, "eksctl")]),
        (&[Msg::GoTo(PageId::Options)], &[yes(QuestionId::VirtualCluster)]),
        (&[Msg::GoTo(PageId::Options)], &[no(QuestionId::ServiceLinkedRole)]),
        (&[Msg::GoTo(PageId::Method)], &[say(QuestionId::Method, "automatic")]),
    ];
    for (back, change) in changes {
        let mut wizard = at_review("manual", &fresh());
        let shown = wizard.review.as_ref().unwrap().hash;
        quietly(&mut wizard, back.iter().chain(change).cloned());
        assert!(!wizard.can_show(PageId::Review), "{change:?}");
        quietly(&mut wizard, [Msg::GoTo(PageId::Review)]);
        assert_ne!(wizard.page, PageId::Review, "{change:?}");
        quietly(&mut wizard, [Msg::AcceptPage]);
        assert_ne!(wizard.review.as_ref().unwrap().hash, shown, "{change:?}");
    }
}

#[test]
fn stale_replies_are_not_heard() {
    let mut wizard = at_namespace(Preset::default());
    let first = request(&wizard.update(say(QuestionId::Namespace, "spark")));
    assert_eq!(leave(&mut wizard, Msg::Back), first);
    let second = request(&wizard.update(say(QuestionId::Namespace, "team-a")));
    assert!(second > first);
    quietly(&mut wizard, [observed(first, &fresh()), unobserved(first)]);
    assert_eq!(wizard.observed, Load::Loading(RequestId(second)));
    quietly(&mut wizard, [observed(second, &fresh())]);
    let heard = wizard.observed.clone();
    quietly(&mut wizard, [unobserved(second), observed(first, &in_mode(AuthenticationMode::Api))]);
    assert_eq!(wizard.observed, heard, "one answer to one question");
    let mut wizard = at_namespace(Preset::default());
    quietly(&mut wizard, [Msg::Back]);
    let other = request(&wizard.update(say(QuestionId::Cluster, "other")));
    quietly(&mut wizard, [namespaces(other - 1, &["of-dev"])]);
    assert!(wizard.namespaces.is_loading());
    quietly(&mut wizard, [namespaces(other, &["of-other"]), namespaces(other, &["again"])]);
    assert_eq!(wizard.namespaces.ready().unwrap()[0].name.as_str(), "of-other");
}

#[test]
fn nothing_is_asked_twice_of_the_outside() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    quietly(&mut wizard, [Msg::Start, Msg::TryAgain]);
    refused(&mut wizard, say(QuestionId::SignIn, "again"));
    wizard.update(identified(1, None));
    quietly(&mut wizard, [Msg::Start, say(QuestionId::SignIn, "use"), Msg::TryAgain]);
    let mut wizard = at_namespace(Preset::default());
    quietly(&mut wizard, [Msg::Back]);
    let id = request(&wizard.update(say(QuestionId::Cluster, "other")));
    quietly(&mut wizard, [Msg::TryAgain]);
    quietly(&mut wizard, [namespaces(id, &["spark"])]);
    let id = request(&wizard.update(say(QuestionId::Namespace, "spark")));
    quietly(&mut wizard, [Msg::TryAgain, Msg::Replan]);
    quietly(&mut wizard, [observed(id, &fresh())]);
}

/// What is read for a page ends with it, and begins anew where it is wanted again.
#[test]
fn what_is_read_for_a_page_is_let_go_of_with_the_page() {
    let mut wizard = at_namespace(Preset::default());
    quietly(&mut wizard, [Msg::Back]);
    let first = request(&wizard.update(say(QuestionId::Cluster, "other")));
    assert_eq!(leave(&mut wizard, Msg::Back), first);
    assert!(!wizard.can_show(PageId::Namespace));
    let second = request(&wizard.update(say(QuestionId::Cluster, "other")));
    quietly(&mut wizard, [namespaces(first, &["old"])]);
    assert!(wizard.namespaces.is_loading(), "nobody waits for the first any more");
    quietly(&mut wizard, [namespaces(second, &["spark"])]);
    let first = request(&wizard.update(say(QuestionId::Namespace, "spark")));
    assert_eq!(leave(&mut wizard, Msg::GoTo(PageId::Cluster)), first);
    assert_eq!(wizard.observed, Load::Idle);
    quietly(&mut wizard, [say(QuestionId::Cluster, "other")]);
    let second = request(&wizard.update(say(QuestionId::Namespace, "spark")));
    assert!(second > first);
}

/// The list of clusters goes on while the page before it is in front, and is taken up anew where it was left.
#[test]
fn a_list_that_was_left_half_full_is_made_again() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    wizard.update(identified(1, None));
    quietly(&mut wizard, [say(QuestionId::SignIn, "use"), Msg::Back, say(QuestionId::SignIn, "use")]);
    quietly(&mut wizard, [listed(2, "us-east-1", &["dev"])]);
    let (left, id) = changed(&wizard.update(say(QuestionId::Cluster, "dev")));
    assert_eq!(left, 2);
    quietly(&mut wizard, [namespaces(id, &["spark"]), listed(2, "eu-west-1", &["late"])]);
    let again = request(&wizard.update(Msg::Back));
    assert_eq!((wizard.clusters.rows.len(), wizard.turn()), (0, Turn::Wait));
    quietly(&mut wizard, [listed(again, "us-east-1", &["dev"]), all_listed(again)]);
    quietly(&mut wizard, [say(QuestionId::Cluster, "dev"), Msg::Back]);
}

/// Rows are read one by one where no list told of them: once, and only those in sight.
#[test]
fn rows_in_sight_are_read_one_by_one() {
    let mut wizard = at_namespace(Preset::default());
    let id = request(&wizard.update(Msg::TryAgain));
    let seen = |names: &[&str]| Msg::Seen(names.iter().map(|name| name.parse().unwrap()).collect());
    let Msg::Namespaces { request: asked, cluster, namespaces: Ok(mut rows) } =
        namespaces(id, &["a", "b", "c", "kube-system"])
    else {
        panic!()
    };
    for row in &mut rows {
        (row.has_role, row.has_role_binding) = (None, Some(false));
    }
    quietly(&mut wizard, [Msg::Namespaces { request: asked, cluster, namespaces: Ok(rows) }]);
    let effects = wizard.update(seen(&["a", "b", "kube-system", "nowhere"]));
    let [Effect::LookInto { request, namespaces, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(namespaces, &["a".parse().unwrap(), "b".parse().unwrap()], "of the system's nothing is shown");
    quietly(&mut wizard, [seen(&["a", "b"])]);
    let answer = |request| Msg::LookedInto {
        request,
        found: vec![("a".parse().unwrap(), Some(true), Some(true)), ("b".parse().unwrap(), None, None)],
    };
    quietly(&mut wizard, [answer(RequestId(1)), answer(*request), answer(*request), seen(&["a", "b"])]);
    let shown = |wizard: &Wizard| {
        let rows = wizard.namespaces.ready().unwrap().iter();
        rows.map(|row| (row.has_role, row.has_role_binding)).collect::<Vec<_>>()
    };
    let half = (None, Some(false));
    assert_eq!(shown(&wizard), [(Some(true), Some(false)), half, half, half], "what a list told stays");
    let third = wizard.update(seen(&["c"]));
    let [Effect::LookInto { request: third, .. }] = third.as_slice() else { panic!("{third:?}") };
    assert_eq!(leave(&mut wizard, Msg::Back), third.0);
    quietly(&mut wizard, [say(QuestionId::Cluster, "dev")]);
    assert!(matches!(wizard.update(seen(&["c"])).as_slice(), [Effect::LookInto { .. }]), "it is wanted again");
}

#[test]
fn a_plan_is_approved_once() {
    let mut wizard = at_review("automatic", &fresh());
    assert!(matches!(wizard.update(yes(QuestionId::Approve)).as_slice(), [Effect::Apply { .. }]));
    assert_eq!(refused(&mut wizard, yes(QuestionId::Approve)), AnswerError::NotAsked);
    assert_eq!(refused(&mut wizard, no(QuestionId::Approve)), AnswerError::NotAsked);
}

#[test]
fn a_plan_that_is_not_in_front_is_not_approved() {
    for mut wizard in stands(&at_review("automatic", &fresh())).into_iter().skip(1) {
        assert_eq!(refused(&mut wizard, yes(QuestionId::Approve)), AnswerError::NotAsked, "{:?}", wizard.page);
    }
}

#[test]
fn pages_ahead_that_cannot_be_shown_are_not_gone_to() {
    for wizard in stands(&at_method(Preset::default(), &fresh())) {
        for page in &PAGES {
            let mut wizard = wizard.clone();
            let (from, can) = (wizard.page, wizard.can_show(page.id));
            quietly(&mut wizard, [Msg::GoTo(page.id)]);
            assert_eq!(wizard.page, if can { page.id } else { from });
        }
    }
}

#[test]
fn there_is_nothing_to_plan_again_before_there_is_a_plan() {
    for mut wizard in stands(&at_options("manual", &fresh())) {
        let page = wizard.page;
        quietly(&mut wizard, [Msg::Replan]);
        assert_eq!(wizard.page, page);
    }
    let mut wizard = Wizard::new(Preset::default());
    quietly(&mut wizard, [Msg::Replan, Msg::TryAgain, Msg::Back, Msg::AcceptPage, Msg::StopRun].into_iter().take(1));
    assert_eq!((wizard.page, wizard.turn()), (PageId::SignIn, Turn::Wait));
}

/// Leaving the plan while it is made anew: the answer comes, and the page that is in front stays.
#[test]
fn going_back_while_the_world_is_read() {
    let mut wizard = at_review("automatic", &fresh());
    let id = request(&wizard.update(Msg::Replan));
    quietly(&mut wizard, [Msg::Back]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Method, Turn::Wait), "options stand on what is being read");
    let api: Observed = in_mode(AuthenticationMode::Api);
    quietly(&mut wizard, [observed(id, &api)]);
    assert_eq!((wizard.page, asked(&wizard).id), (PageId::Method, QuestionId::Method));
    assert_eq!((&wizard.review, wizard.answers.method), (&None, None), "automatic cannot work any more");
}
