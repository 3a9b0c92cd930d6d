//! The scan itself: it sees what it has to see, and nothing in comments and strings.

use std::str::FromStr;

use proc_macro2::TokenStream;

use super::name::Name;
use super::{Breach, effects, escaped_crates, foreign_imports, lines_before_tests, names, outside_texts, reexports};

fn scan(module: &str, source: &str) -> Vec<Name> {
    names(module.split("::").map(str::to_owned).collect(), TokenStream::from_str(source).unwrap())
}

fn whats(breaches: Vec<Breach>) -> Vec<String> {
    breaches.into_iter().map(|breach| breach.what).collect()
}

#[test]
fn a_foreign_import_is_caught_however_it_is_written() {
    let table = [
        ("a plain path", "domain::name", "fn f() { crate::plan::step() }", "plan::step"),
        ("a type", "plan", "struct S { at: Option<crate::wizard::Msg> }", "wizard::Msg"),
        ("inside a macro call", "plan", "fn f() { assert!(x, \"{}\", [crate::tui::WORD]); }", "tui::WORD"),
        ("a nested group", "plan", "use {std::fmt, crate::{domain::Arn, tui::{self, page::Page}}};", "tui::page::Page"),
        ("the end of a group", "plan", "use crate::{domain, tui::{self}};", "tui"),
        ("under another name", "plan", "use crate::tui as screen;", "tui"),
        ("the whole crate under another name", "plan", "use crate as all;", ""),
        ("everything", "plan", "use crate::*;", "*"),
        ("relative to the parent", "plan", "use super::wizard::Msg;", "wizard::Msg"),
        ("in an inner module", "plan::step", "mod tests { use super::super::super::tui::run; }", "tui::run"),
        ("through an imported module", "plan", "use crate::text; fn f() { text::describe() }", "text::describe"),
        ("in a macro's definition", "plan", "macro_rules! m { () => { $crate::tui::run() } }", "tui::run"),
        ("by the crate's own name", "plan", "fn f() { emr_onramp::tui::run() }", "tui::run"),
        ("in a generic argument", "plan", "fn f() { make::<crate::tui::Page>(1) }", "tui::Page"),
        ("in an attribute", "plan", "#[derive(crate::tui::Draw)] struct S;", "tui::Draw"),
        ("as a visibility's opposite", "sandbox::kube", "pub(in crate::domain) fn f() {}", "domain"),
    ];
    for (case, module, source, wanted) in table {
        let found = whats(foreign_imports(&scan(module, source)));
        assert!(found.contains(&wanted.to_owned()), "{case}: {found:?}");
    }
}

#[test]
fn an_import_that_a_row_has_is_not_caught() {
    let table = [
        ("plan", "use crate::domain::Arn; use crate::plan::step::Step; use self::diff::Line; use super::domain;"),
        ("plan::step", "use super::diff; mod tests { use super::*; use super::super::run::RunEvent; }"),
        ("app", "use crate::tui::run; fn f() { crate::sandbox::start() }"),
        ("plan", "pub(crate) struct S; pub(crate) fn f(crate_: u8) { tui::run() }"),
        (
            "plan",
            "// use crate::tui::run;\n/* crate::tui */ /// See [`crate::tui`].\nfn f() { g(\"crate::tui::run\") }",
        ),
        ("plan", "fn f() { g(r#\"use crate::tui;\"#) }"),
    ];
    for (module, source) in table {
        assert_eq!(whats(foreign_imports(&scan(module, source))), [""; 0], "{source}");
    }
}

#[test]
fn a_crate_outside_its_fence_is_caught_however_it_is_named() {
    let table = [
        ("a plain path", "wizard", "fn f() { ratatui::restore() }", "ratatui::restore"),
        ("inside a macro call", "wizard", "fn f() { vec![crossterm::event::read()] }", "crossterm::event::read"),
        ("a nested group", "line", "use {std::fmt, inquire::{Confirm, ui::{Color}}};", "inquire::ui::Color"),
        ("under another name", "text", "use ratatui as r;", "ratatui"),
        ("the old way", "text", "extern crate kube as k;", "kube"),
        ("with colons before it", "sandbox", "mod kube; fn f() { ::kube::Client::new() }", "kube::Client::new"),
        ("in a use with colons before it", "sandbox", "mod kube; use ::kube::Client;", "kube::Client"),
        ("after a keyword", "sandbox", "impl ::kube::Resource for X {}", "kube::Resource"),
        ("as an attribute", "wizard", "#[tokio::test] fn f() {}", "tokio::test"),
        ("by a pattern", "wizard", "use aws_sdk_eks::Client;", "aws_sdk_eks::Client"),
        ("in an inner module", "text", "mod tests { use super::*; use tokio::task; }", "tokio::task"),
        ("in a module that does not inherit a name", "sandbox", "mod kube; mod a { use kube::Api; }", "kube::Api"),
    ];
    for (case, module, source, wanted) in table {
        let found = whats(escaped_crates(&scan(module, source)));
        assert!(found.contains(&wanted.to_owned()), "{case}: {found:?}");
    }
}

#[test]
fn a_module_of_ours_is_not_the_crate_of_the_same_name() {
    let table = [
        ("ports", "mod kube; pub use kube::KubeAccess; pub use self::kube::KubeObjects;"),
        ("sandbox::http", "use super::kube; fn f() { kube::Body::Full(bytes) }"),
        ("sandbox::http", "use crate::sandbox::{kube, tls}; fn f() { kube::Body::Full(bytes) }"),
        ("sandbox", "mod kube; mod inner { use super::*; fn f() { kube::Body::Full(bytes) } }"),
        ("runtime", "fn f() { self.kube.call(); let kube: Kube = x.kube::<Y>(); Z::<u8>::kube::call() }"),
        ("line::ask", "use inquire::Text;"),
        ("adapters::aws::eks", "use aws_sdk_eks::Client; use tokio::time;"),
        ("wizard", "// use ratatui::Frame;\nfn f() { g(\"tokio::spawn\") }"),
    ];
    for (module, source) in table {
        assert_eq!(whats(escaped_crates(&scan(module, source))), [""; 0], "{source}");
    }
}

#[test]
fn an_effect_in_a_pure_layer_is_caught() {
    let table = [
        ("plan", "fn f() { std::env::var(x) }", "std::env::var"),
        ("plan", "use std::{fmt, fs::{self, File}};", "std::fs::File"),
        ("wizard::run", "use std::time; fn f() { time::Instant::now() }", "std::time::Instant::now"),
        ("planner", "use jiff::Timestamp; fn f() { dbg!(Timestamp::now()) }", "jiff::Timestamp::now"),
        ("domain", "use super::*; fn f() { g(Timestamp::now) }", "Timestamp::now"),
    ];
    for (module, source, wanted) in table {
        let found = whats(effects(&scan(module, source)));
        assert!(found.contains(&wanted.to_owned()), "{source}: {found:?}");
    }
    assert_eq!(effects(&scan("adapters::clock", "fn f() { Timestamp::now() }")), []);
    assert_eq!(effects(&scan("plan", "fn f(now: Timestamp) { x.env::<Y>(); fs::read() }")), []);
}

#[test]
fn text_made_outside_the_edge_is_caught() {
    let source = "use crate::domain::OutsideText; fn f() { x.map(OutsideText::line); }";
    assert_eq!(whats(outside_texts(&scan("tui::page", source))), ["domain::OutsideText::line"]);
    let renamed = "use crate::domain::OutsideText as Text; fn f() { Text::block(x); }";
    assert_eq!(whats(outside_texts(&scan("text", renamed))), ["domain::OutsideText::block"]);
    for module in ["adapters::aws", "plan::diff", "tui::tests", "text::describe::tests::error"] {
        assert_eq!(outside_texts(&scan(module, source)), [], "{module}");
    }
}

#[test]
fn a_borrowed_name_is_caught() {
    let source = "pub(crate) use crate::plan::{Plan, step::Step}; pub use self::page::Page; use crate::domain::Arn;";
    assert_eq!(whats(reexports(&scan("wizard", source))), ["plan::Plan", "plan::step::Step"]);
}

#[test]
fn lines_are_counted_up_to_the_tests_in_the_file() {
    assert_eq!(lines_before_tests("a\nb\n\n#[cfg(test)]\nmod tests {\n}\n"), 3);
    assert_eq!(lines_before_tests("#[cfg(test)]\nmod tests;\nmod b;\n"), 3);
}
