//! What may depend on what, as data. A row may name only rows above it, so there can be no cycle.

/// A top-level module of the crate.
pub(super) struct Layer {
    /// Its name.
    pub(super) name: &'static str,
    /// The other top-level modules that it may name.
    pub(super) may_import: &'static [&'static str],
}

/// The layers, the lowest first. `app` and `main` stand above them and may import all.
pub(super) const LAYERS: &[Layer] = &[
    layer("domain", &[]),
    layer("error", &[]),
    layer("aws_auth", &[]),
    // A misreading of an API must not be able to hide on both sides of the wire.
    layer("sandbox", &[]),
    layer("assets", &["domain"]),
    layer("plan", &["domain", "aws_auth"]),
    layer("journal", &["domain", "plan"]),
    layer("ports", &["domain", "plan"]),
    layer("planner", &["domain", "aws_auth", "assets", "plan", "journal"]),
    layer("text", &["domain", "assets", "plan", "journal"]),
    layer("observe", &["domain", "ports"]),
    layer("apply", &["domain", "aws_auth", "plan", "journal", "ports"]),
    layer("adapters", &["domain", "plan", "journal", "ports"]),
    layer("wizard", &["domain", "plan", "journal", "planner"]),
    layer("report", &["domain", "plan", "journal", "planner", "text", "wizard"]),
    layer("cli", &["domain", "wizard"]),
    layer("runtime", &["domain", "plan", "journal", "ports", "planner", "observe", "apply", "wizard"]),
    layer("tui", &["domain", "plan", "journal", "planner", "text", "wizard", "report"]),
    layer("headless", &["domain", "error", "plan", "journal", "planner", "text", "wizard", "report", "runtime"]),
    layer("line", &["domain", "error", "text", "wizard", "report", "runtime", "headless"]),
];

/// The modules that put the program together.
pub(super) const COMPOSITION: &[&str] = &["app", "main"];

const fn layer(name: &'static str, may_import: &'static [&'static str]) -> Layer {
    Layer { name, may_import }
}

/// A crate that only some modules may name.
pub(super) struct Fence {
    /// The crate; a `*` at the end stands for any rest.
    pub(super) name: &'static str,
    /// The modules that may name it, each with everything below it.
    pub(super) owners: &'static [&'static str],
}

/// The dependencies that have owners.
pub(super) const FENCES: &[Fence] = &[
    fence("ratatui", &["tui"]),
    fence("crossterm", &["tui", "line::ask", "line::word"]),
    fence("unicode_width", &["tui"]),
    fence("unicode_segmentation", &["tui"]),
    fence("inquire", &["line::ask"]),
    fence("signal_hook", &["app::signal", "app::hangup", "tui::terminal"]),
    fence(
        "rustix",
        &["app::hangup", "adapters::aws::account", "adapters::kube::kubeconfig", "adapters::record", "sandbox::kill"],
    ),
    fence("clap", &["cli", "app"]),
    fence("fluent_bundle", &["text"]),
    fence("unic_langid", &["text"]),
    fence("granit_parser", &["aws_auth"]),
    fence("similar", &["plan::diff"]),
    fence("serde_saphyr", &["assets", "sandbox", "app::config"]),
    fence("aws_*", &["adapters::aws", "adapters::kube", "sandbox::running::tests"]),
    fence("kube", &["adapters::kube", "sandbox::kube::tests", "sandbox::running::tests"]),
    fence("k8s_openapi", &["adapters::kube", "sandbox::kube::tests", "sandbox::running::tests"]),
    fence("tower", &["adapters::kube", "sandbox::kube::tests"]),
    fence("http", &["adapters", "sandbox"]),
    fence("http_body_util", &["adapters", "sandbox"]),
    fence("hyper", &["adapters::kube", "sandbox"]),
    fence("hyper_util", &["adapters::kube", "adapters::transport", "sandbox"]),
    fence("rcgen", &["sandbox::tls"]),
    fence("rustls", &["adapters::kube", "sandbox"]),
    fence("tokio_rustls", &["sandbox"]),
    fence("ring", &["sandbox"]),
    fence("base64", &["adapters", "sandbox"]),
    fence("percent_encoding", &["adapters", "sandbox"]),
    fence("sha2", &["plan", "journal", "adapters::record", "apply", "sandbox"]),
    fence("tokio", &["adapters", "observe", "apply", "runtime", "sandbox"]),
    fence("futures_util", &["observe", "apply", "adapters::aws", "sandbox"]),
    fence("async_trait", &["ports", "adapters", "apply", "runtime", "app"]),
];

const fn fence(name: &'static str, owners: &'static [&'static str]) -> Fence {
    Fence { name, owners }
}

/// The dependencies that say nothing about a layer.
pub(super) const FREE: &[&str] = &["serde", "serde_json", "jiff", "thiserror"];

/// The modules without effects: what they return depends on what they are given and on nothing else.
pub(super) const PURE: &[&str] = &["domain", "plan", "planner", "wizard", "aws_auth", "text"];

/// The modules of `std` that a pure module may not name.
pub(super) const IMPURE: &[&str] = &["env", "fs", "io", "net", "process", "thread"];

/// What a pure module may not call, however it was imported.
pub(super) const CLOCKS: &[&[&str]] =
    &[&["Timestamp", "now"], &["Zoned", "now"], &["Instant", "now"], &["SystemTime", "now"]];

/// Something that breaks a rule, and why it stays.
pub(super) struct Exception {
    /// The module, or the file below `src`, that breaks it.
    pub(super) place: &'static str,
    /// What it names, where the rule is about names.
    pub(super) what: &'static str,
    /// Why.
    pub(super) reason: &'static str,
}

const fn except(place: &'static str, what: &'static str, reason: &'static str) -> Exception {
    Exception { place, what, reason }
}

/// Imports beyond [`LAYERS`].
pub(super) const IMPORTS: &[Exception] = &[];

/// Effects in modules that are otherwise pure.
pub(super) const EFFECTS: &[Exception] = &[];

/// Names of one layer that another makes its own.
pub(super) const REEXPORTS: &[Exception] = &[
    except("ports", "domain", "every method of a port returns its error, so a port without it is not usable"),
    except("wizard", "plan", "a consent is an answer that the wizard takes, and the run that it answers"),
];

/// Where text of our own becomes `OutsideText`. Text from outside is made of it in the adapters, which is why they and
/// the layers that hold it (`domain`, `plan`, `planner`) are not listed.
pub(super) const OUTSIDE_TEXT: &[Exception] = &[
    except("app", "", "an argument of the command line is text from outside"),
    except("headless::answer", "", "a flag's own words come from the command line"),
    except("app::session", "", "so is a world's name or file, and what its reader says of it"),
    except("headless::answer", "", "the cluster that a flag names is text from outside"),
    except("apply", "", "reasons and proofs that the run makes of values which are clean by then"),
    except("wizard", "", "an answer is text from outside until it has been parsed, and a choice shows names of ours"),
];

/// Where files are included besides `assets`.
pub(super) const INCLUDES: &[Exception] = &[
    except(
        "sandbox::iam::managed",
        "",
        "the sandbox imports nothing of the product, and the policies of AWS are its data alone",
    ),
    except("sandbox::kube::schema", "", "the same with the fields of the kinds of Kubernetes"),
];

/// `mod.rs` files of 150 lines and more.
pub(super) const LONG_ROOTS: &[Exception] = &[];

/// Where `super::super` stands. Elsewhere what lies further off is named from the crate's root.
pub(super) const CLIMBS: &[Exception] =
    &[except("tui::page", "", "a page draws with the parts of the screen that lie beside its folder")];
