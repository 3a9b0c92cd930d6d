//! emr-onramp gives Amazon EMR on EKS access to a namespace of an EKS cluster.
//!
//! # The way of one request
//!
//! A front end ([`tui`], [`mod@line`], [`headless`]) asks what the [`wizard`] asks and sends it messages. The wizard is
//! a state machine without a clock, a terminal or an `await`: it answers with effects. The [`runtime`] performs effects on
//! a thread of its own: it *observes* ([`observe`] reads the world through [`ports`] into [`domain::Observed`]), and the
//! wizard *plans* ([`planner`], a pure function from what is desired and observed to a [`plan::Plan`]). Once the person
//! approves exactly that plan, it is *applied* and *proved* ([`apply`]), which is told as one stream of
//! [`plan::run::RunEvent`]s that screens, lines, JSON and the journal all read.
//!
//! # Layers
//!
//! - pure: [`domain`] (names, facts), [`aws_auth`] (that ConfigMap as text), [`plan`] (steps as data), [`planner`],
//!   [`wizard`], [`assets`]
//! - words: [`text`] (two languages), [`report`] (lines and JSON)
//! - outside: [`ports`] (traits), [`observe`], [`apply`], [`runtime`]; [`adapters`] (the traits over the real clients)
//! - below the clients: [`sandbox`] (AWS and Kubernetes on loopback; imports nothing of ours)
//! - ends: [`cli`], [`error`], [`app`] (the only place that reads the environment, opens sessions and knows the sandbox)
//!
//! `tests/it/architecture.rs` holds the table of who may import whom, and fails when it is broken.
//!
//! # What always holds
//!
//! - What is sent is what was shown; a target that moved ends its step as drifted, and nothing is forced.
//! - An intent is in the journal before its call; an unknown outcome is settled by reading, never by sending again blindly.
//! - aws-auth is edited as text under its `resourceVersion`, never deleted and never written out anew.
//! - A fact is seen, absent, or not looked at with its reason. Nothing is guessed.
//! - Text from outside is [`domain::OutsideText`], cleaned where it comes in; nothing else reaches a screen.

pub mod adapters;
pub mod app;
pub mod apply;
pub mod assets;
pub mod aws_auth;
pub mod cli;
pub mod domain;
pub mod error;
pub mod headless;
pub mod journal;
pub mod line;
pub mod observe;
pub mod plan;
pub mod planner;
pub mod ports;
pub mod report;
pub mod runtime;
pub mod sandbox;
pub mod text;
pub mod tui;
pub mod wizard;
