//! Tables of texts as people and tools leave them; `case_N` numbers are those of the bad-input catalogue.

use super::*;

const EMR: &str = "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers";
const ITEM: &str =
    "- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n";
const NODE: &str = "- rolearn: arn:aws:iam::111122223333:role/node\n  username: system:node:{{EC2PrivateDNSName}}\n  groups:\n    - system:bootstrappers\n    - system:nodes\n";

fn emr() -> RoleMapping {
    RoleMapping::new(EMR, "emr-containers")
}

fn role(name: &str, username: &str, groups: &[&str]) -> RoleMapping {
    RoleMapping {
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        ..RoleMapping::new(format!("arn:aws:iam::111122223333:role/{name}"), username)
    }
}

fn node() -> RoleMapping {
    role("node", "system:node:{{EC2PrivateDNSName}}", &["system:bootstrappers", "system:nodes"])
}

fn mappings(text: &str) -> Vec<RoleMapping> {
    read_map_roles(text).entries.into_iter().map(|entry| entry.mapping).collect()
}

fn codes(text: &str) -> Vec<FindingCode> {
    read_map_roles(text).findings.iter().map(|finding| finding.code).collect()
}

#[track_caller]
fn added(text: &str) -> String {
    let splice = add_role(Some(text), &emr(), 0).unwrap_or_else(|refusal| panic!("{refusal}\n{text}"));
    assert_eq!(&splice.after[splice.inserted.clone()], splice.insertion.text);
    let removal = remove_role(&splice.after, &emr(), &splice.insertion).unwrap();
    assert_eq!(removal.after.as_deref(), Some(text), "removal gives the same bytes");
    assert!(add_role(Some(&splice.after), &emr(), 0).unwrap().is_unchanged(), "adding twice is adding once");
    splice.after
}

#[track_caller]
fn refused(text: &str) -> Refusal {
    add_role(Some(text), &emr(), 0).map(|splice| splice.after).unwrap_err()
}

#[track_caller]
fn refused_for(text: &str, cause: FindingCode, line: usize) {
    let refusal = refused(text);
    assert_eq!((refusal.code, refusal.cause), (RefusalCode::UnsafeText, Some(cause)), "{refusal}");
    assert_eq!(refusal.place.map(|place| place.line), Some(line));
}

// What the authenticator takes.

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

// Adding.

#[test]
fn case_28_and_29_an_absent_section_becomes_a_list_and_is_taken_away_again() {
    let splice = add_role(None, &emr(), 0).unwrap();
    assert_eq!((splice.before.as_deref(), splice.after.as_str()), (None, ITEM));
    assert_eq!(remove_role(&splice.after, &emr(), &splice.insertion).unwrap().after, None);
    let grown = format!("{}{NODE}", splice.after);
    assert_eq!(remove_role(&grown, &emr(), &splice.insertion).unwrap().after.as_deref(), Some(NODE));
}

#[test]
fn case_30_a_form_that_stands_for_nothing_is_replaced_and_comes_back() {
    let bare = ITEM.trim_end();
    let table = [
        ("", ITEM.to_owned()),
        ("\n", format!("\n{ITEM}")),
        ("\"\"", ITEM.to_owned()),
        ("''\n", ITEM.to_owned()),
        ("``", ITEM.to_owned()),
        ("null\r\n", ITEM.replace('\n', "\r\n")),
        ("  \"\"\n", format!("  {}\n", bare.replace('\n', "\n  "))),
        ("[]", "[{\"rolearn\": \"ARN\", \"username\": \"emr-containers\"}]".replace("ARN", EMR)),
    ];
    for (text, wanted) in table {
        assert_eq!(added(text), wanted, "{text:?}");
    }
}

#[test]
fn case_43_to_46_block_lists_keep_every_byte_and_their_own_manner() {
    let indented = NODE.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let indented_item = ITEM.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let crlf = NODE.replace('\n', "\r\n");
    let crlf_item = ITEM.replace('\n', "\r\n");
    let bare = ITEM.trim_end();
    let table = [
        ("plain", NODE.to_owned(), format!("{NODE}{ITEM}")),
        ("indented", indented.clone(), format!("{indented}{indented_item}")),
        ("windows", crlf.clone(), format!("{crlf}{crlf_item}")),
        ("windows, no last line break", crlf.trim_end().to_owned(), format!("{crlf}{}", crlf_item.trim_end())),
        ("no last line break", NODE.trim_end().to_owned(), format!("{NODE}{bare}")),
        ("byte order mark", format!("\u{feff}{NODE}"), format!("\u{feff}{NODE}{ITEM}")),
        ("comments around", format!("# a\n{NODE}# b\n\n# c\n"), format!("# a\n{NODE}{ITEM}# b\n\n# c\n")),
        ("blank lines behind", format!("{NODE}\n\n"), format!("{NODE}{ITEM}\n\n")),
        (
            "comment on the last line",
            format!("{} # z\n# y", NODE.trim_end()),
            format!("{} # z\n{ITEM}# y", NODE.trim_end()),
        ),
        ("only comments", String::from("# a\n# b"), format!("# a\n# b\n{bare}")),
        ("document start", format!("---\n{NODE}"), format!("---\n{NODE}{ITEM}")),
        ("document end", format!("{NODE}...\n"), format!("{NODE}{ITEM}...\n")),
        ("dash alone", String::from("-\n  rolearn: a\n"), format!("-\n  rolearn: a\n{ITEM}")),
        ("no value at the end", format!("{NODE}  x:\n"), format!("{NODE}  x:\n{ITEM}")),
        ("no value, comment", format!("{NODE}  x: # none\n"), format!("{NODE}  x: # none\n{ITEM}")),
        (
            "flow at the end",
            String::from("- {rolearn: a,\n  username: b}\n# c"),
            format!("- {{rolearn: a,\n  username: b}}\n{ITEM}# c"),
        ),
        ("long quoted", String::from("- rolearn: \"a\n\n    b\"\n"), format!("- rolearn: \"a\n\n    b\"\n{ITEM}")),
        ("literal", String::from("- rolearn: |\n    a\n\n# c\n"), format!("- rolearn: |\n    a\n{ITEM}\n# c\n")),
        ("stripped literal", String::from("- rolearn: |-\n    a\n\n\n"), format!("- rolearn: |-\n    a\n{ITEM}\n\n")),
        (
            "kept literal",
            String::from("- rolearn: |+\n    a\n\n\n# c\n"),
            format!("- rolearn: |+\n    a\n\n\n{ITEM}# c\n"),
        ),
        (
            "folded",
            String::from("- rolearn: >\n    a\n    b\n  # c\n"),
            format!("- rolearn: >\n    a\n    b\n{ITEM}  # c\n"),
        ),
    ];
    for (name, text, wanted) in table {
        assert_eq!(added(&text), wanted, "{name}");
    }
}

#[test]
fn case_47_and_48_flow_lists_and_json_grow_in_their_own_manner() {
    let table = [
        (
            "[{rolearn: a, username: b}]",
            format!("[{{rolearn: a, username: b}}, {{rolearn: {EMR}, username: emr-containers}}]"),
        ),
        (
            "[ {'rolearn': 'a'} ,  ] # c\n",
            format!("[ {{'rolearn': 'a'}}, {{'rolearn': '{EMR}', 'username': 'emr-containers'}} ,  ] # c\n"),
        ),
        (
            r#"[{"rolearn":"a"},{"rolearn":"b"}]"#,
            format!(r#"[{{"rolearn":"a"}},{{"rolearn":"b"}},{{"rolearn":"{EMR}","username":"emr-containers"}}]"#),
        ),
        (
            r#"[{"rolearn": "a"}]"#,
            format!(r#"[{{"rolearn": "a"}}, {{"rolearn": "{EMR}", "username": "emr-containers"}}]"#),
        ),
        (
            "[\r\n  {\r\n    \"rolearn\": \"a\"\r\n  }\r\n]\r\n",
            format!(
                "[\r\n  {{\r\n    \"rolearn\": \"a\"\r\n  }},\r\n  {{\"rolearn\": \"{EMR}\", \"username\": \"emr-containers\"}}\r\n]\r\n"
            ),
        ),
        ("[ ]", format!("[{{\"rolearn\": \"{EMR}\", \"username\": \"emr-containers\"}} ]")),
    ];
    for (text, wanted) in table {
        assert_eq!(added(text), wanted);
    }
    let many_lines = refused("[\n  {rolearn: a}, # first\n  {rolearn: b}\n]");
    assert_eq!((many_lines.code, many_lines.place.map(|place| place.line)), (RefusalCode::FlowLayout, Some(1)));
    assert_eq!(refused("[rolearn: a]").code, RefusalCode::UnclearEnd);
    let groups = add_role(Some("[]"), &role("x", "u", &["a", "b"]), 0).unwrap();
    assert!(groups.after.ends_with(r#""groups": ["a", "b"]}]"#), "{}", groups.after);
}

#[test]
fn an_end_that_is_not_clear_is_refused_not_guessed() {
    let table = [(format!("{NODE}    -\n"), 6), (format!("{NODE}- text\n"), 6), (format!("{NODE}-\n"), 6)];
    for (text, line) in table {
        let refusal = refused(&text);
        assert_eq!(refusal.code, RefusalCode::UnclearEnd, "{text}");
        assert_eq!(refusal.place.map(|place| place.line), Some(line), "{text}");
    }
    // A last line break would become part of the literal.
    assert_eq!(refused("- rolearn: |\n    a").code, RefusalCode::Mismatch);
}

#[test]
fn an_arn_that_is_mapped_otherwise_is_refused_with_its_line() {
    let other = format!("{NODE}- rolearn: {}\n  username: someone\n", EMR.to_uppercase());
    let refusal = refused(&other);
    assert_eq!((refusal.code, refusal.detail.as_str()), (RefusalCode::MappedOtherwise, "someone"));
    assert_eq!(refusal.place.map(|place| place.line), Some(6));
    let more = format!("{NODE}{ITEM}  groups: [system:masters]\n");
    assert_eq!(refused(&more).code, RefusalCode::MappedOtherwise);
    for same in ["groups: []", "groups: ['']", "groups:", "note: x"] {
        let text = format!("{NODE}{ITEM}  {same}\n");
        assert!(add_role(Some(&text), &emr(), 0).unwrap().is_unchanged(), "{same}");
    }
}

#[test]
fn our_role_under_an_arn_that_never_matches_is_refused() {
    let path = "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
    let session = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAmazonEMRContainers/x";
    for arn in [path, session] {
        let text = format!("{NODE}- rolearn: {arn}\n  username: emr-containers\n");
        let refusal = refused(&text);
        assert_eq!((refusal.code, refusal.detail.as_str()), (RefusalCode::NeverMatches, arn));
    }
}

#[test]
fn states_of_a_wanted_mapping() {
    let other = ITEM.replace("emr-containers\n", "other\n");
    let reading = |text: &str| read_map_roles(text);
    assert_eq!(find_role(&reading(NODE), &emr()), RoleState::Absent);
    assert_eq!(find_role(&reading("- a: b: c"), &emr()), RoleState::Unreadable);
    let present = reading(&format!("{other}{NODE}{ITEM}"));
    let wanted = RoleState::Present { entry: &present.entries[2], overrides: 1 };
    assert_eq!(find_role(&present, &emr()), wanted);
    let shadowed = reading(&format!("{ITEM}{NODE}{other}"));
    let wanted = RoleState::Different { entry: &shadowed.entries[2], shadowed: Some(&shadowed.entries[0]) };
    assert_eq!(find_role(&shadowed, &emr()), wanted);
}

#[test]
fn a_mapping_that_cannot_stand_there_is_refused_before_anything_is_read() {
    let arn = |arn: &str| RoleMapping::new(arn, "u");
    let table = [
        arn("arn:aws:iam::111122223333:role/team/x"),
        arn("arn:aws:sts::111122223333:assumed-role/x/y"),
        arn("arn:aws:iam::111122223333:role/x*"),
        arn("arn:aws:iam::111122223333:role/x y"),
        arn("arn:aws:iam::1234:role/x"),
        arn(""),
        RoleMapping::new(EMR, ""),
        RoleMapping::new(EMR, "a\nb"),
        RoleMapping::new(EMR, "a\u{202e}b"),
        RoleMapping { groups: vec![String::from("a\u{1b}")], ..emr() },
        RoleMapping { userid: String::from("x"), ..emr() },
    ];
    for mapping in table {
        let refusal = add_role(Some(NODE), &mapping, 0).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::BadMapping, "{mapping:?}");
        assert!(!refusal.to_string().chars().any(char::is_control), "{refusal}");
    }
}

#[test]
fn values_get_quotation_marks_only_where_yaml_needs_them() {
    let groups = ["system:nodes", "yes", "{{SessionName}}", "it's: #1", "- x"];
    let splice = add_role(Some(NODE), &role("x", "a:{{SessionName}}", &groups), 0).unwrap();
    let wanted = "- rolearn: arn:aws:iam::111122223333:role/x\n  username: a:{{SessionName}}\n  groups:\n    - system:nodes\n    - 'yes'\n    - '{{SessionName}}'\n    - 'it''s: #1'\n    - '- x'\n";
    assert_eq!(splice.insertion.text, wanted);
}

#[test]
fn case_54_sizes_are_limited() {
    let at_limit = MAX_DATA_BYTES - NODE.len() - ITEM.len();
    assert!(add_role(Some(NODE), &emr(), at_limit).is_ok());
    assert_eq!(add_role(Some(NODE), &emr(), at_limit + 1).unwrap_err().code, RefusalCode::TooLarge);
    let huge = format!("{NODE}#{}", " ".repeat(MAX_SECTION_BYTES));
    refused_for(&huge, FindingCode::TooLarge, 1);
}

#[test]
fn case_55_nine_thousand_entries() {
    let block: String =
        (0..9_000).map(|n| format!("- rolearn: arn:aws:iam::111122223333:role/r{n}\n  username: u\n")).collect();
    let json: Vec<String> =
        (0..9_000).map(|n| format!("{{\"rolearn\":\"arn:aws:iam::111122223333:role/team/r{n}\"}}")).collect();
    let json = format!("[{}]", json.join(","));
    assert_eq!(added(&block), format!("{block}{ITEM}"));
    assert!(added(&json).starts_with(json.trim_end_matches(']')));
    let reading = read_map_roles(&json);
    assert_eq!((reading.entries.len(), reading.findings.len()), (9_000, 200));
    assert_eq!(reading.findings_left_out, 17_800);
    // Nothing here looks at a clock: a quadratic loop would take minutes, and be noticed.
}

#[test]
fn case_56_bombs_are_refused_soon() {
    refused_for(&"[".repeat(100_000), FindingCode::TooDeep, 1);
    refused_for(&"- ".repeat(100_000), FindingCode::TooDeep, 1);
    refused_for(&"{a: ".repeat(100_000), FindingCode::TooDeep, 1);
    let mut bomb = String::from("- &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = level - 1;
        bomb += &format!("- &a{level} [{}]\n", vec![format!("*a{before}"); 9].join(", "));
    }
    assert!(read_map_roles(&bomb).failure().is_some_and(|finding| finding.code == FindingCode::AliasBomb));
    let mut chain = String::from("- &a0 {x: y}\n");
    for level in 1..40_000 {
        chain += &format!("- &a{level} {{<<: *a{}}}\n", level - 1);
    }
    assert!(read_map_roles(&chain).failure().is_some_and(|finding| finding.code == FindingCode::AliasBomb));
}

// Removing.

#[test]
fn removal_keeps_what_others_did_since_and_refuses_what_is_no_longer_ours() {
    let splice = add_role(Some(NODE), &emr(), 0).unwrap();
    let more = splice.after.clone() + "- rolearn: arn:aws:iam::111122223333:role/late\n  username: l\n";
    let removal = remove_role(&more, &emr(), &splice.insertion).unwrap();
    assert_eq!(removal.after, Some(more.replace(ITEM, "")));
    assert_eq!(&more[removal.removed], ITEM);
    let code = |text: &str| remove_role(text, &emr(), &splice.insertion).unwrap_err().code;
    assert_eq!(code(NODE), RefusalCode::NotOurs);
    assert_eq!(code(&splice.after.replace("username: emr-containers", "username: emr")), RefusalCode::NotOurs);
    assert_eq!(code(&format!("{}  groups: [a]\n", splice.after)), RefusalCode::NotOurs);
    assert_eq!(code(&format!("{}{ITEM}", splice.after)), RefusalCode::Ambiguous);
    assert_eq!(code(&format!("{}- a: b: c\n", splice.after)), RefusalCode::UnsafeText);
    let bare = add_role(Some(NODE.trim_end()), &emr(), 0).unwrap();
    let grown = format!("{}-more\n", bare.after);
    assert_eq!(remove_role(&grown, &emr(), &bare.insertion).unwrap_err().code, RefusalCode::NotOurs);
}

#[test]
fn an_insertion_survives_the_record() {
    let insertion = add_role(Some("\"\""), &emr(), 0).unwrap().insertion;
    let record = serde_json::to_string(&insertion).unwrap();
    assert_eq!(serde_json::from_str::<Insertion>(&record).unwrap(), insertion);
}

// The proof.

#[test]
fn verify_added_catches_every_kind_of_damage() {
    let before = format!("# c\n{NODE}- rolearn: arn:aws:iam::111122223333:role/x\n  username: x\n");
    let good = format!("{before}{ITEM}");
    assert_eq!(verify_added(&before, &good, &emr()), Ok(()));
    let table = [
        (before.clone(), Mismatch::NotAdded),
        (format!("{before}{ITEM}{ITEM}"), Mismatch::NotAdded),
        (good.replace("emr-containers\n", "emr\n"), Mismatch::NotAdded),
        (good.replace("# c\n", ""), Mismatch::BytesLost),
        (good.replace("system:nodes", "system:node"), Mismatch::BytesLost),
        (format!("{ITEM}{before}"), Mismatch::EntryChanged { index: 0 }),
        (before.replace("  username: x\n", &format!("{ITEM}  username: x\n")), Mismatch::EntryChanged { index: 1 }),
    ];
    for (after, mismatch) in table {
        assert_eq!(verify_added(&before, &after, &emr()), Err(mismatch), "{after}");
    }
    assert!(matches!(verify_added(&before, &format!("{good}\t"), &emr()), Err(Mismatch::AfterUnreadable(_))));
    assert!(matches!(verify_added("- a: b: c\n", "- a: b: c\n\n", &emr()), Err(Mismatch::BeforeUnreadable(_))));
    let same_arn = before.replace("role/x", "role/AWSServiceRoleForAmazonEMRContainers");
    assert_eq!(verify_added(&same_arn, &format!("{same_arn}{ITEM}"), &emr()), Err(Mismatch::OtherEffect));
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
