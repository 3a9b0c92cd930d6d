//! Plan, run and proof as lines for people or as JSON for programs. Both read the same data and the same events.

mod choice;
mod doctor;
mod fargate;
mod hand_off;
mod human;
mod json;
mod matrix;
mod record;
mod role;
mod run_report;
mod session;
mod undo;
mod written;

pub use choice::{fargate_choice, fargate_reasons, fargate_seen};
pub use doctor::diagnosis_lines;
pub use fargate::{role_json, role_lines};
pub use hand_off::{card_lines, kubernetes_yaml, markdown};
pub use human::{device_lines, ending, event_lines, finding_lines, place_lines, plan_lines, proof_lines, step_lines};
pub use json::{Message, SessionMessage, Summary};
pub use matrix::{MATRIX_VERBS, Mark, MatrixRow, matrix};
pub use record::{kept_lines, record_lines, recorded_lines, resuming_lines};
pub use role::{role_blocker_lines, role_plan_lines, role_users_lines};
pub use run_report::{RunReport, StepReport};
pub use session::session_lines;
pub use undo::undo_plan_lines;
pub use written::written;
