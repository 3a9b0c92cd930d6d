//! What the authenticator takes of a text.

use super::*;

#[test]
fn a_stock_section_reads_whole() {
    let reading = read_map_roles(NODE);
    assert_eq!(reading.entries[0].mapping, node());
    assert_eq!(reading.entries[0].lines, 1..=5);
    assert_eq!(reading.findings, []);
    assert_eq!(reading.style, Style::Block { indent: 0 });
    assert_eq!(reading.effective["arn:aws:iam::111122223333:role/node"], node());
}

#[test]
fn case_30_forms_that_stand_for_nothing() {
    for text in
        ["", "  \n\n", "\"\"", "''", "``", " ``\n", "~", "null\n", "# only a comment\n", "---\n", "\u{feff}", "[]"]
    {
        let reading = read_map_roles(text);
        assert_eq!(reading.entries, [], "{text:?}");
        assert_eq!(reading.failure(), None, "{text:?}");
    }
}

#[test]
fn case_37_keys_in_an_entry_have_no_case() {
    for key in ["rolearn", "roleARN", "rOlEaRn", "\"RoLeArN\""] {
        let text = NODE.replace("rolearn", key).replace("username", "userName").replace("groups", "GROUPS");
        assert_eq!(mappings(&text), [node()], "{key}");
        assert_eq!(codes(&text), []);
    }
}

#[test]
fn unknown_keys_and_foreign_shapes_under_them_are_ignored() {
    let text = format!("{NODE}  note: {{a: [1, {{b: c}}]}}\n  userid: AROAEXAMPLE\n  12: x\n  yes: y\n");
    assert_eq!(mappings(&text), [RoleMapping { userid: String::from("AROAEXAMPLE"), ..node() }]);
    assert_eq!(codes(&text), []);
}

#[test]
fn case_39_a_field_of_the_wrong_shape_is_dropped_and_the_entry_kept() {
    let arn = "- rolearn: arn:aws:iam::111122223333:role/x\n";
    let dropped = [
        ("  username: u\n  groups: system:masters\n", role("x", "u", &[])),
        ("  username: u\n  groups: {a: b}\n", role("x", "u", &[])),
        ("  username: 123\n  groups: [a]\n", role("x", "", &["a"])),
        ("  username: yes\n", role("x", "", &[])),
        ("  username: [u]\n", role("x", "", &[])),
        ("  username: u\n  groups: [a, 1, b]\n", role("x", "u", &["a", "", "b"])),
        ("  username: u\n  userid: 0x1F\n", role("x", "u", &[])),
    ];
    for (rest, wanted) in dropped {
        let text = format!("{arn}{rest}");
        assert_eq!(mappings(&text), [wanted], "{rest}");
        assert!(codes(&text).contains(&FindingCode::FieldDropped), "{rest}");
    }
    let fine = [
        ("  username: u\n  groups:\n", role("x", "u", &[])),
        ("  username: u\n  groups: []\n", role("x", "u", &[])),
        ("  username: u\n  groups: ['']\n", role("x", "u", &[""])),
        ("  username: \"123\"\n", role("x", "123", &[])),
        ("  username: 2024-01-31\n", role("x", "2024-01-31", &[])),
        ("  username: |\n    u\n", role("x", "u\n", &[])),
        ("  username: >-\n    u\n    v\n", role("x", "u v", &[])),
    ];
    for (rest, wanted) in fine {
        let text = format!("{arn}{rest}");
        assert_eq!(mappings(&text), [wanted], "{rest}");
        assert!(!codes(&text).contains(&FindingCode::FieldDropped), "{rest}");
    }
}

#[test]
fn case_33_a_list_item_indented_too_far_becomes_one_odd_group() {
    let text = NODE.replace("    - system:nodes", "     - system:nodes");
    assert_eq!(mappings(&text)[0].groups, ["system:bootstrappers - system:nodes"]);
    assert_eq!(codes(&text), [FindingCode::JoinedGroups]);
    assert_eq!(added(&text), format!("{text}{ITEM}"), "warned about, and not touched");
}

#[test]
fn case_34_and_35_the_last_of_two_entries_wins_in_any_case() {
    let text = "- rolearn: arn:aws:iam::111122223333:role/X\n  username: first\n- rolearn: ARN:aws:iam::111122223333:ROLE/x\n  username: second\n";
    let reading = read_map_roles(text);
    assert_eq!(reading.entries.len(), 2);
    assert_eq!(reading.effective.len(), 1);
    assert_eq!(reading.effective["arn:aws:iam::111122223333:role/x"].username, "second");
    assert_eq!((reading.findings[0].code, reading.findings[0].place.line), (FindingCode::Overridden, 1));
}

#[test]
fn case_36_an_exact_duplicate_is_no_change() {
    let text = format!("{ITEM}{NODE}{ITEM}");
    assert_eq!(codes(&text), [FindingCode::Repeated]);
    let splice = add_role(Some(&text), &emr(), 0).unwrap();
    assert!(splice.is_unchanged());
    assert_eq!(splice.after, text);
    let nothing = remove_role(&text, &emr(), &splice.insertion).unwrap_err();
    assert_eq!(nothing.code, RefusalCode::NotOurs, "nothing to undo");
}

#[test]
fn case_38_sso_entries_are_kept_and_read() {
    let text = "- sso:\n    permissionSetName: Admin\n    accountID: \"111122223333\"\n  username: a\n";
    let sso = mappings(text)[0].sso.clone().unwrap();
    assert_eq!((sso.permission_set_name.as_str(), sso.account_id.as_str()), ("Admin", "111122223333"));
    assert_eq!(codes(text), []);
    assert_eq!(added(text), format!("{text}{ITEM}"));
    let unquoted = text.replace('"', "");
    assert_eq!(mappings(&unquoted), []);
    assert_eq!(codes(&unquoted), [FindingCode::FieldDropped, FindingCode::BadSso]);
}

#[test]
fn case_40_entries_without_or_with_two_principals_are_dropped() {
    let table = [
        ("- username: u\n", FindingCode::NoPrincipal),
        ("- rolearn:\n  username: u\n", FindingCode::NoPrincipal),
        ("- rolearn: 12\n  username: u\n", FindingCode::FieldDropped),
        ("- rolearn: a\n  sso: {permissionSetName: A, accountID: '111122223333'}\n", FindingCode::TwoPrincipals),
        ("- just text\n", FindingCode::ItemNotMapping),
        ("-\n", FindingCode::ItemNotMapping),
        ("- - rolearn: a\n", FindingCode::ItemNotMapping),
    ];
    for (text, code) in table {
        let whole = format!("{text}{NODE}");
        assert_eq!(mappings(&whole), [node()], "{text}: only that entry is dropped");
        assert_eq!(codes(&whole)[0], code, "{text}");
        assert_eq!(added(&whole), format!("{whole}{ITEM}"));
    }
}

#[test]
fn case_41_a_template_without_quotation_marks_empties_the_section() {
    let text = format!("{NODE}- rolearn: arn:aws:iam::111122223333:role/x\n  username: {{{{SessionName}}}}\n");
    assert_eq!(mappings(&text), []);
    refused_for(&text, FindingCode::UnquotedTemplate, 7);
}

#[test]
fn keys_that_json_cannot_hold_empty_the_section() {
    let table = [
        ("- ? [a]\n  : b\n", FindingCode::BadKey),
        ("- {a: b}: c\n", FindingCode::BadKey),
        ("- ~: c\n", FindingCode::BadKey),
        ("- rolearn: x\n  other: .nan\n", FindingCode::UnencodableValue),
        ("- <<: text\n", FindingCode::BadMerge),
    ];
    for (text, code) in table {
        assert_eq!(codes(text), [code], "{text}");
        assert_eq!(mappings(text), []);
    }
}

#[test]
fn case_32_a_yaml_error_is_shown_with_its_line_and_a_caret() {
    let text = format!("{NODE}{}- rolearn: \"unclosed\n  username: x\n", "# c\n".repeat(7));
    let broken = text.replace("# c\n- rolearn: \"unclosed", "# c\n- rolearn: a: b");
    let refusal = refused(&broken);
    assert_eq!((refusal.code, refusal.cause), (RefusalCode::UnsafeText, Some(FindingCode::YamlError)));
    let place = refusal.place.unwrap();
    assert_eq!((place.line, place.excerpt.as_str()), (13, "- rolearn: a: b"));
    assert_eq!(place.excerpt.chars().nth(place.caret), Some(':'));
    assert!(refused(&text).cause.is_some_and(FindingCode::empties_section));
    assert_eq!(read_map_roles(&broken).effective.len(), 0, "EKS takes nothing");
}

#[test]
fn case_42_tabs_before_content_empty_the_section() {
    let table = [
        (NODE.replace("    - system:nodes", "\t- system:nodes"), 5),
        (NODE.replace("  groups", "\tgroups"), 3),
        (format!("{NODE}\t\n"), 6),
        (format!("{NODE}\t# note\n{NODE}"), 6),
        (String::from("-\trolearn: x\n"), 1),
    ];
    for (text, line) in table {
        refused_for(&text, FindingCode::Tab, line);
        assert_eq!(mappings(&text), []);
    }
    let fine = [
        NODE.replace("username: ", "username:\t"),
        NODE.replace("- system:nodes", "- system:nodes\t# note"),
        format!("{NODE}- rolearn: \"a\n    \tb\"\n"),
        format!("{NODE}- note: |\n    a\n    \tb\n  rolearn: b\n"),
        String::from("[\n\t{\"rolearn\": \"a\"}\n]"),
    ];
    for text in fine {
        assert_eq!(read_map_roles(&text).failure(), None, "{text}");
    }
}

#[test]
fn case_50_and_49_what_cannot_be_edited_with_certainty_is_refused_with_its_line() {
    let table = [
        (format!("{NODE}---\n{NODE}"), FindingCode::UnreadRest, 6),
        (format!("  - rolearn: a\n{NODE}"), FindingCode::UnreadRest, 2),
        (NODE.replace("groups:", "groups: &g"), FindingCode::Anchor, 4),
        (format!("- &n\n  rolearn: a\n- <<: *n\n  username: b\n{NODE}"), FindingCode::Anchor, 2),
        (format!("- <<: {{username: a}}\n  rolearn: a\n{NODE}"), FindingCode::MergeKey, 1),
        (NODE.replace("username: ", "username: !!str "), FindingCode::Tag, 2),
        (format!("{NODE}- rolearn: a\n  rolearn: b\n"), FindingCode::DuplicateKey, 7),
        (format!("{NODE}- rolearn: a\n  roleARN: b\n"), FindingCode::DuplicateKey, 7),
        (format!("{NODE}# a\u{2028}- rolearn: hidden\n"), FindingCode::OddLineBreak, 6),
        (format!("{NODE}# a\r# b\n"), FindingCode::OddLineBreak, 6),
        (format!("{NODE}# \u{1b}[2J\n"), FindingCode::ControlCharacter, 6),
        (String::from("a: b\n"), FindingCode::NotAList, 1),
        (String::from("{}"), FindingCode::NotAList, 1),
        (String::from("text\n"), FindingCode::NotAList, 1),
    ];
    for (text, cause, line) in table {
        refused_for(&text, cause, line);
    }
}

#[test]
fn case_49_anchors_aliases_and_merges_still_read_as_eks_reads_them() {
    let text = "- &n\n  rolearn: arn:aws:iam::111122223333:role/x\n  username: a\n  groups: &g [one]\n- <<: *n\n  rolearn: arn:aws:iam::111122223333:role/y\n- username: own\n  rolearn: arn:aws:iam::111122223333:role/z\n  groups: *g\n  <<: {username: merged}\n";
    assert_eq!(mappings(text), [role("x", "a", &["one"]), role("y", "a", &["one"]), role("z", "merged", &["one"])]);
    assert_eq!(codes("- &a [*a]\n"), [FindingCode::AliasBomb]);
}

#[test]
fn case_50_only_the_first_document_is_read() {
    let text = format!("---\n{NODE}---\n- rolearn: [unclosed\n");
    assert_eq!(mappings(&text), [node()]);
    assert_eq!(codes(&text), [FindingCode::UnreadRest]);
}

#[test]
fn case_51_a_key_twice_takes_the_last_one() {
    let text = "- rolearn: arn:aws:iam::111122223333:role/x\n  username: a\n  username: b\n";
    assert_eq!(mappings(text), [role("x", "b", &[])]);
    assert_eq!(codes(text), [FindingCode::DuplicateKey]);
}

#[test]
fn arns_that_never_match_are_found() {
    let table = [
        ("arn:aws:iam::111122223333:role/team/x", FindingCode::ArnPath),
        ("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_1", FindingCode::ArnPath),
        ("arn:aws:sts::111122223333:assumed-role/x/session", FindingCode::ArnSession),
        ("arn:aws:iam::111122223333:role/*", FindingCode::ArnWildcard),
        ("arn:aws:iam::111122223333:user/x", FindingCode::ArnKind),
        ("arn:aws:iam::111122223333:instance-profile/x", FindingCode::ArnKind),
        ("arn:aws:iam::<your-account-id>:role/x", FindingCode::ArnKind),
        ("arn:aws:iam::12345:role/x", FindingCode::ArnKind),
        ("x", FindingCode::ArnKind),
    ];
    for (arn, code) in table {
        assert_eq!(codes(&format!("- rolearn: '{arn}'\n  username: u\n")), [code], "{arn}");
    }
}

#[test]
fn case_57_control_and_bidi_characters_in_values_are_found_and_escaped() {
    let text = "- rolearn: arn:aws:iam::111122223333:role/x\n  username: \"\\e[2J\\u202e\"\n";
    let reading = read_map_roles(text);
    assert_eq!(reading.findings[0].code, FindingCode::DeceptiveText);
    let shown = reading.findings[0].to_string();
    assert!(shown.contains("\\u{1b}[2J\\u{202e}"), "{shown}");
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'));
}

// Users and accounts.

#[test]
fn users_read_in_the_same_manner() {
    let text = "- userarn: arn:aws:iam::111122223333:user/team/a\n  username: a\n  groups: [system:masters]\n- userARN: arn:aws:iam::111122223333:user/b\n- username: c\n";
    let reading = read_map_users(text);
    assert_eq!(reading.entries.len(), 2);
    assert_eq!(reading.entries[0].mapping.groups, ["system:masters"]);
    let found: Vec<_> = reading.findings.iter().map(|finding| (finding.code, finding.place.line)).collect();
    assert_eq!(found, [(FindingCode::NoUsername, 4), (FindingCode::NoPrincipal, 5)]);
    assert!(read_map_users("- a: b: c").failure().is_some());
}

#[test]
fn case_52_account_ids_keep_their_digits_with_or_without_quotation_marks() {
    let reading = read_map_accounts("- 012345670123\n- \"111122223333\"\n- 123\n- [x]\n");
    let ids: Vec<_> = reading.entries.iter().map(|entry| entry.mapping.as_str()).collect();
    assert_eq!(ids, ["012345670123", "111122223333", "123"]);
    let lines: Vec<_> = reading.findings.iter().map(|finding| (finding.code, finding.place.line)).collect();
    assert_eq!(lines, [(FindingCode::BadAccount, 3), (FindingCode::BadAccount, 4)]);
}

#[test]
fn case_31_and_53_data_keys_are_exact_and_foreign_ones_are_kept() {
    let keys = check_data_keys(["mapRoles", "mapAccounts", "mapusers", "mapFoo"]).unwrap();
    assert!(keys.has_map_roles);
    assert_eq!(keys.miscased, [(String::from("mapusers"), MAP_USERS)]);
    assert_eq!(keys.foreign, ["mapFoo"]);
    for twin in ["maproles", "MapRoles", "MAPROLES"] {
        for keys in [vec![twin], vec!["mapRoles", twin]] {
            let refusal = check_data_keys(keys).unwrap_err();
            assert_eq!((refusal.code, refusal.detail.as_str()), (RefusalCode::MiscasedKey, twin));
        }
    }
    assert!(!check_data_keys([]).unwrap().has_map_roles);
}

// ARNs.

#[test]
fn arns_compare_as_the_authenticator_compares_them() {
    let path = "arn:aws-cn:iam::012345678901:role/aws-service-role/emr-containers.amazonaws.com/X";
    let table = [
        ("arn:aws:sts::111122223333:assumed-role/Admin/me@example.com", Ok("arn:aws:iam::111122223333:role/Admin")),
        ("arn:aws:iam::012345678901:role/Admin", Ok("arn:aws:iam::012345678901:role/Admin")),
        (path, Ok("arn:aws-cn:iam::012345678901:role/X")),
        ("arn:aws:iam::111122223333:user/x", Err(RoleArnProblem::NotARole)),
        ("arn:aws:iam::111122223333:root", Err(RoleArnProblem::NotARole)),
        ("arn:aws:iam::111122223333:role/", Err(RoleArnProblem::NotARole)),
        ("arn:aws:iam::12345:role/x", Err(RoleArnProblem::Malformed)),
        ("not-an-arn", Err(RoleArnProblem::Malformed)),
    ];
    for (arn, wanted) in table {
        assert_eq!(canonical_role_arn(arn), wanted.map(str::to_owned), "{arn}");
    }
    let session = "arn:aws:sts::111122223333:assumed-role/Admin/me";
    assert!(rolearn_matches("ARN:aws:iam::111122223333:role/admin", session));
    assert!(!rolearn_matches("arn:aws:iam::111122223333:role/team/Admin", session));
    assert!(!rolearn_matches(session, session));
    assert!(!rolearn_matches(path, path), "a path never matches, even the role itself");
}
