//! Tables of texts as people and tools leave them; `case_N` numbers are those of the bad-input catalogue.

use super::*;

mod edit;
mod read;

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
