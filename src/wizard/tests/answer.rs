//! Answers: which are taken, which are refused, and what stands for the ones that are not given.

use super::script::{self, *};
use crate::domain::desired::{CallerPermissions, VirtualClusterNames};
use crate::domain::name::NameProblem;
use crate::domain::observed::VirtualClusterState;
use crate::domain::rbac::RuleSet;
use crate::domain::{AuthenticationMode, Method, Observed, OutsideText, PortError, PortErrorKind};
use crate::planner::tests::fixture::{self, fresh, in_mode, spark, world};
use crate::wizard::{AnswerError, Effect, Msg, PageId, Preset, QuestionId, QuestionKind, RequestId, Turn, Wizard};

fn problem(error: AnswerError) -> NameProblem {
    match error {
        AnswerError::Name(error) => error.problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_with_bad_characters_cause_nothing() {
    let mut wizard = at_namespace(Preset::default());
    let table = [
        ("My_NS", NameProblem::Character { character: 'M', position: 1 }),
        (&"a".repeat(64), NameProblem::TooLong { length: 64 }),
        ("-a", NameProblem::Edge),
        ("", NameProblem::Empty),
        ("  ", NameProblem::Empty),
        ("sp\u{430}rk", NameProblem::LookAlike { character: '\u{430}', latin: 'a', position: 3 }),
        ("a\u{1b}[2Jb", NameProblem::Control { character: '\u{1b}', position: 2 }),
        ("a\u{202e}b", NameProblem::Control { character: '\u{202e}', position: 2 }),
    ];
    for (given, wanted) in table {
        assert_eq!(problem(refused(&mut wizard, say(QuestionId::Namespace, given))), wanted, "{given:?}");
    }
    quietly(&mut wizard, [Msg::Back]);
    assert_eq!(problem(refused(&mut wizard, say(QuestionId::Cluster, "-dev"))), NameProblem::Edge);
    assert_eq!(problem(refused(&mut wizard, say(QuestionId::Cluster, "us-east/dev"))), NameProblem::Form);
    let mut wizard = at_options("access-entry", &fresh());
    let error = refused(&mut wizard, say(QuestionId::VirtualClusterName, "a b"));
    assert_eq!(problem(error), NameProblem::Character { character: ' ', position: 2 });
    quietly(&mut wizard, [say(QuestionId::VirtualClusterName, " a.b/c ")]);
    assert_eq!(
        wizard.answers.virtual_cluster_names,
        Some(VirtualClusterNames::From("a.b/c".parse().unwrap())),
        "blanks of a paste go"
    );
}

#[test]
fn system_namespaces_are_refused_unless_allowed_by_name() {
    let mut wizard = at_namespace(Preset::default());
    for name in ["kube-system", "kube-public", "default"] {
        let namespace = name.parse().unwrap();
        assert_eq!(refused(&mut wizard, say(QuestionId::Namespace, name)), AnswerError::SystemNamespace { namespace });
    }
    let allowed = vec!["default".parse().unwrap()];
    let mut wizard = at_namespace(Preset { allowed_system_namespaces: allowed, ..Preset::default() });
    refused(&mut wizard, say(QuestionId::Namespace, "kube-system"));
    assert!(matches!(wizard.update(say(QuestionId::Namespace, "default")).as_slice(), [Effect::Observe { .. }]));
}

#[test]
fn a_typed_name_that_is_not_there_is_to_be_made_and_a_flag_s_is_not() {
    let gone = world(|o| fixture::of_spark(o).object = fixture::absent());
    let flag = |name: &str, create| Preset {
        namespaces: vec![name.parse().unwrap()],
        create_namespace: create,
        ..Preset::default()
    };
    let table = [
        ("typed", Preset::default(), &gone, true),
        ("typed instead of the flag's", flag("other", false), &gone, true),
        ("the flag's", flag("spark", false), &gone, false),
        ("the flag's, with leave", flag("spark", true), &gone, true),
        ("typed, and there", Preset::default(), &fresh(), false),
        ("the flag's, with leave, and there", flag("spark", true), &fresh(), false),
    ];
    for (name, preset, world, wanted) in table {
        let mut wizard = at_method(preset, world);
        quietly(&mut wizard, [say(QuestionId::Method, "automatic"), Msg::AcceptPage]);
        let review = wizard.review.as_ref().unwrap();
        assert_eq!(review.desired.namespaces.first().create, wanted, "{name}");
        assert_eq!(review.is_blocked(), name == "the flag's", "{name}");
    }
}

#[test]
fn a_method_that_cannot_work_is_not_chosen() {
    let mut wizard = at_method(Preset::default(), &in_mode(AuthenticationMode::Api));
    for word in ["automatic", "manual"] {
        let AnswerError::Blocked { findings } = refused(&mut wizard, say(QuestionId::Method, word)) else { panic!() };
        assert_eq!(findings.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), ["MODE-001"]);
    }
    let QuestionKind::Choose { choices, default, may_type } = asked(&wizard).kind else { panic!() };
    let shown: Vec<_> = choices.iter().map(|c| (c.value.as_str(), c.blockers.len(), c.is_recommended)).collect();
    assert_eq!(shown, [("automatic", 1, false), ("manual", 1, false), ("access-entry", 0, true)]);
    assert_eq!((default.as_deref(), may_type), (Some("access-entry"), false));
    quietly(&mut wizard, [say(QuestionId::Method, "access-entry")]);
}

#[test]
fn only_what_is_offered_is_taken() {
    let mut wizard = at_method(Preset::default(), &fresh());
    let given = |error| match error {
        AnswerError::NotOffered { given } => given.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(given(refused(&mut wizard, say(QuestionId::Method, "magic\u{1b}"))), "magic\\u{1b}", "shown escaped");
    let mut wizard = at_options("manual", &fresh());
    let QuestionKind::Choose { choices, .. } = asked(&wizard).kind else { panic!() };
    for set in RuleSet::ALL {
        let is_offered = choices.iter().any(|choice| choice.value.as_str() == set.word());
        wizard.update(say(QuestionId::RuleSet, set.word()));
        assert_eq!(wizard.complaint.is_none(), is_offered, "{set:?}");
    }
    let mut wizard = at_options("access-entry", &fresh());
    assert_eq!(given(refused(&mut wizard, say(QuestionId::CallerPermissions, "all"))), "all");
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    wizard.update(identified(1, None));
    assert_eq!(given(refused(&mut wizard, say(QuestionId::SignIn, "root"))), "root");
}

#[test]
fn an_answer_of_the_wrong_kind_is_none() {
    let mut wizard = at_options("automatic", &fresh());
    refused(&mut wizard, say(QuestionId::VirtualCluster, "yes"));
    let mut wizard = at_review("access-entry", &fresh());
    assert_eq!(refused(&mut wizard, yes(QuestionId::OneWay)), AnswerError::NotAsked);
    refused(&mut wizard, say(QuestionId::Approve, "yes"));
}

/// The questions of the options page by method and world.
#[test]
fn the_options_that_are_asked() {
    let asked = |method: &str, world: &Observed| {
        let wizard = at_options(method, world);
        wizard.questions_on(PageId::Options).iter().map(|q| q.id.word()).collect::<Vec<_>>().join(" ")
    };
    let there = world(|o| o.service_linked_role = fixture::service_linked_role());
    let in_use = world(|o| o.virtual_clusters = fixture::seen(vec![fixture::running("old", "spark", true)]));
    let going = fixture::virtual_cluster("old", "spark", VirtualClusterState::Terminating, true);
    let leaving = world(|o| o.virtual_clusters = fixture::seen(vec![going]));
    let no_role = world(|o| o.caller_role = fixture::denied());
    let table = [
        ("automatic", &fresh(), "service-linked-role virtual-cluster"),
        ("manual", &fresh(), "rule-set aws-auth-way service-linked-role virtual-cluster"),
        ("access-entry", &fresh(), "service-linked-role caller-permissions virtual-cluster-name"),
        ("automatic", &there, "virtual-cluster"),
        ("automatic", &in_use, "service-linked-role"),
        ("access-entry", &in_use, "service-linked-role caller-permissions"),
        ("automatic", &leaving, "service-linked-role virtual-cluster"),
        ("access-entry", &no_role, "service-linked-role virtual-cluster-name"),
    ];
    for (method, world, wanted) in table {
        assert_eq!(asked(method, world), wanted, "{method}");
    }
}

#[test]
fn what_enter_means() {
    let defaults = |method: &str, world: &Observed, preset: Preset| {
        let mut wizard = at_method(preset, world);
        quietly(&mut wizard, [say(QuestionId::Method, method), Msg::AcceptPage]);
        wizard.desired().cloned().unwrap()
    };
    let plain = |method: &str, world: &Observed| defaults(method, world, Preset::default());
    let automatic = plain("automatic", &fresh());
    assert_eq!(automatic, fixture_want(Method::Automatic, None));
    assert_eq!(plain("access-entry", &fresh()), fixture_want(Method::AccessEntry, Some("spark")));
    let old = world(|o| o.cluster.version = "1.21".parse().unwrap());
    assert_eq!(plain("manual", &old).rule_set, RuleSet::Aws121);
    assert_eq!(plain("manual", &fresh()).rule_set, RuleSet::Aws122);
    let preset = Preset {
        rule_set: Some(RuleSet::Aws121),
        service_linked_role: Some(false),
        caller_permissions: Some(CallerPermissions::Attach),
        virtual_clusters: Some(VirtualClusterNames::From("named".parse().unwrap())),
        ..Preset::default()
    };
    let manual = defaults("manual", &fresh(), preset.clone());
    assert_eq!((manual.rule_set, manual.service_linked_role), (RuleSet::Aws121, false));
    assert_eq!(manual.caller_permissions, CallerPermissions::Show, "attaching is access entry's");
    assert_eq!(manual.namespaces.first().virtual_cluster, Some("named".parse().unwrap()));
    assert_eq!(
        defaults("automatic", &fresh(), preset.clone()).rule_set,
        RuleSet::Eksctl,
        "rules are manual's to choose"
    );
    assert_eq!(defaults("access-entry", &fresh(), preset).caller_permissions, CallerPermissions::Attach);
}

fn fixture_want(method: Method, virtual_cluster: Option<&str>) -> crate::domain::Desired {
    let mut wish = fixture::wish("spark");
    wish.virtual_cluster = virtual_cluster.map(|name| name.parse().unwrap());
    fixture::want_all(method, vec![wish])
}

#[test]
fn the_virtual_cluster_is_named_after_the_namespace() {
    let mut wizard = at_options("access-entry", &fresh());
    let default = |wizard: &Wizard| {
        let questions = wizard.questions_on(PageId::Options);
        match &questions.iter().find(|q| q.id == QuestionId::VirtualClusterName).unwrap().kind {
            QuestionKind::Text { default } => default.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(default(&wizard), "spark");
    quietly(&mut wizard, [say(QuestionId::VirtualClusterName, "mine"), Msg::GoTo(PageId::Namespace)]);
    quietly(&mut wizard, [say(QuestionId::Namespace, "spark"), say(QuestionId::Method, "access-entry")]);
    assert_eq!(default(&wizard), "mine", "the same namespace keeps it");
    quietly(&mut wizard, [Msg::GoTo(PageId::Namespace)]);
    let id = request(&wizard.update(say(QuestionId::Namespace, "team-a")));
    quietly(&mut wizard, [observed(id, &fresh()), say(QuestionId::Method, "access-entry")]);
    assert_eq!(default(&wizard), "team-a", "another one does not");
}

#[test]
fn the_name_for_what_cannot_be_undone() {
    let mut wizard = at_review("access-entry", &fresh());
    assert_eq!(asked(&wizard).id, QuestionId::OneWay);
    assert_eq!(asked(&wizard).kind, QuestionKind::Typed { expected: "dev".into() });
    for typed in ["", "Dev", "dev ", " dev", "de", "us-east-1/dev", "yes"] {
        assert!(
            matches!(refused(&mut wizard, say(QuestionId::OneWay, typed)), AnswerError::NotTyped { .. }),
            "{typed:?}"
        );
        assert!(matches!(refused(&mut wizard, yes(QuestionId::Approve)), AnswerError::NotTyped { .. }), "{typed:?}");
    }
    quietly(&mut wizard, [say(QuestionId::OneWay, "dev")]);
    assert_eq!(asked(&wizard).id, QuestionId::Approve);
    // Whatever takes the plan from the front takes the confirmation with it.
    let away: [&[Msg]; 4] = [
        &[Msg::Back, Msg::GoTo(PageId::Review)],
        &[Msg::Back, Msg::AcceptPage],
        &[Msg::GoTo(PageId::SignIn), Msg::GoTo(PageId::Review)],
        &[Msg::GoTo(PageId::Review)],
    ];
    for msgs in away {
        quietly(&mut wizard, msgs.to_vec());
        assert_eq!((wizard.page, asked(&wizard).id), (PageId::Review, QuestionId::OneWay), "{msgs:?}");
        quietly(&mut wizard, [say(QuestionId::OneWay, "dev")]);
    }
    for again in [Msg::Replan, Msg::TryAgain] {
        let id = request(&wizard.update(again));
        quietly(&mut wizard, [observed(id, &fresh())]);
        assert_eq!(asked(&wizard).id, QuestionId::OneWay);
        quietly(&mut wizard, [say(QuestionId::OneWay, "dev")]);
    }
    assert!(matches!(wizard.update(yes(QuestionId::Approve)).as_slice(), [Effect::Apply { .. }]));
    let mut wizard = at_review("automatic", &fresh());
    assert_eq!(refused(&mut wizard, say(QuestionId::OneWay, "dev")), AnswerError::NotAsked, "nothing is one-way here");
    assert_eq!(asked(&wizard).id, QuestionId::Approve);
}

#[test]
fn a_blocked_plan_is_shown_and_not_run() {
    let blocked = world(|o| o.caller = fixture::caller("arn:aws:sts::444455556666:assumed-role/Guest/me"));
    let mut wizard = at_review("automatic", &blocked);
    let AnswerError::Blocked { findings } = refused(&mut wizard, yes(QuestionId::Approve)) else { panic!() };
    assert_eq!(findings.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), ["CLUSTER-003"]);
    quietly(&mut wizard, [no(QuestionId::Approve)]);
    assert_eq!(wizard.page, PageId::Fargate, "no goes back");
}

#[test]
fn clusters_by_name_and_region() {
    let choose = |given: &str| {
        let mut wizard = at_namespace(Preset::default());
        quietly(&mut wizard, [Msg::Back]);
        let effects = wizard.update(say(QuestionId::Cluster, given));
        let chosen = wizard.answers.cluster.clone().unwrap();
        (effects.len(), format!("{}/{}", chosen.region, chosen.name), wizard.complaint)
    };
    let none = |given: &str| Some(AnswerError::NoSuchCluster { given: OutsideText::line(given) });
    assert_eq!(choose("dev"), (0, "us-east-1/dev".into(), None), "the one that was chosen is not read again");
    assert_eq!(choose(" other "), (1, "us-east-1/other".into(), None));
    assert_eq!(choose("far"), (1, "eu-west-1/far".into(), None));
    assert_eq!(choose("eu-west-1/far"), (1, "eu-west-1/far".into(), None));
    assert_eq!(choose("us-east-1/far"), (0, "us-east-1/dev".into(), none("us-east-1/far")));
    assert_eq!(choose("nowhere"), (0, "us-east-1/dev".into(), none("nowhere")));
    assert_eq!(choose("ap-south-1/x"), (1, "us-east-1/dev".into(), None), "it is looked for where nobody listed");
}

/// A region that may not be listed: what is in it can be named all the same.
#[test]
fn a_region_that_could_not_be_listed() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    wizard.update(identified(1, None));
    let event = crate::wizard::ListEvent::RegionFailed { region: region("eu-west-1"), error: trouble() };
    let failed = Msg::Clusters { request: RequestId(2), event };
    quietly(&mut wizard, [say(QuestionId::SignIn, "use"), listed(2, "us-east-1", &["dev"]), failed, all_listed(2)]);
    let QuestionKind::Choose { choices, may_type, .. } = asked(&wizard).kind else { panic!() };
    assert_eq!((choices.len(), may_type), (1, true));
    refused(&mut wizard, say(QuestionId::Cluster, "us-east-1/hidden"));
    let effects = wizard.update(say(QuestionId::Cluster, "hidden"));
    let find =
        Effect::FindCluster { request: RequestId(3), name: cluster("hidden"), regions: vec![region("eu-west-1")] };
    assert_eq!(effects, [find]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Cluster, Turn::Wait));
    quietly(&mut wizard, [found(2, Ok(fixture::cluster()))]);
    assert!(wizard.lookup.is_some(), "that was no answer to it");
    wizard.update(found(3, Err(trouble())));
    let cannot = AnswerError::CannotLook { given: OutsideText::line("hidden"), error: trouble() };
    assert_eq!((&wizard.complaint, asked(&wizard).id), (&Some(cannot), QuestionId::Cluster));
    let id = request(&wizard.update(say(QuestionId::Cluster, "hidden")));
    wizard.update(found(id, Err(PortError { kind: PortErrorKind::NotFound, ..trouble() })));
    assert_eq!(wizard.complaint, Some(AnswerError::NoSuchCluster { given: OutsideText::line("hidden") }));
    let id = request(&wizard.update(say(QuestionId::Cluster, "hidden")));
    let mut hidden = fixture::cluster();
    hidden.arn = "arn:aws:eks:eu-west-1:111122223333:cluster/hidden".parse().unwrap();
    let effects = wizard.update(found(id, Ok(hidden.clone())));
    let list =
        Effect::ListNamespaces { request: RequestId(id + 1), region: region("eu-west-1"), cluster: cluster("hidden") };
    assert_eq!((effects, wizard.page, &wizard.complaint), (vec![list], PageId::Namespace, &None));
    assert_eq!(wizard.clusters.row(&region("eu-west-1"), &cluster("hidden")).unwrap().facts, Some(Ok(hidden)));
}

/// Who changes their mind while a name is looked for waits for the new one alone.
#[test]
fn the_last_name_that_was_typed_counts() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    wizard.update(identified(1, None));
    quietly(&mut wizard, [say(QuestionId::SignIn, "use")]);
    let first = request(&wizard.update(say(QuestionId::Cluster, "hidden")));
    let (left, second) = changed(&wizard.update(say(QuestionId::Cluster, "eu-west-1/other")));
    assert_eq!(left, first);
    quietly(&mut wizard, [found(first, Ok(fixture::cluster()))]);
    assert_eq!(wizard.lookup.as_ref().unwrap().regions, [region("eu-west-1")]);
    let effects = wizard.update(found(second, Ok(fixture::cluster())));
    assert!(matches!(effects.as_slice(), [Effect::Abandon { .. }, Effect::ListNamespaces { .. }]), "{effects:?}");
}

/// Without a person nothing is listed that the flags name.
#[test]
fn names_that_flags_give_need_no_list() {
    let preset = Preset { cluster: Some(cluster("dev")), namespaces: vec![spark()], ..Preset::default() };
    let mut wizard = Wizard::new(preset).unattended();
    wizard.update(Msg::Start);
    quietly(&mut wizard, [identified(1, None), say(QuestionId::SignIn, "use")]);
    assert_eq!(asked(&wizard).id, QuestionId::Cluster);
    let effects = wizard.update(say(QuestionId::Cluster, "dev"));
    let regions = vec![region("us-east-1"), region("eu-west-1")];
    assert_eq!(effects, [Effect::FindCluster { request: RequestId(2), name: cluster("dev"), regions }]);
    quietly(&mut wizard, [found(2, Ok(fixture::cluster()))]);
    assert_eq!((wizard.page, asked(&wizard).id), (PageId::Namespace, QuestionId::Namespace));
    assert!(matches!(wizard.update(say(QuestionId::Namespace, "spark")).as_slice(), [Effect::Observe { .. }]));
}

#[test]
fn the_name_of_the_role_that_permissions_are_put_on() {
    let at_review = |mode| {
        let mut wizard = at_options("access-entry", &in_mode(mode));
        quietly(&mut wizard, [say(QuestionId::CallerPermissions, "attach"), Msg::AcceptPage]);
        assert_eq!(wizard.page, PageId::Review);
        wizard
    };
    // Two names where two things are dangerous, one after the other, and neither stands for the other.
    let mut wizard = at_review(AuthenticationMode::ConfigMap);
    assert_eq!(asked(&wizard).id, QuestionId::OneWay);
    quietly(&mut wizard, [say(QuestionId::OneWay, "dev")]);
    assert_eq!(asked(&wizard).id, QuestionId::OwnRole);
    let mut wizard = at_review(AuthenticationMode::ApiAndConfigMap);
    assert_eq!(asked(&wizard).kind, QuestionKind::Typed { expected: "PlatformAdmin".into() });
    for typed in ["", "platformadmin", "PlatformAdmin ", "role/PlatformAdmin", "dev", "yes"] {
        let refusal = refused(&mut wizard, say(QuestionId::OwnRole, typed));
        assert!(matches!(refusal, AnswerError::NotTyped { .. }), "{typed:?}");
        assert!(matches!(refused(&mut wizard, yes(QuestionId::Approve)), AnswerError::NotTyped { .. }), "{typed:?}");
    }
    quietly(&mut wizard, [say(QuestionId::OwnRole, "PlatformAdmin")]);
    assert_eq!(asked(&wizard).id, QuestionId::Approve);
    quietly(&mut wizard, [Msg::Back, Msg::AcceptPage]);
    assert_eq!(asked(&wizard).id, QuestionId::OwnRole, "the plan was out of sight");
    quietly(&mut wizard, [say(QuestionId::OwnRole, "PlatformAdmin")]);
    assert!(matches!(wizard.update(yes(QuestionId::Approve)).as_slice(), [Effect::Apply { .. }]));
    // Where nothing is put on a role there is nothing to type.
    let mut wizard = script::at_review("access-entry", &in_mode(AuthenticationMode::ApiAndConfigMap));
    assert_eq!(refused(&mut wizard, say(QuestionId::OwnRole, "PlatformAdmin")), AnswerError::NotAsked);
}
