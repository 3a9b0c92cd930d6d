//! The columns of the fault matrix, and which of its cells a mishap met.

use crate::support::fake_ledger::Hit;

/// A column: the kind of step that a fault meets. The first thirteen are those of the matrix; a namespace and a Fargate
/// profile are steps of ours that it does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    P0,
    K1,
    K2,
    K3,
    E1,
    E2,
    I1,
    I2,
    I3,
    M1,
    V,
    U,
    X,
    N1,
    F1,
}

impl Column {
    pub(super) const ALL: [Self; 15] = [
        Self::P0,
        Self::K1,
        Self::K2,
        Self::K3,
        Self::E1,
        Self::E2,
        Self::I1,
        Self::I2,
        Self::I3,
        Self::M1,
        Self::V,
        Self::U,
        Self::X,
        Self::N1,
        Self::F1,
    ];

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| format!("{column:?}") == word)
    }
}

/// A cell: the row's number and the column.
pub(super) type Cell = (u8, Column);

/// The column of a kind of step.
fn of_kind(kind: &str) -> Option<Column> {
    Some(match kind {
        "write-role" => Column::K1,
        "write-role-binding" => Column::K2,
        "map-role" | "create-aws-auth" => Column::K3,
        "update-authentication-mode" => Column::E1,
        "await-access-entry" => Column::E2,
        "create-service-linked-role" | "create-execution-role" => Column::I1,
        "put-caller-policy" | "attach-execution-policy" => Column::I2,
        "update-trust-policy" => Column::I3,
        "create-virtual-cluster" => Column::M1,
        "create-namespace" => Column::N1,
        "create-fargate-profile" => Column::F1,
        _ => return None,
    })
}

/// The column of a call that writes.
fn of_write(call: &str) -> Option<Column> {
    Some(match call {
        "write role" => Column::K1,
        "write binding" => Column::K2,
        "write aws-auth" | "create aws-auth" => Column::K3,
        "UpdateClusterConfig" => Column::E1,
        "CreateServiceLinkedRole" | "CreateRole" => Column::I1,
        "PutRolePolicy" | "AttachRolePolicy" => Column::I2,
        "UpdateAssumeRolePolicy" => Column::I3,
        "CreateVirtualCluster" => Column::M1,
        "create namespace" => Column::N1,
        "CreateFargateProfile" => Column::F1,
        _ => return None,
    })
}

/// The cell that a mishap met; none where it met no step, or nobody knows which of several.
pub(super) fn cell(hit: &Hit, is_undo: bool, is_one_line: bool) -> Option<Cell> {
    let is_outside = matches!(hit.call, "Run" | "Resumed" | "End");
    let column = match (&hit.step, of_write(hit.call)) {
        _ if is_outside => return None,
        _ if hit.is_proving => Column::V,
        _ if is_undo => Column::U,
        (_, Some(column)) => column,
        // Side by side, the step that began last need not be the one that was met; its records name their own.
        (Some(step), None) if is_one_line || matches!(hit.call, "Intent" | "Result" | "begin") => of_kind(step)?,
        _ => return None,
    };
    Some((hit.row, column))
}

/// The word to stop, which is heard after the step under way.
pub(super) fn stop(step: Option<String>) -> Hit {
    Hit { row: 22, call: "stop", step, is_proving: false }
}
