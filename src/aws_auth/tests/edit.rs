//! Adding and removing, and what is refused.

use super::*;

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
