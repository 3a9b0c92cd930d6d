//! Colours by what they mean. Only the terminal's own sixteen, so that every palette and both backgrounds work.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is, for its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Ordinary text.
    Text,
    /// Less important text.
    Dim,
    /// A heading, a name in front.
    Strong,
    /// A column's title.
    Heading,
    /// A key in the footer.
    Key,
    /// The row under the cursor.
    Selected,
    /// Something that is as it should be.
    Good,
    /// Something worth a thought.
    Warn,
    /// Something that is wrong.
    Bad,
    /// What cannot be undone.
    OneWay,
    /// The mark of a practice session.
    Practice,
    /// A line that comes.
    Added,
    /// A line that goes.
    Removed,
    /// Rules and frames.
    Line,
    /// A frame that has the keys.
    LineFocused,
    /// What cannot be chosen.
    Disabled,
    /// A text field.
    Field,
    /// The tab in front.
    Tab,
}

/// Styles for roles.
#[derive(Clone, Copy, Debug)]
pub(super) struct Theme {
    no_color: bool,
}

impl Theme {
    /// With colours, or with modifiers only (`NO_COLOR`): then no style sets a foreground or background at all.
    pub(super) fn new(no_color: bool) -> Self {
        Self { no_color }
    }

    /// The style of a role.
    pub(super) fn style(self, role: Role) -> Style {
        if self.no_color { plain(role) } else { coloured(role) }
    }
}

fn coloured(role: Role) -> Style {
    let fg = |color| Style::new().fg(color);
    match role {
        Role::Text => Style::new(),
        Role::Dim | Role::Line | Role::Disabled => fg(Color::DarkGray),
        Role::Strong => Style::new().add_modifier(Modifier::BOLD),
        Role::Heading => fg(Color::Cyan),
        Role::Key => fg(Color::Yellow).add_modifier(Modifier::BOLD),
        Role::Selected => Style::new().fg(Color::Black).bg(Color::Cyan),
        Role::Good => fg(Color::Green),
        Role::Warn => fg(Color::Yellow),
        Role::Bad => fg(Color::LightRed),
        Role::OneWay => fg(Color::LightRed).add_modifier(Modifier::BOLD),
        Role::Practice => Style::new().fg(Color::Black).bg(Color::Yellow),
        Role::Added => fg(Color::Green),
        Role::Removed => fg(Color::Red),
        Role::LineFocused => fg(Color::Cyan),
        Role::Field => Style::new().add_modifier(Modifier::UNDERLINED),
        Role::Tab => fg(Color::Cyan).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
    }
}

fn plain(role: Role) -> Style {
    let with = |modifier| Style::new().add_modifier(modifier);
    match role {
        Role::Text | Role::Good | Role::Added | Role::Removed | Role::Line | Role::LineFocused => Style::new(),
        Role::Dim | Role::Disabled => with(Modifier::DIM),
        Role::Strong | Role::Heading | Role::Key | Role::Warn | Role::Bad => with(Modifier::BOLD),
        Role::Selected | Role::Practice => with(Modifier::REVERSED),
        Role::OneWay => with(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Field => with(Modifier::UNDERLINED),
        Role::Tab => with(Modifier::BOLD | Modifier::UNDERLINED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_no_style_sets_one() {
        let all = [
            Role::Text,
            Role::Dim,
            Role::Strong,
            Role::Heading,
            Role::Key,
            Role::Selected,
            Role::Good,
            Role::Warn,
            Role::Bad,
            Role::OneWay,
            Role::Practice,
            Role::Added,
            Role::Removed,
            Role::Line,
            Role::LineFocused,
            Role::Disabled,
            Role::Field,
            Role::Tab,
        ];
        for role in all {
            let style = Theme::new(true).style(role);
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None), "{role:?}");
            for color in [Theme::new(false).style(role).fg, Theme::new(false).style(role).bg].into_iter().flatten() {
                assert!(!matches!(color, Color::Rgb(..) | Color::Indexed(_)), "{role:?}");
            }
        }
    }
}
