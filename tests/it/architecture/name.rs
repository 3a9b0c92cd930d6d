//! Which paths a source file names, resolved as far as the file alone allows.
//!
//! The tokens are walked, not the syntax tree, so that what stands inside a macro call is seen too.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// A path that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The module in which it stands, from the crate's root.
    pub(super) module: Vec<String>,
    /// What it leads to.
    pub(super) path: Target,
    /// Whether it is a `pub use` of any visibility.
    pub(super) is_reexport: bool,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Into this crate: the segments after `crate`.
    Ours(Vec<String>),
    /// To another crate, or to something that is in scope without having been imported by name.
    Outside(Vec<String>),
}

impl Target {
    /// The segments, whoever they belong to.
    pub(super) fn segments(&self) -> &[String] {
        let (Self::Ours(segments) | Self::Outside(segments)) = self;
        segments
    }

    /// Whether the path goes on, or ends, with these segments.
    pub(super) fn ends_with(&self, last: &[&str]) -> bool {
        let segments = self.segments();
        segments.len() >= last.len() && segments[segments.len() - last.len()..] == *last
    }

    fn join(&self, rest: &[String]) -> Self {
        match self {
            Self::Ours(segments) => Self::Ours([segments, rest].concat()),
            Self::Outside(segments) => Self::Outside([segments, rest].concat()),
        }
    }
}

/// The paths of a file that is the module `module`.
pub(super) fn names(module: Vec<String>, tokens: TokenStream) -> Vec<Name> {
    let mut found = Vec::new();
    let scope = Scope { module, bound: BTreeMap::new() };
    scope.enter(tokens, &mut found);
    found
}

/// Words before which `::` starts a path instead of going on with one.
const KEYWORDS: &[&str] =
    &["as", "dyn", "else", "for", "if", "impl", "in", "match", "move", "mut", "ref", "return", "where", "while"];

/// A path as it is written.
#[derive(Clone, Default)]
struct Written {
    /// Whether it starts with `::`.
    is_absolute: bool,
    segments: Vec<String>,
}

/// One path of a `use`, with the name under which it is in scope from there on.
struct Import {
    path: Written,
    alias: String,
    is_reexport: bool,
}

/// A module and the names that are bound in it.
#[derive(Clone)]
struct Scope {
    module: Vec<String>,
    bound: BTreeMap<String, Target>,
}

impl Scope {
    fn enter(mut self, tokens: TokenStream, found: &mut Vec<Name>) {
        let mut imports = Vec::new();
        let mut modules = Vec::new();
        let mut written = Vec::new();
        scan(tokens, &mut imports, &mut modules, &mut written);
        for (name, _) in &modules {
            self.bound.insert(name.clone(), Target::Ours(self.below(name)));
        }
        // Own modules first: a later `use` may start with a name that they bind.
        imports.sort_by_key(|import| !import.path.starts_in_crate());
        for Import { path, alias, is_reexport } in imports {
            let target = self.resolve(&path);
            found.push(Name { module: self.module.clone(), path: target.clone(), is_reexport });
            self.bound.insert(alias, target);
        }
        for path in written {
            found.push(Name { module: self.module.clone(), path: self.resolve(&path), is_reexport: false });
        }
        let inherits = Target::Ours(self.below("*"));
        for (name, group) in modules {
            let Some(group) = group else { continue };
            let mut inner = Self { module: self.below(&name), bound: BTreeMap::new() };
            if globs(&group).any(|glob| inner.resolve(&glob) == inherits) {
                inner.bound.clone_from(&self.bound);
            }
            inner.enter(group.stream(), found);
        }
    }

    /// The path of something in this module.
    fn below(&self, name: &str) -> Vec<String> {
        let mut path = self.module.clone();
        path.push(name.to_owned());
        path
    }

    fn resolve(&self, path: &Written) -> Target {
        let (first, rest) = path.segments.split_first().expect("a path has a segment");
        if path.is_absolute {
            return Target::Outside(path.segments.clone());
        }
        match first.as_str() {
            "crate" | "emr_onramp" => Target::Ours(rest.to_vec()),
            "self" => Target::Ours([&self.module, rest].concat()),
            "super" => {
                let up = path.segments.iter().take_while(|segment| *segment == "super").count();
                let depth = self.module.len().saturating_sub(up);
                Target::Ours([&self.module[..depth], &path.segments[up..]].concat())
            }
            _ => match self.bound.get(first) {
                Some(bound) => bound.join(rest),
                None => Target::Outside(path.segments.clone()),
            },
        }
    }
}

impl Written {
    fn starts_in_crate(&self) -> bool {
        !self.is_absolute && matches!(self.segments[0].as_str(), "crate" | "self" | "super" | "emr_onramp")
    }
}

/// The paths of `use …::*` directly in a module's body.
fn globs(body: &Group) -> impl Iterator<Item = Written> {
    let mut imports = Vec::new();
    scan(body.stream(), &mut imports, &mut Vec::new(), &mut Vec::new());
    imports.into_iter().filter(|import| import.alias == "*").map(|import| import.path)
}

/// Sorts a module's tokens into imports, modules and other paths; the bodies of modules are left closed.
fn scan(
    tokens: TokenStream,
    imports: &mut Vec<Import>,
    modules: &mut Vec<(String, Option<Group>)>,
    written: &mut Vec<Written>,
) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(word) if word == "use" => {
                let end = tokens[at..].iter().position(|token| is_punct(token, ';'));
                let Some(length) = end.filter(|_| !tokens.get(at + 1).is_some_and(|next| is_punct(next, '<'))) else {
                    at += 1;
                    continue;
                };
                let is_reexport = is_public(&tokens[..at]);
                use_tree(&tokens[at + 1..at + length], Written::default(), is_reexport, imports);
                at += length;
            }
            TokenTree::Ident(word) if word == "mod" => {
                if let Some(TokenTree::Ident(name)) = tokens.get(at + 1) {
                    let body = match tokens.get(at + 2) {
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group.clone()),
                        _ => None,
                    };
                    modules.push((name.to_string(), body));
                }
                at += 3;
            }
            TokenTree::Group(group) => {
                scan(group.stream(), imports, modules, written);
                at += 1;
            }
            TokenTree::Ident(word) if word == "extern" => {
                if let [TokenTree::Ident(_), TokenTree::Ident(name), ..] = &tokens[at + 1..] {
                    written.push(Written { is_absolute: true, segments: vec![name.to_string()] });
                }
                at += 1;
            }
            _ => {
                let (path, next) = path(&tokens, at);
                written.extend(path.filter(|path| path.segments.len() > 1 || path.is_absolute));
                at = next;
            }
        }
    }
}

/// The path that starts at a token, if one does, and where to go on.
fn path(tokens: &[TokenTree], start: usize) -> (Option<Written>, usize) {
    let mut path = Written { is_absolute: is_separator(tokens, start), segments: Vec::new() };
    let mut at = if path.is_absolute { start + 2 } else { start };
    // What follows the `>` of a generic argument belongs to the path before it.
    let goes_on = path.is_absolute && start > 0 && is_punct(&tokens[start - 1], '>');
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        at += 1;
        if path.segments.is_empty() && KEYWORDS.iter().any(|keyword| word == keyword) {
            return (None, at);
        }
        path.segments.push(word.to_string());
        if !is_separator(tokens, at) || !matches!(tokens.get(at + 2), Some(TokenTree::Ident(_))) {
            break;
        }
        at += 2;
    }
    let is_path = !goes_on && !path.segments.is_empty();
    (is_path.then_some(path), at.max(start + 1))
}

/// The paths of one tree of a `use`, after those segments that stand before its braces.
fn use_tree(tokens: &[TokenTree], mut path: Written, is_reexport: bool, imports: &mut Vec<Import>) {
    let mut alias = None;
    if path.segments.is_empty() && is_separator(tokens, 0) {
        path.is_absolute = true;
    }
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(word) if word == "as" => {
                alias = tokens.get(at + 1).map(ToString::to_string);
                break;
            }
            // `self` at the end of a path is the path.
            TokenTree::Ident(word) if word == "self" && !path.segments.is_empty() => {}
            TokenTree::Ident(word) => path.segments.push(word.to_string()),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for tree in inner.split(|token| is_punct(token, ',')).filter(|tree| !tree.is_empty()) {
                    use_tree(tree, path.clone(), is_reexport, imports);
                }
                return;
            }
            token if is_punct(token, '*') => path.segments.push("*".to_owned()),
            _ => {}
        }
        at += 1;
    }
    if let Some(last) = path.segments.last() {
        let alias = alias.unwrap_or_else(|| last.clone());
        imports.push(Import { path, alias, is_reexport });
    }
}

/// Whether the tokens end in `pub` or `pub(…)`.
fn is_public(before: &[TokenTree]) -> bool {
    let word = match before {
        [.., word, TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => word,
        [.., word] => word,
        [] => return false,
    };
    matches!(word, TokenTree::Ident(word) if word == "pub")
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |at: usize| tokens.get(at).is_some_and(|token| is_punct(token, ':'));
    let joint = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
    colon(at) && colon(at + 1) && joint(&tokens[at])
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}
