//! The README's picture: a screen as SVG, from the same frame that a terminal would show.

use std::fmt::Write as _;
use std::path::Path;

use emr_onramp::domain::AuthenticationMode::ConfigMap;
use emr_onramp::text::Lang;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

use crate::support::fixture::unused;
use crate::support::stage::Stage;

/// A cell's width and height, and where in it a letter stands.
const CELL: (f32, f32) = (8.4, 18.0);
const BASELINE: f32 = 13.5;
const MARGIN: f32 = 14.0;
const GROUND: &str = "#16181d";
const INK: &str = "#d8dce3";

/// The sixteen colours as a dark palette shows them.
fn hex(color: Color) -> Option<&'static str> {
    Some(match color {
        Color::Reset => return None,
        Color::Black => "#16181d",
        Color::Red => "#e0626b",
        Color::Green => "#8fc379",
        Color::Yellow => "#e3bf6f",
        Color::Blue => "#6aa5ec",
        Color::Magenta => "#c283d9",
        Color::Cyan => "#5fb8c4",
        Color::Gray => "#b5bac3",
        Color::DarkGray => "#7d8491",
        Color::LightRed => "#f0808a",
        Color::LightGreen => "#a6d796",
        Color::LightYellow => "#f0d596",
        Color::LightBlue => "#8cbcf5",
        Color::LightMagenta => "#d3a0e6",
        Color::LightCyan => "#7fd0da",
        Color::White => "#ffffff",
        Color::Rgb(..) | Color::Indexed(_) => panic!("the theme keeps to the terminal's own colours"),
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn colours(cell: &Cell) -> (Option<&'static str>, &'static str) {
    let (fg, bg) = (hex(cell.fg).unwrap_or(INK), hex(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) { (Some(fg), bg.unwrap_or(GROUND)) } else { (bg, fg) }
}

/// Cells beside each other that look the same, as one piece of text with the columns it takes.
fn runs(buffer: &Buffer, y: u16) -> Vec<(u16, u16, String, Cell)> {
    let mut runs: Vec<(u16, u16, String, Cell)> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let columns = u16::try_from(cell.symbol().width().max(1)).unwrap();
        let same = |other: &Cell| (other.fg, other.bg, other.modifier) == (cell.fg, cell.bg, cell.modifier);
        match runs.last_mut() {
            Some((_, taken, text, first)) if same(first) => {
                *taken += columns;
                text.push_str(cell.symbol());
            }
            _ => runs.push((x, columns, cell.symbol().to_owned(), cell.clone())),
        }
        x += columns;
    }
    runs
}

/// A frame as SVG.
fn svg(buffer: &Buffer) -> String {
    let (width, height) = (f32::from(buffer.area.width) * CELL.0, f32::from(buffer.area.height) * CELL.1);
    let (all_w, all_h) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN);
    let mut out = String::new();
    writeln!(out, r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {all_w:.0} {all_h:.0}" role="img">"#)
        .unwrap();
    writeln!(out, r#"<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>"#).unwrap();
    let font = "ui-monospace,SFMono-Regular,Menlo,Consolas,'D2Coding','Noto Sans Mono CJK KR',monospace";
    writeln!(out, r#"<g font-family="{font}" font-size="14" xml:space="preserve">"#).unwrap();
    for y in 0..buffer.area.height {
        for (x, columns, text, cell) in runs(buffer, y) {
            let (ground, ink) = colours(&cell);
            let (left, up) = (MARGIN + f32::from(x) * CELL.0, MARGIN + f32::from(y) * CELL.1);
            let wide = f32::from(columns) * CELL.0;
            if let Some(ground) = ground {
                let high = CELL.1;
                writeln!(out, r#"<rect x="{left:.1}" y="{up:.1}" width="{wide:.1}" height="{high}" fill="{ground}"/>"#)
                    .unwrap();
            }
            if text.trim().is_empty() {
                continue;
            }
            let weight = if cell.modifier.contains(Modifier::BOLD) { r#" font-weight="bold""# } else { "" };
            let line =
                if cell.modifier.contains(Modifier::UNDERLINED) { r#" text-decoration="underline""# } else { "" };
            let base = up + BASELINE;
            let text = escaped(text.trim_end());
            let length = f32::from(u16::try_from(text_columns(&text)).unwrap()) * CELL.0;
            writeln!(
                out,
                r#"<text x="{left:.1}" y="{base:.1}" textLength="{length:.1}" fill="{ink}"{weight}{line}>{text}</text>"#
            )
            .unwrap();
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The columns of escaped text.
fn text_columns(escaped: &str) -> usize {
    escaped.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").width()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test that draws the picture anew when it is told to")]
fn the_picture_of_the_readme_is_up_to_date() {
    let stage = Stage::new(Lang::En).signed_in(Some("fresh")).at_review(unused(ConfigMap), 0);
    let drawn = svg(&stage.buffer(100, 30));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/readme/review.svg");
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "run the tests with UPDATE_PICTURES=1 and look at {}", path.display());
}

#[test]
fn every_column_of_a_frame_is_in_its_place() {
    let stage = Stage::new(Lang::Ko).signed_in(Some("fresh")).at_review(unused(ConfigMap), 0);
    let buffer = stage.buffer(100, 30);
    for y in 0..30 {
        let columns: u16 = runs(&buffer, y).iter().map(|(_, columns, _, _)| columns).sum();
        assert_eq!(columns, 100, "line {y}");
    }
}
