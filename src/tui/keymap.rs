//! The keys as one table: the footer, the help and the input all read it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::wizard::PageId;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// The choice, tab or topic to the left.
    Left,
    /// The choice, tab or topic to the right.
    Right,
    /// Take what is under the cursor, or go on.
    Choose,
    /// Turn over a yes or no.
    Toggle,
    /// Mark the row under the cursor, or take its mark away.
    Mark,
    /// Mark all rows that are shown, or take their marks away.
    MarkAll,
    /// One page back.
    Back,
    /// Leave the field, the overlay or the opened pane.
    Close,
    /// Edit a text of many lines.
    EditText,
    /// Take the edited text.
    TakeText,
    /// Put EMR's entry into the text.
    PutEntry,
    /// Go on in the person's own editor.
    EditOutside,
    /// To where the text would not do.
    ToTrouble,
    /// Take the last edit back.
    UndoText,
    /// Do it again.
    RedoText,
    /// Start typing into the filter.
    Filter,
    /// Start typing a name that is not in the list.
    NewName,
    /// Read again what could not be read.
    TryAgain,
    /// Read the world again and plan anew.
    Replan,
    /// Open a practice session in the sandbox.
    Practise,
    /// Start typing the cluster's name, to allow what cannot be undone.
    TypeName,
    /// Run the plan.
    Approve,
    /// Run the step in front.
    ConsentYes,
    /// Stop before the step in front.
    ConsentStop,
    /// Stop, and show the rest as commands.
    ConsentCommands,
    /// Finish the step under way, then stop.
    StopRun,
    /// Do not wait for the step under way either.
    HurryRun,
    /// Send the text in front to the terminal's clipboard.
    Copy,
    /// Open the pane over the whole page.
    Zoom,
    /// The next pane.
    NextPane,
    /// Explain what is under the cursor.
    Explain,
    /// All keys.
    Help,
    /// The other language.
    Language,
    /// Leave the program.
    Leave,
    /// Leave it without more ado.
    LeaveNow,
    /// Hand the terminal back to the shell for a while.
    Suspend,
    /// Draw everything anew.
    Redraw,
}

/// What takes the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layer {
    /// The page.
    Page,
    /// The filter above a list.
    Filter,
    /// A text field among a page's other fields.
    Field,
    /// The field for the cluster's name.
    TypedName,
    /// The pane in which a text of many lines is edited.
    Editor,
    /// The opened pane.
    Zoom,
    /// An explanation.
    Explain,
    /// The help.
    Help,
    /// The question whether to leave.
    Leave,
}

impl Layer {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Page,
        Self::Filter,
        Self::Field,
        Self::TypedName,
        Self::Editor,
        Self::Zoom,
        Self::Explain,
        Self::Help,
        Self::Leave,
    ];

    /// Whether letters are text here.
    pub fn types(self) -> bool {
        matches!(self, Self::Filter | Self::Field | Self::TypedName | Self::Editor)
    }
}

/// What there is to do now: plain data that the table's conditions read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The page in front.
    pub page: PageId,
    /// What takes the keys.
    pub layer: Layer,
    /// Whether there is more than one row to move among, or something to scroll.
    pub can_move: bool,
    /// Whether there is more than a screenful.
    pub can_page: bool,
    /// Whether Enter would do something.
    pub can_choose: bool,
    /// Whether there is a page to go back to.
    pub can_go_back: bool,
    /// Whether left and right change something.
    pub can_turn: bool,
    /// Whether the question under the cursor is a yes or no.
    pub can_toggle: bool,
    /// Whether the question under the cursor is about a text that can be edited.
    pub can_edit_text: bool,
    /// Whether another page of questions comes before the plan.
    pub leads_on: bool,
    /// Whether there is something to mark under the cursor.
    pub can_mark: bool,
    /// Whether there is a list to filter.
    pub can_filter: bool,
    /// Whether a name that is not listed may be typed.
    pub can_name: bool,
    /// Whether something failed that can be read again.
    pub can_try_again: bool,
    /// Whether it failed because the session is over.
    pub must_sign_in: bool,
    /// Whether a new plan can be asked for.
    pub can_replan: bool,
    /// Whether a practice session can be opened.
    pub can_practise: bool,
    /// Whether the cluster's name has to be typed first.
    pub must_type_name: bool,
    /// Whether the plan can be approved.
    pub can_approve: bool,
    /// Whether the run waits for a word on a step.
    pub asks_consent: bool,
    /// Whether a run is under way.
    pub is_running: bool,
    /// Whether a stop was asked for already.
    pub is_stopping: bool,
    /// Whether the step under way is not waited for either.
    pub is_hurrying: bool,
    /// Whether leaving loses nothing.
    pub loses_nothing: bool,
    /// Whether there is a text to copy.
    pub can_copy: bool,
}

/// A key without its state: what the table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which.
    pub code: KeyCode,
    /// Whether Ctrl is held.
    pub ctrl: bool,
}

const fn key(code: KeyCode) -> Key {
    Key { code, ctrl: false }
}

const fn letter(c: char) -> Key {
    key(KeyCode::Char(c))
}

const fn ctrl(c: char) -> Key {
    Key { code: KeyCode::Char(c), ctrl: true }
}

impl Key {
    /// The key of an event. `shortcut` turns letters of the two-set Korean keyboard into the Latin ones on the same keys.
    pub fn of(event: KeyEvent, shortcut: bool) -> Self {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            KeyCode::Char(c) if shortcut || ctrl => KeyCode::Char(latin(c)),
            // Some terminals say Shift-Tab in so many words.
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            other => other,
        };
        let code = match code {
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            other => other,
        };
        Self { code, ctrl }
    }
}

/// The Latin letter on the key of a letter of the two-set Korean keyboard.
fn latin(c: char) -> char {
    const JAMO: &str = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ";
    const KEYS: &str = "qwertyuiopasdfghjklzxcvbnmQWERTOP";
    JAMO.chars().position(|jamo| jamo == c).and_then(|at| KEYS.chars().nth(at)).unwrap_or(c)
}

/// One line of the table.
pub struct Binding {
    /// The keys.
    pub keys: &'static [Key],
    /// What they do.
    pub action: Action,
    /// When.
    pub when: fn(&Context) -> bool,
    /// How the footer and the help write the keys; empty for keys that go without saying.
    pub shown: &'static str,
    /// The catalogue key of what they do; empty with `shown`.
    pub label: &'static str,
    /// The place in the footer: the lower, the longer it stays on a narrow screen.
    pub rank: u8,
}

const fn bind(
    keys: &'static [Key],
    action: Action,
    rank: u8,
    shown: &'static str,
    label: &'static str,
    when: fn(&Context) -> bool,
) -> Binding {
    Binding { keys, action, when, shown, label, rank }
}

fn on_page(c: &Context) -> bool {
    c.layer == Layer::Page
}

fn overlaid(c: &Context) -> bool {
    matches!(c.layer, Layer::Explain | Layer::Help | Layer::Zoom)
}

fn may_back(c: &Context) -> bool {
    on_page(c) && c.can_go_back
}

fn edits(c: &Context) -> bool {
    c.layer == Layer::Editor
}

fn calm(c: &Context) -> bool {
    on_page(c) && !c.asks_consent
}

fn is_list(c: &Context) -> bool {
    matches!(c.page, PageId::Cluster | PageId::Namespace)
}

/// The table. For any one context each key stands in at most one line; a test sees to it.
pub const BINDINGS: &[Binding] = &[
    // Words on a step come first: they are what the screen waits for.
    bind(&[letter('a')], Action::ConsentYes, 0, "a", "ui-key-consent-yes", |c| on_page(c) && c.asks_consent),
    bind(&[letter('s')], Action::ConsentStop, 1, "s", "ui-key-consent-stop", |c| on_page(c) && c.asks_consent),
    bind(&[letter('m')], Action::ConsentCommands, 2, "m", "ui-key-consent-commands", |c| on_page(c) && c.asks_consent),
    bind(&[letter('a')], Action::Approve, 0, "a", "ui-key-approve", |c| on_page(c) && c.can_approve && !c.asks_consent),
    bind(&[letter('c')], Action::TypeName, 0, "c", "ui-key-type-name", |c| on_page(c) && c.must_type_name),
    // Moving.
    bind(&[key(KeyCode::Up)], Action::Up, 3, "↑↓", "ui-key-move", |c| c.can_move && c.layer != Layer::Leave),
    bind(&[key(KeyCode::Down)], Action::Down, 3, "", "", |c| c.can_move && c.layer != Layer::Leave),
    bind(&[letter('k')], Action::Up, 3, "", "", |c| c.can_move && !c.layer.types() && c.layer != Layer::Leave),
    bind(&[letter('j')], Action::Down, 3, "", "", |c| c.can_move && !c.layer.types() && c.layer != Layer::Leave),
    bind(&[key(KeyCode::PageUp)], Action::PageUp, 6, "PgUp/PgDn", "ui-key-page", |c| {
        c.can_page && c.layer != Layer::Leave
    }),
    bind(&[key(KeyCode::PageDown)], Action::PageDown, 6, "", "", |c| c.can_page && c.layer != Layer::Leave),
    bind(&[key(KeyCode::Home)], Action::First, 9, "", "", |c| {
        c.can_move && !c.layer.types() && c.layer != Layer::Leave
    }),
    bind(&[key(KeyCode::End)], Action::Last, 9, "", "", |c| c.can_move && !c.layer.types() && c.layer != Layer::Leave),
    bind(&[key(KeyCode::Left)], Action::Left, 4, "←→", "ui-key-topic", |c| c.layer == Layer::Explain && c.can_turn),
    bind(&[key(KeyCode::Left)], Action::Left, 2, "←→", "ui-key-tab", |c| {
        c.page == PageId::Review && matches!(c.layer, Layer::Page | Layer::Zoom) && c.can_turn
    }),
    bind(&[key(KeyCode::Left)], Action::Left, 2, "←→", "ui-key-change", |c| {
        c.page.is_form() && c.layer == Layer::Page && c.can_turn && !c.can_toggle
    }),
    bind(&[key(KeyCode::Left)], Action::Left, 2, "", "", |c| {
        c.layer == Layer::Page && c.can_turn && c.page != PageId::Review && (!c.page.is_form() || c.can_toggle)
    }),
    bind(&[key(KeyCode::Right)], Action::Right, 4, "", "", |c| {
        c.can_turn && matches!(c.layer, Layer::Page | Layer::Explain)
            || c.can_turn && c.layer == Layer::Zoom && c.page == PageId::Review
    }),
    // Choosing and going on.
    bind(&[key(KeyCode::Enter)], Action::Choose, 1, "Enter", "ui-key-choose", |c| {
        c.can_choose
            && matches!(c.layer, Layer::Page | Layer::Filter)
            && !c.page.is_form()
            && !matches!(c.page, PageId::Review | PageId::Run)
    }),
    bind(&[key(KeyCode::Enter)], Action::Choose, 1, "Enter", "ui-key-plan", |c| {
        c.can_choose && matches!(c.layer, Layer::Page | Layer::Field) && c.page.is_form() && !c.leads_on
    }),
    bind(&[key(KeyCode::Enter)], Action::Choose, 1, "Enter", "ui-key-go-on", |c| {
        c.can_choose && matches!(c.layer, Layer::Page | Layer::Field) && c.page.is_form() && c.leads_on
    }),
    bind(&[key(KeyCode::Enter)], Action::Choose, 1, "Enter", "ui-key-send-code", |c| {
        c.can_choose && c.layer == Layer::Field && c.page == PageId::SignIn
    }),
    bind(&[key(KeyCode::Enter)], Action::Zoom, 5, "Enter", "ui-key-open", |c| {
        calm(c) && c.can_choose && matches!(c.page, PageId::Review | PageId::Run)
    }),
    bind(&[key(KeyCode::Enter)], Action::Choose, 0, "Enter", "ui-key-confirm-name", |c| c.layer == Layer::TypedName),
    bind(&[letter('y')], Action::LeaveNow, 0, "y", "ui-key-leave", |c| c.layer == Layer::Leave),
    bind(&[letter(' ')], Action::Toggle, 2, "Space", "ui-key-toggle", |c| {
        on_page(c) && c.page.is_form() && c.can_toggle
    }),
    bind(&[letter(' ')], Action::Mark, 2, "Space", "ui-key-mark", |c| {
        on_page(c) && matches!(c.page, PageId::SignIn | PageId::Namespace) && c.can_mark
    }),
    bind(&[key(KeyCode::Tab)], Action::Mark, 2, "Tab", "ui-key-mark-name", |c| {
        c.layer == Layer::Filter && c.page == PageId::Namespace && c.can_mark
    }),
    bind(&[letter('*')], Action::MarkAll, 5, "*", "ui-key-mark-all", |c| {
        on_page(c) && c.page == PageId::Namespace && c.can_filter
    }),
    bind(&[key(KeyCode::Tab)], Action::NextPane, 5, "Tab", "ui-key-next-field", |c| {
        c.page.is_form() && matches!(c.layer, Layer::Page | Layer::Field) && c.can_move
    }),
    bind(&[key(KeyCode::Tab)], Action::NextPane, 3, "Tab", "ui-key-pane", |c| c.page == PageId::Run && on_page(c)),
    // Going back.
    bind(&[key(KeyCode::Esc), key(KeyCode::BackTab)], Action::Back, 2, "Esc", "ui-key-back", |c| {
        may_back(c) || c.layer == Layer::Field && c.can_go_back
    }),
    bind(&[key(KeyCode::Esc)], Action::Close, 1, "Esc", "ui-key-close", overlaid),
    bind(&[key(KeyCode::Esc)], Action::Close, 2, "Esc", "ui-key-stop-typing", |c| {
        matches!(c.layer, Layer::Filter | Layer::TypedName)
    }),
    bind(&[key(KeyCode::Esc)], Action::Close, 1, "Esc", "ui-key-stay", |c| c.layer == Layer::Leave),
    bind(&[letter('z')], Action::Close, 9, "", "", |c| c.layer == Layer::Zoom),
    bind(&[letter('x')], Action::Close, 9, "", "", |c| c.layer == Layer::Explain),
    bind(&[letter('?'), key(KeyCode::F(1))], Action::Close, 9, "", "", |c| c.layer == Layer::Help),
    // A text of many lines.
    bind(&[letter('e')], Action::EditText, 1, "e", "ui-key-edit-text", |c| on_page(c) && c.can_edit_text),
    bind(&[ctrl('s')], Action::TakeText, 0, "Ctrl-S", "ui-key-editor-take", edits),
    bind(&[ctrl('n')], Action::PutEntry, 2, "Ctrl-N", "ui-key-editor-entry", edits),
    bind(&[ctrl('o')], Action::EditOutside, 3, "Ctrl-O", "ui-key-editor-outside", edits),
    bind(&[ctrl('t')], Action::ToTrouble, 6, "Ctrl-T", "ui-key-editor-trouble", edits),
    bind(&[ctrl('u')], Action::UndoText, 4, "Ctrl-U", "ui-key-editor-undo", edits),
    bind(&[ctrl('r')], Action::RedoText, 5, "Ctrl-R", "ui-key-editor-redo", edits),
    bind(&[key(KeyCode::Esc)], Action::Close, 1, "Esc", "ui-key-editor-close", edits),
    // Lists.
    bind(&[letter('/')], Action::Filter, 3, "/", "ui-key-filter", |c| on_page(c) && is_list(c) && c.can_filter),
    bind(&[letter('n')], Action::NewName, 4, "n", "ui-key-new-namespace", |c| {
        on_page(c) && c.page == PageId::Namespace && c.can_name
    }),
    bind(&[letter('n')], Action::NewName, 4, "n", "ui-key-name-cluster", |c| {
        on_page(c) && c.page == PageId::Cluster && c.can_name
    }),
    // What can be done about failures.
    bind(&[letter('r')], Action::TryAgain, 1, "r", "ui-key-try-again", |c| {
        on_page(c) && c.can_try_again && !c.must_sign_in
    }),
    bind(&[letter('r')], Action::TryAgain, 1, "r", "ui-key-sign-in-again", |c| {
        on_page(c) && c.can_try_again && c.must_sign_in
    }),
    bind(&[letter('r')], Action::Replan, 5, "r", "ui-key-replan", |c| {
        on_page(c) && c.can_replan && !c.can_try_again && c.page == PageId::Review
    }),
    bind(&[letter('r')], Action::Replan, 0, "r", "ui-key-replan", |c| {
        on_page(c) && c.can_replan && !c.can_try_again && c.page != PageId::Review
    }),
    bind(&[letter('p')], Action::Practise, 3, "p", "ui-key-practise", |c| on_page(c) && c.can_practise),
    // Looking closer.
    bind(&[letter('z')], Action::Zoom, 6, "z", "ui-key-zoom", |c| {
        on_page(c) && matches!(c.page, PageId::Review | PageId::Run)
    }),
    bind(&[letter('y')], Action::Copy, 2, "y", "ui-key-copy", |c| {
        matches!(c.layer, Layer::Page | Layer::Zoom) && c.can_copy
    }),
    bind(&[letter('x')], Action::Explain, 4, "x", "ui-key-explain", on_page),
    bind(&[letter('?'), key(KeyCode::F(1))], Action::Help, 7, "?", "ui-key-help", |c| {
        on_page(c) || c.layer == Layer::Zoom
    }),
    bind(&[key(KeyCode::F(1))], Action::Help, 7, "F1", "ui-key-help", |c| c.layer.types()),
    // Always.
    bind(&[key(KeyCode::F(2))], Action::Language, 8, "F2", "ui-key-language", |_| true),
    bind(&[ctrl('c')], Action::StopRun, 1, "Ctrl-C", "ui-key-stop-run", |c| {
        c.is_running && !c.is_stopping && !c.asks_consent && c.layer != Layer::Leave
    }),
    // Before a step there is a plainer word for it.
    bind(&[ctrl('c')], Action::StopRun, 1, "", "", |c| {
        c.is_running && !c.is_stopping && c.asks_consent && c.layer != Layer::Leave
    }),
    bind(&[ctrl('c')], Action::HurryRun, 1, "Ctrl-C", "ui-key-hurry-run", |c| {
        c.is_running && c.is_stopping && !c.is_hurrying && c.layer != Layer::Leave
    }),
    bind(&[ctrl('c')], Action::LeaveNow, 1, "Ctrl-C", "ui-key-leave-now", |c| {
        c.is_running && c.is_stopping && c.is_hurrying && c.layer != Layer::Leave
    }),
    bind(&[ctrl('c')], Action::Leave, 9, "Ctrl-C", "ui-key-leave", |c| {
        !c.is_running && !c.loses_nothing && c.layer != Layer::Leave
    }),
    bind(&[ctrl('c')], Action::LeaveNow, 9, "", "", |c| c.layer == Layer::Leave || c.loses_nothing && !c.is_running),
    bind(&[letter('q')], Action::LeaveNow, 6, "q", "ui-key-leave", |c| on_page(c) && c.loses_nothing && !c.is_running),
    bind(&[ctrl('z')], Action::Suspend, 9, "Ctrl-Z", "ui-key-suspend", |_| true),
    bind(&[ctrl('l')], Action::Redraw, 9, "", "", |_| true),
];

/// What a key does now, if anything.
pub fn action(key: Key, context: &Context) -> Option<Action> {
    BINDINGS.iter().find(|binding| binding.keys.contains(&key) && (binding.when)(context)).map(|binding| binding.action)
}

/// The lines that hold now and are shown, in the footer's order.
pub fn shown(context: &Context) -> Vec<&'static Binding> {
    let mut now: Vec<_> =
        BINDINGS.iter().filter(|binding| !binding.shown.is_empty() && (binding.when)(context)).collect();
    now.sort_by_key(|binding| binding.rank);
    now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wizard::PAGES;

    /// Every context there could be, and many that there could not.
    fn contexts() -> impl Iterator<Item = Context> {
        PAGES.iter().flat_map(|page| {
            Layer::ALL.into_iter().flat_map(move |layer| {
                (0_u32..1 << 20).step_by(47).map(move |bits| {
                    let bit = |n: u32| bits & 1 << n != 0;
                    Context {
                        page: page.id,
                        layer,
                        can_move: bit(0),
                        can_page: bit(17),
                        can_choose: bit(1),
                        can_go_back: bit(2),
                        can_turn: bit(3),
                        can_toggle: bit(4),
                        can_edit_text: bit(8),
                        leads_on: bit(20),
                        can_mark: bit(18),
                        must_sign_in: bit(19),
                        can_filter: bit(5),
                        can_name: bit(6),
                        can_try_again: bit(7),
                        can_replan: bit(8),
                        can_practise: bit(9),
                        must_type_name: bit(10),
                        can_approve: bit(11),
                        asks_consent: bit(12),
                        is_running: bit(13),
                        is_stopping: bit(14),
                        is_hurrying: bit(14) && bit(7),
                        loses_nothing: bit(15),
                        can_copy: bit(16),
                    }
                })
            })
        })
    }

    #[test]
    fn no_key_means_two_things_at_once() {
        for context in contexts().step_by(5) {
            let mut taken: Vec<Key> = Vec::new();
            for binding in BINDINGS.iter().filter(|binding| (binding.when)(&context)) {
                for key in binding.keys {
                    assert!(!taken.contains(key), "{key:?} is taken twice: {context:?}");
                    taken.push(*key);
                }
            }
        }
    }

    #[test]
    fn letters_are_text_while_typing() {
        for context in contexts().step_by(3).filter(|context| context.layer.types()) {
            for c in ('a'..='z').chain('0'..='9').chain(['?', '/', ' ']) {
                assert_eq!(action(letter(c), &context), None, "{c:?}: {context:?}");
            }
        }
    }

    #[test]
    fn the_table_names_each_label_once_for_a_key() {
        for binding in BINDINGS {
            assert_eq!(binding.shown.is_empty(), binding.label.is_empty());
        }
    }

    #[test]
    fn korean_letters_stand_for_the_keys_they_are_on() {
        let press = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        for (jamo, wanted) in [('ㅛ', 'y'), ('ㅂ', 'q'), ('ㅌ', 'x'), ('ㅁ', 'a'), ('ㅡ', 'm'), ('ㅖ', 'P'), ('y', 'y')]
        {
            assert_eq!(Key::of(press(jamo), true), letter(wanted));
        }
        assert_eq!(Key::of(press('ㅛ'), false), letter('ㅛ'), "in a field it is a letter");
        let held = KeyEvent::new(KeyCode::Char('ㅊ'), KeyModifiers::CONTROL);
        assert_eq!(Key::of(held, false), ctrl('c'));
    }
}
