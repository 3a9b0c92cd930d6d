//! The wizard by scripts: messages in, turns and effects out.

mod answer;
mod aws_auth;
mod fargate;
mod list;
mod odd_order;
mod path;
mod run;
mod script;
mod session;
mod unfinished;
mod walk;
