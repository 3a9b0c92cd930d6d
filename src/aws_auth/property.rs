//! Generated sections: whatever a text looks like, an edit keeps every byte, adds exactly one mapping, and can be undone.

use super::*;

/// How many texts every run of the tests makes.
const CASES: u64 = 5_000;
/// How many the long tests make.
const MANY: u64 = 20_000;

fn emr() -> RoleMapping {
    RoleMapping::new("arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers", "emr-containers")
}

/// A xorshift generator: the same seed gives the same texts everywhere.
struct Rng(u64);

impl Rng {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// A section's text and what it must be read as.
struct Section {
    text: String,
    wanted: Vec<RoleMapping>,
}

fn mapping(rng: &mut Rng) -> RoleMapping {
    let name = rng.pick(&["node", "Admin", "team.a", "b_c+d=e,f@g-h"]);
    let username = rng.pick(&[
        "admin",
        "system:node:{{EC2PrivateDNSName}}",
        "it's",
        "yes",
        "0123",
        "a # b",
        "x: y",
        "{{SessionName}}",
    ]);
    let groups =
        (0..rng.below(4)).map(|_| rng.pick(&["system:masters", "system:nodes", "on", "", "é"]).to_owned()).collect();
    let number = rng.below(5);
    RoleMapping { groups, ..RoleMapping::new(format!("arn:aws:iam::11112222333{number}:role/{name}"), username) }
}

fn quoted(rng: &mut Rng, value: &str, in_flow: bool) -> String {
    let plain = scalar::is_plain_safe(value, in_flow);
    match rng.below(3) {
        0 if plain => value.to_owned(),
        1 => format!("'{}'", value.replace('\'', "''")),
        _ => serde_json::to_string(value).unwrap(),
    }
}

fn key(rng: &mut Rng, name: &str) -> String {
    let cased = match rng.below(4) {
        0 => name.to_uppercase(),
        1 => format!("{}{}", name[..1].to_uppercase(), &name[1..]),
        _ => name.to_owned(),
    };
    if rng.chance(8) { format!("\"{cased}\"") } else { cased }
}

fn flow_map(rng: &mut Rng, mapping: &RoleMapping) -> String {
    let groups: Vec<String> = mapping.groups.iter().map(|group| quoted(rng, group, true)).collect();
    let (arn, user) = (quoted(rng, &mapping.rolearn, true), quoted(rng, &mapping.username, true));
    let mut fields = [
        format!("{}: {arn}", key(rng, "rolearn")),
        format!("{}: {user}", key(rng, "username")),
        format!("{}: [{}]", key(rng, "groups"), groups.join(rng.pick(&[", ", ","]))),
    ];
    let turn = rng.below(3);
    fields.rotate_left(turn);
    format!("{{{}}}", fields.join(", "))
}

/// Comments and blank lines between content, none of them starting with a tab.
fn filler(rng: &mut Rng, lines: &mut Vec<String>) {
    for _ in 0..rng.below(3) {
        lines.push(
            rng.pick(&["", "  ", "# note", "      # deep: - [\"", "#- rolearn: x", "# 한글 \u{1f600}"]).to_owned(),
        );
    }
}

fn remark(rng: &mut Rng) -> &'static str {
    rng.pick(&["", "", "", " # why", "  ", " \t# tab"])
}

fn group_lines(rng: &mut Rng, pad: &str, mapping: &RoleMapping, lines: &mut Vec<String>) {
    let name = key(rng, "groups");
    if mapping.groups.is_empty() {
        match rng.below(3) {
            0 => {}
            1 => lines.push(format!("{pad}{name}:{}", remark(rng))),
            _ => lines.push(format!("{pad}{name}: []{}", remark(rng))),
        }
    } else if rng.chance(4) {
        let groups: Vec<String> = mapping.groups.iter().map(|group| quoted(rng, group, true)).collect();
        lines.push(format!("{pad}{name}: [{}]{}", groups.join(", "), remark(rng)));
    } else {
        let deeper = rng.pick(&["", "  ", "    "]);
        lines.push(format!("{pad}{name}:{}", remark(rng)));
        for group in &mapping.groups {
            if rng.chance(6) {
                filler(rng, lines);
            }
            lines.push(format!("{pad}{deeper}- {}{}", quoted(rng, group, false), remark(rng)));
        }
    }
}

fn block_item(rng: &mut Rng, indent: &str, mapping: &RoleMapping, lines: &mut Vec<String>) {
    if rng.chance(6) {
        lines.push(format!("{indent}- {}{}", flow_map(rng, mapping), remark(rng)));
        return;
    }
    let pad = format!("{indent}  ");
    let mut fields: Vec<Vec<String>> = Vec::new();
    fields.push(vec![format!("{pad}{}: {}{}", key(rng, "rolearn"), quoted(rng, &mapping.rolearn, false), remark(rng))]);
    let name = key(rng, "username");
    fields.push(if rng.chance(6) {
        let header = rng.pick(&["|-", ">-"]);
        let mut block = vec![format!("{pad}{name}: {header}"), format!("{pad}      {}", mapping.username)];
        (0..rng.below(3)).for_each(|_| block.push(String::new()));
        block
    } else {
        vec![format!("{pad}{name}: {}{}", quoted(rng, &mapping.username, false), remark(rng))]
    });
    let mut groups = Vec::new();
    group_lines(rng, &pad, mapping, &mut groups);
    fields.push(groups);
    if rng.chance(5) {
        fields.push(vec![format!("{pad}{}", rng.pick(&["note: {a: [1, 2]}", "note:", "12: yes", "note: \"a\\tb\""]))]);
    }
    let turn = rng.below(fields.len());
    fields.rotate_left(turn);
    let mut own: Vec<String> = fields.into_iter().flatten().collect();
    own[0].replace_range(indent.len()..=indent.len(), "-");
    lines.append(&mut own);
}

fn block_section(rng: &mut Rng) -> Section {
    let wanted: Vec<RoleMapping> = (0..rng.below(6)).map(|_| mapping(rng)).collect();
    let indent = rng.pick(&["", "", "  ", "    "]);
    let mut lines = Vec::new();
    if rng.chance(10) {
        lines.push(String::from("---"));
    }
    filler(rng, &mut lines);
    for mapping in &wanted {
        block_item(rng, indent, mapping, &mut lines);
        filler(rng, &mut lines);
    }
    let line_break = rng.pick(&["\n", "\n", "\r\n"]);
    let mut text = lines.join(line_break);
    if !rng.chance(4) {
        text += line_break;
    }
    if rng.chance(12) {
        text.insert(0, '\u{feff}');
    }
    Section { text, wanted }
}

fn flow_section(rng: &mut Rng) -> Section {
    let wanted: Vec<RoleMapping> = (0..rng.below(5)).map(|_| mapping(rng)).collect();
    let json = serde_json::json!(
        wanted
            .iter()
            .map(|m| { serde_json::json!({"rolearn": m.rolearn, "username": m.username, "groups": m.groups}) })
            .collect::<Vec<_>>()
    );
    let text = match rng.below(3) {
        0 => json.to_string(),
        1 => format!("{json:#}").replace('\n', rng.pick(&["\n", "\r\n"])),
        _ => {
            let items: Vec<String> = wanted.iter().map(|mapping| flow_map(rng, mapping)).collect();
            format!("[{}]", items.join(rng.pick(&[", ", ",", " , "])))
        }
    };
    Section { text: text + rng.pick(&["", "\n", "\n\n"]), wanted }
}

fn section(rng: &mut Rng) -> Section {
    match rng.below(10) {
        0 => Section {
            text: rng.pick(&["", "\n", "\"\"", "''\n", "``", "null", "# x", "[]\n"]).to_owned(),
            wanted: Vec::new(),
        },
        1 | 2 => flow_section(rng),
        _ => block_section(rng),
    }
}

/// What holds for every edit that was made.
fn check_edit(before: &str, old: Reading, splice: &Splice) {
    let put_in = splice.inserted.clone();
    let replaced = splice.insertion.replaced.as_deref().unwrap();
    let back = format!("{}{replaced}{}", &splice.after[..put_in.start], &splice.after[put_in.end..]);
    assert_eq!(back, before, "every byte is still there, in order");
    let new = read_map_roles(&splice.after);
    let mut wanted = old.effective;
    wanted.insert(emr().key(), emr());
    assert_eq!(new.effective, wanted);
    assert_eq!(new.entries.len(), old.entries.len() + 1);
    assert!(add_role(Some(&splice.after), &emr(), 0).unwrap().is_unchanged());
    assert_eq!(remove_role(&splice.after, &emr(), &splice.insertion).unwrap().after.as_deref(), Some(before));
}

fn check_sections(cases: u64) {
    for seed in 0..cases {
        let Section { text, wanted } = section(&mut Rng::new(seed));
        let old = read_map_roles(&text);
        let read: Vec<&RoleMapping> = old.entries.iter().map(|entry| &entry.mapping).collect();
        assert_eq!(read, wanted.iter().collect::<Vec<_>>(), "seed {seed}\n{text}");
        let splice =
            add_role(Some(&text), &emr(), 0).unwrap_or_else(|refusal| panic!("seed {seed}: {refusal}\n{text}"));
        check_edit(&text, old, &splice);
    }
}

fn check_damaged(cases: u64) {
    let (mut edited, mut refused) = (0, 0);
    for seed in 0..cases {
        let mut rng = Rng::new(seed ^ 0x5eed);
        let mut text = section(&mut rng).text;
        for _ in 0..=rng.below(3) {
            let at = text.char_indices().map(|(at, _)| at).nth(rng.below(text.chars().count().max(1))).unwrap_or(0);
            if rng.chance(2) && !text.is_empty() {
                text.remove(at);
            } else {
                let damage = [
                    "\t", " ", "\n", "-", "- ", ":", "#", "\"", "'", "[", "}", "&a ", "*a", "|", "\r", "\u{1}",
                    "---\n", "<<: ",
                ];
                text.insert_str(at, rng.pick(&damage));
            }
        }
        match add_role(Some(&text), &emr(), 0) {
            Ok(splice) => {
                check_edit(&text, read_map_roles(&text), &splice);
                edited += 1;
            }
            Err(refusal) => {
                assert!(refusal.code != RefusalCode::BadMapping, "{refusal}");
                refused += 1;
            }
        }
    }
    assert!(edited > cases / 4 && refused > cases / 10, "both happen: {edited} edited, {refused} refused");
}

#[test]
fn every_generated_section_reads_as_meant_and_takes_the_edit() {
    check_sections(CASES);
}

#[test]
fn damaged_sections_are_edited_rightly_or_refused() {
    check_damaged(CASES);
}

#[test]
#[ignore = "long"]
fn many_generated_sections_read_as_meant_and_take_the_edit() {
    check_sections(MANY);
}

#[test]
#[ignore = "long"]
fn many_damaged_sections_are_edited_rightly_or_refused() {
    check_damaged(MANY);
}
