//! The layers: who imports whom, who names which crate, what stays pure, and how long a file may get.

mod name;
mod scan;
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proc_macro2::{TokenStream, TokenTree};

use crate::source::{Source, files};
use name::{Name, Target, names};
use table::{
    CLIMBS, CLOCKS, COMPOSITION, EFFECTS, Exception, FENCES, FREE, Fence, IMPORTS, IMPURE, INCLUDES, LAYERS,
    LONG_ROOTS, OUTSIDE_TEXT, PURE, REEXPORTS,
};

/// The most lines of a file, not counting its tests.
const LONGEST_FILE: usize = 500;
/// The most lines of a file that is all tests.
const LONGEST_TESTS: usize = 1_200;
/// From this many lines on, a `mod.rs` is more than a root.
const LONG_ROOT: usize = 150;

/// One breach of a rule: where, and what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Breach {
    module: String,
    what: String,
}

/// Every path that the product's sources name.
static NAMES: LazyLock<Vec<Name>> =
    LazyLock::new(|| files("src").iter().flat_map(|source| names(source.module(), source.tokens())).collect());

/// Whether a module is another one or lies below it; both with `::`.
fn is_within(module: &str, owner: &str) -> bool {
    module.strip_prefix(owner).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The layer in which a name stands; the root itself is none.
fn layer_of(name: &Name) -> Option<&str> {
    name.module.first().map(String::as_str)
}

fn breach(name: &Name) -> Breach {
    let (Target::Ours(path) | Target::Outside(path)) = &name.path;
    Breach { module: name.module.join("::"), what: path.join("::") }
}

/// The imports that [`LAYERS`] does not have.
fn foreign_imports(names: &[Name]) -> Vec<Breach> {
    let is_foreign = |name: &&Name| {
        let (Some(layer), Target::Ours(path)) = (layer_of(name), &name.path) else { return false };
        let target = path.first().map_or("", String::as_str);
        let row = LAYERS.iter().find(|row| row.name == layer);
        let may =
            target == layer || COMPOSITION.contains(&layer) || row.is_some_and(|row| row.may_import.contains(&target));
        !may
    };
    names.iter().filter(is_foreign).map(breach).collect()
}

/// The fence around a crate.
fn fence_of(name: &str) -> Option<&'static Fence> {
    FENCES.iter().find(|fence| match fence.name.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => fence.name == name,
    })
}

/// The crates that are named outside their fence.
fn escaped_crates(names: &[Name]) -> Vec<Breach> {
    let has_escaped = |name: &&Name| {
        let Target::Outside(path) = &name.path else { return false };
        let module = name.module.join("::");
        fence_of(&path[0]).is_some_and(|fence| !fence.owners.iter().any(|owner| is_within(&module, owner)))
    };
    names.iter().filter(has_escaped).map(breach).collect()
}

/// The paths by which a pure module would reach the world.
fn effects(names: &[Name]) -> Vec<Breach> {
    let is_effect = |name: &&Name| {
        let reaches =
            matches!(name.path.segments(), [std, module, ..] if std == "std" && IMPURE.contains(&module.as_str()));
        let is_pure = layer_of(name).is_some_and(|layer| PURE.contains(&layer));
        is_pure && (reaches || CLOCKS.iter().any(|clock| name.path.ends_with(clock)))
    };
    names.iter().filter(is_effect).map(breach).collect()
}

/// The places where text becomes text from outside, but for the layers whose work that is.
fn outside_texts(names: &[Name]) -> Vec<Breach> {
    let makers = ["line", "block", "message"];
    let is_made = |name: &&Name| {
        let is_at_home = layer_of(name).is_some_and(|l| ["adapters", "domain", "plan", "planner"].contains(&l));
        let is_test = name.module.iter().any(|part| part == "tests");
        !is_at_home && !is_test && makers.iter().any(|maker| name.path.ends_with(&["OutsideText", maker]))
    };
    names.iter().filter(is_made).map(breach).collect()
}

/// The `pub use` of another layer's names.
fn reexports(names: &[Name]) -> Vec<Breach> {
    let is_borrowed = |name: &&Name| {
        let (Some(layer), Target::Ours(path)) = (layer_of(name), &name.path) else { return false };
        name.is_reexport && path.first().is_some_and(|target| target != layer)
    };
    names.iter().filter(is_borrowed).map(breach).collect()
}

/// The files that break a rule as a whole.
fn by_file(breaks: impl FnMut(&&Source) -> bool) -> Vec<Breach> {
    let breach = |source: &Source| Breach { module: source.module().join("::"), what: String::new() };
    files("src").iter().filter(breaks).map(breach).collect()
}

/// Whether an exception speaks of a breach.
fn covers(exception: &Exception, breach: &Breach) -> bool {
    is_within(&breach.module, exception.place)
        && (is_within(&breach.what, exception.what) || breach.what.ends_with(exception.what))
}

/// Fails on a breach that no exception covers, and on an exception that covers nothing.
#[track_caller]
fn accept(breaches: &[Breach], exceptions: &[Exception]) {
    let is_listed = |breach: &&Breach| exceptions.iter().any(|exception| covers(exception, breach));
    let unlisted: BTreeSet<&Breach> = breaches.iter().filter(|breach| !is_listed(breach)).collect();
    assert!(unlisted.is_empty(), "{unlisted:#?}");
    for exception in exceptions {
        assert!(breaches.iter().any(|breach| covers(exception, breach)), "{}: nothing to except", exception.place);
        assert!(exception.reason.len() > 20, "{}: say why", exception.place);
    }
}

#[test]
fn layers_import_only_what_they_may() {
    accept(&foreign_imports(&NAMES), IMPORTS);
}

#[test]
fn crates_stay_within_their_fences() {
    accept(&escaped_crates(&NAMES), &[]);
}

#[test]
fn a_layer_lends_its_names_to_no_other() {
    accept(&reexports(&NAMES), REEXPORTS);
}

#[test]
fn pure_layers_reach_nothing() {
    accept(&effects(&NAMES), EFFECTS);
    for source in files("src").iter().filter(|source| PURE.contains(&source.module().first().map_or("", |m| m))) {
        assert!(!says(source.tokens(), "async"), "{} is async", source.path);
        assert!(!says(source.tokens(), "await"), "{} awaits", source.path);
    }
}

#[test]
fn text_from_outside_is_made_at_the_edge() {
    accept(&outside_texts(&NAMES), OUTSIDE_TEXT);
}

#[test]
fn files_are_included_in_one_place() {
    let includes = |source: &&Source| {
        let words = ["include", "include_str", "include_bytes"];
        source.path != "assets.rs" && words.iter().any(|word| says(source.tokens(), word))
    };
    accept(&by_file(includes), INCLUDES);
}

#[test]
fn nobody_climbs_two_modules_up() {
    let climbs = |source: &&Source| source.tokens().to_string().replace(' ', "").contains("super::super");
    accept(&by_file(climbs), CLIMBS);
}

#[test]
fn files_stay_short() {
    let mut long = Vec::new();
    for source in files("src") {
        let (lines, most) = if source.is_test() {
            (source.text.lines().count(), LONGEST_TESTS)
        } else {
            (lines_before_tests(&source.text), LONGEST_FILE)
        };
        if lines > most {
            long.push(format!("{}: {lines} lines", source.path));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn roots_stay_roots() {
    let is_long = |source: &&Source| {
        source.path.ends_with("mod.rs") && !source.is_test() && lines_before_tests(&source.text) >= LONG_ROOT
    };
    accept(&by_file(is_long), LONG_ROOTS);
}

#[test]
fn modules_of_tests_are_compiled_for_tests_only() {
    for source in files("src") {
        let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("mod tests")) {
            let mut above = lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
            assert!(above.any(|line| *line == "#[cfg(test)]"), "{}: {line}", source.path);
        }
    }
}

#[test]
fn every_module_has_a_row_and_rows_look_only_up() {
    let mut above: Vec<&str> = Vec::new();
    for layer in LAYERS {
        for import in layer.may_import {
            assert!(above.contains(import), "{} may import {import}, which is not above it", layer.name);
        }
        assert!(!above.contains(&layer.name), "{} is there twice", layer.name);
        above.push(layer.name);
    }
    let modules: BTreeSet<String> = files("src").iter().filter_map(|source| source.module().first().cloned()).collect();
    let missing: Vec<_> = modules.iter().filter(|m| !above.contains(&m.as_str())).collect();
    assert_eq!(missing, COMPOSITION, "the modules without a row");
}

#[test]
fn every_dependency_is_fenced_or_free_and_is_named() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("[dependencies]\n").unwrap();
    let (dependencies, _) = dependencies.split_once("\n[").unwrap();
    let keys = dependencies.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.replace('-', "_"));
    let named: BTreeSet<String> = NAMES.iter().map(|name| name.path.segments()[..1].concat()).collect();
    let modules: BTreeSet<String> = files("src").iter().filter_map(|source| source.module().first().cloned()).collect();
    for key in keys {
        let fence = fence_of(&key);
        assert!(fence.is_some() || FREE.contains(&key.as_str()), "{key} has neither owners nor freedom");
        let is_expected = fence.is_none_or(|fence| fence.owners.iter().any(|owner| modules.contains(*owner)));
        assert!(named.contains(&key) || !is_expected, "{key} is used by nobody");
    }
}

/// Whether a word stands anywhere in the code.
fn says(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => says(group.stream(), word),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The lines above the tests that stand in the same file.
fn lines_before_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod tests {"));
    tests.unwrap_or(lines.len())
}
