//! Names, ARNs and versions that are none, and calls that failed.

use super::{both, complete};
use crate::domain::access::EksVersion;
use crate::domain::arn::{ClusterArn, RoleArn};
use crate::domain::name::{NameError, RoleName};
use crate::domain::{
    ClusterName, NamespaceName, NotLooked, OutsideText, PlatformVersion, PortError, PortErrorKind, Region, Unreached,
    VirtualClusterName,
};
use crate::text::describe::*;

fn refused<T: std::str::FromStr<Err = NameError> + std::fmt::Debug>(given: &str) -> [String; 2] {
    let error = given.parse::<T>().unwrap_err();
    both().map(|catalog| name_error(&catalog, &error))
}

#[test]
fn bad_names_are_told_in_one_line() {
    let table = [
        (
            refused::<NamespaceName>("My_NS"),
            "namespace \"My_NS\": character 'M' at position 1; it may hold a-z, 0-9 and '-' only; try my-ns",
            "네임스페이스 \"My_NS\": 1번째 문자 'M'을 쓸 수 없습니다. a-z, 0-9, '-'만 쓸 수 있습니다. 예: my-ns",
        ),
        (
            refused::<NamespaceName>("sp\u{430}rk"),
            "namespace \"sp\u{430}rk\": character U+0430 at position 3 is not a Latin a; try spark",
            "네임스페이스 \"sp\u{430}rk\": 3번째 문자 U+0430은 라틴 문자 a가 아닙니다. 예: spark",
        ),
        (
            refused::<NamespaceName>("ab\u{1b}c"),
            "namespace \"ab\\u{1b}c\": control character U+001B at position 3; type the name by hand; try abc",
            "네임스페이스 \"ab\\u{1b}c\": 3번째에 제어 문자 U+001B가 있습니다. 이름을 직접 입력하십시오. 예: abc",
        ),
        (
            refused::<NamespaceName>("-a"),
            "namespace \"-a\": must start and end with a letter or digit; try a",
            "네임스페이스 \"-a\": 영문 소문자나 숫자로 시작하고 끝나야 합니다. 예: a",
        ),
        (
            refused::<ClusterName>("-dev"),
            "cluster \"-dev\": must start with a letter or digit; try dev",
            "클러스터 \"-dev\": 영문자나 숫자로 시작해야 합니다. 예: dev",
        ),
        (
            refused::<NamespaceName>(" "),
            "namespace: empty; type a name",
            "네임스페이스: 비어 있습니다. 이름을 입력하십시오",
        ),
        (
            refused::<VirtualClusterName>("a b"),
            "virtual cluster \"a b\": character ' ' at position 2; it may hold A-Z, a-z, 0-9 and . - _ / # only; try a-b",
            "가상 클러스터 \"a b\": 2번째 문자 ' '을(를) 쓸 수 없습니다. A-Z, a-z, 0-9, . - _ / #만 쓸 수 있습니다. 예: a-b",
        ),
        (
            refused::<Region>("useast1"),
            "region \"useast1\": not of the form of us-east-1",
            "리전 \"useast1\": us-east-1 같은 형식이 아닙니다",
        ),
    ];
    for (got, english, korean) in table {
        assert_eq!(got, [english, korean]);
    }
    let [english, korean] = refused::<NamespaceName>(&"a".repeat(64));
    assert!(english.contains("64 characters, at most 63; try a"), "{english}");
    assert!(korean.contains("64자입니다. 최대 63자입니다"), "{korean}");
    for words in refused::<RoleName>("a:b") {
        complete(&words);
    }
}

#[test]
fn what_stands_in_the_place_of_a_role_is_named_in_the_readers_language() {
    for (given, english, korean) in [
        ("", "There is no ARN.", "ARN이 비어 있습니다."),
        ("not-an-arn", "\"not-an-arn\": this is not an ARN; a role's looks like", "ARN이 아닙니다."),
        ("arn:no:iam::111122223333:role/x", "no AWS partition", "AWS 파티션이 아닙니다"),
        ("arn:aws:s3:::bucket", "something of the service s3; an IAM role is needed", "s3 서비스의 리소스입니다."),
        ("arn:aws:iam:x:111122223333:role/x", "two colons follow each other", "콜론 두 개"),
        ("arn:aws:iam::12345:role/x", "the account id must have 12 digits, and \"12345\" has not", "\"12345\"입니다"),
        (
            "arn:aws:sts::111122223333:assumed-role/Admin/me",
            "this is a session, not a role; the role is arn:aws:iam::111122223333:role/Admin",
            "세션입니다. 역할은 arn:aws:iam::111122223333:role/Admin입니다",
        ),
        (
            "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me",
            "a session of IAM Identity Center, not a role; the role also has a path",
            "IAM Identity Center 세션입니다.",
        ),
        ("arn:aws:iam::111122223333:root", "this is the account's root; an IAM role is needed", "계정의 루트입니다."),
        ("arn:aws:iam::111122223333:user/x", "this is an IAM user; an IAM role is needed", "IAM 사용자입니다."),
        ("arn:aws:iam::111122223333:instance-profile/x", "an instance profile", "인스턴스 프로파일입니다."),
        ("arn:aws:iam::111122223333:mfa/x", "something else of IAM (\"mfa\")", "(\"mfa\")입니다."),
        ("arn:aws:iam::111122223333:ROLE/x", "the role is arn:aws:iam::111122223333:role/x", "\"ROLE\"은 소문자여야"),
        ("arn:aws:iam::111122223333:role/*", "wildcards do not work here", "와일드카드는 여기서 쓸 수 없습니다."),
        ("arn:aws:iam::111122223333:role//x", "IAM takes no such path", "IAM이 받지 않는 경로입니다."),
        ("arn:aws:iam::111122223333:role/a b", "character ' ' at position 2", "2번째 문자 ' '"),
    ] {
        let error = given.parse::<RoleArn>().unwrap_err();
        for (catalog, wanted) in both().iter().zip([english, korean]) {
            let words = role_arn_error(catalog, &error);
            complete(&words);
            assert!(words.contains(wanted), "{given}: {words}");
        }
    }
}

#[test]
fn a_role_elsewhere_is_told_with_both_places() {
    let cluster: ClusterArn = "arn:aws:eks:us-east-1:111122223333:cluster/dev".parse().unwrap();
    for (role, places) in [
        ("arn:aws:iam::012345678901:role/x", ["012345678901", "111122223333"]),
        ("arn:aws-cn:iam::111122223333:role/x", ["aws-cn", "aws"]),
    ] {
        let elsewhere = role.parse::<RoleArn>().unwrap().check_beside(&cluster).unwrap_err();
        for catalog in both() {
            let words = role_elsewhere(&catalog, &elsewhere);
            complete(&words);
            assert!(places.iter().all(|place| words.contains(place)), "{words}");
        }
    }
}

#[test]
fn versions_show_an_example() {
    for catalog in both() {
        let version = "latest".parse::<EksVersion>().unwrap_err();
        assert!(version_error(&catalog, &version).contains("1.33"));
        let platform = "10".parse::<PlatformVersion>().unwrap_err();
        assert!(version_error(&catalog, &platform).contains("eks.10"));
    }
}

fn error(kind: PortErrorKind) -> PortError {
    PortError {
        kind,
        service: "emr-containers".into(),
        operation: "CreateVirtualCluster".into(),
        status: Some(400),
        code: Some(OutsideText::line("ValidationException")),
        message: OutsideText::line("A virtual cluster already exists in the given namespace"),
        request_id: Some(OutsideText::line("0a1b")),
    }
}

#[test]
fn a_failed_call_says_what_then_the_services_words_then_what_next() {
    let kinds = [
        PortErrorKind::Denied,
        PortErrorKind::Unauthenticated,
        PortErrorKind::NotFound,
        PortErrorKind::Conflict,
        PortErrorKind::AlreadyExists,
        PortErrorKind::Throttled,
        PortErrorKind::Invalid,
        PortErrorKind::Unreachable,
        PortErrorKind::Unknown,
        PortErrorKind::Unexpected,
    ];
    for catalog in both() {
        for kind in kinds {
            let words = port_error(&catalog, &error(kind));
            complete(&words);
            let lines: Vec<&str> = words.lines().collect();
            assert_eq!(lines.len(), 3, "{words}");
            assert!(lines[0].contains("CreateVirtualCluster"), "{words}");
            assert!(lines[1].contains("ValidationException: A virtual cluster already exists"), "{words}");
            assert!(lines[1].contains("0a1b"), "{words}");
            assert_eq!(lines[2], port_error_next(&catalog, kind));
        }
        let mut silent = error(PortErrorKind::Unreachable);
        (silent.code, silent.message, silent.request_id) = (None, OutsideText::default(), None);
        assert_eq!(port_error(&catalog, &silent).lines().count(), 2);
    }
}

#[test]
fn what_was_not_looked_at_says_why() {
    let message = || OutsideText::line("forbidden");
    let reasons = [
        NotLooked::NotNeeded,
        NotLooked::Unsupported,
        NotLooked::Denied { message: message() },
        NotLooked::Unreachable { how: Unreached::NoAnswer, message: message() },
        NotLooked::Failed { message: message() },
    ];
    for catalog in both() {
        for (index, why) in reasons.iter().enumerate() {
            let words = not_looked(&catalog, why);
            complete(&words);
            assert_eq!(words.contains("forbidden"), index >= 2, "{words}");
        }
    }
}
