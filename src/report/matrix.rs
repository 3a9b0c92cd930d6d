//! The proof's cells as a table of resources by verbs.

use std::collections::BTreeMap;

use crate::plan::proof::NamespaceProof;

/// The verbs that have a column, in order. All that the published rule sets use and Kubernetes knows.
pub const MATRIX_VERBS: [&str; 8] = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Allowed now, and was before.
    Kept,
    /// Allowed now, and was not before.
    Gained,
    /// Allowed now; nobody asked whether it was before.
    Allowed,
    /// Not allowed, and should be.
    Refused,
    /// Could not be asked.
    NotLooked,
    /// Not in the rule set, so nobody asked.
    NotAsked,
}

/// Resources that have the same marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// `pods`, `jobs.batch`, …
    pub resources: Vec<String>,
    /// One for each of [`MATRIX_VERBS`].
    pub marks: Vec<Mark>,
}

/// The table; resources that came out alike share a row.
pub fn matrix(proof: &NamespaceProof) -> Vec<MatrixRow> {
    let mut by_resource: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
    for cell in &proof.cells {
        let group = &cell.permission.group;
        let dot = if group.is_empty() { "" } else { "." };
        let name = format!("{}{dot}{group}", cell.permission.resource);
        let marks = by_resource.entry(name).or_insert_with(|| vec![Mark::NotAsked; MATRIX_VERBS.len()]);
        let mark = match (&cell.after, cell.before) {
            (Ok(true), Some(true)) => Mark::Kept,
            (Ok(true), Some(false)) => Mark::Gained,
            (Ok(true), None) => Mark::Allowed,
            (Ok(false), _) => Mark::Refused,
            (Err(_), _) => Mark::NotLooked,
        };
        if let Some(column) = MATRIX_VERBS.iter().position(|verb| *verb == cell.permission.verb) {
            marks[column] = mark;
        }
    }
    let mut rows: Vec<MatrixRow> = Vec::new();
    for (resource, marks) in by_resource {
        match rows.iter_mut().find(|row| row.marks == marks) {
            Some(row) => row.resources.push(resource),
            None => rows.push(MatrixRow { resources: vec![resource], marks }),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rbac::Permission;
    use crate::plan::proof::{AccessCell, Asked};

    #[test]
    fn only_what_was_refused_before_counts_as_gained() {
        for (before, after, mark) in [
            (Some(false), true, Mark::Gained),
            (Some(true), true, Mark::Kept),
            (None, true, Mark::Allowed),
            (None, false, Mark::Refused),
            (Some(true), false, Mark::Refused),
        ] {
            let permission = Permission { group: String::new(), resource: "pods".to_owned(), verb: "get".to_owned() };
            let cells = vec![AccessCell { permission, before, after: Ok(after) }];
            let proof = NamespaceProof { namespace: "spark".parse().unwrap(), asked: Asked::AsList, cells };
            assert_eq!(matrix(&proof)[0].marks[0], mark, "{before:?} {after}");
        }
    }
}
