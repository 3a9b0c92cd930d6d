//! Where in the text of a policy its statements stand.

/// A place in a text, from line 1 and column 1; columns count characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::sandbox::iam) struct Place {
    /// The line.
    pub(in crate::sandbox::iam) line: u32,
    /// The column.
    pub(in crate::sandbox::iam) column: u32,
}

/// A part of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::sandbox::iam) struct Span {
    /// The first character.
    pub(in crate::sandbox::iam) start: Place,
    /// The place behind the last character.
    pub(in crate::sandbox::iam) end: Place,
}

/// Finds the statements in a document that is known to be valid JSON, in their order.
pub(super) fn statements(text: &str) -> Vec<Span> {
    let mut walk = Walk { text, at: 0 };
    let found = walk.statements().unwrap_or_default();
    found.into_iter().map(|(start, end)| Span { start: place(text, start), end: place(text, end) }).collect()
}

fn place(text: &str, offset: usize) -> Place {
    let before = &text[..offset];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Place { line: number(line), column: number(column) }
}

/// A walk over JSON that only looks for where values end.
struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl Walk<'_> {
    fn statements(&mut self) -> Option<Vec<(usize, usize)>> {
        let mut found = Vec::new();
        self.take('{')?;
        loop {
            let (start, end) = self.value()?;
            let key = &self.text[start..end];
            self.take(':')?;
            if key == "\"Statement\"" {
                found = self.items()?;
            } else {
                self.value()?;
            }
            if self.take(',').is_none() {
                return Some(found);
            }
        }
    }

    /// Passes a list, or a single value that stands for it.
    fn items(&mut self) -> Option<Vec<(usize, usize)>> {
        if self.take('[').is_none() {
            return Some(vec![self.value()?]);
        }
        let mut items = Vec::new();
        if self.take(']').is_some() {
            return Some(items);
        }
        loop {
            items.push(self.value()?);
            if self.take(',').is_none() {
                self.take(']')?;
                return Some(items);
            }
        }
    }

    /// Passes one value and returns from where to where it goes.
    fn value(&mut self) -> Option<(usize, usize)> {
        self.pass_space();
        let start = self.at;
        let (mut depth, mut is_text, mut is_escaped) = (0_u32, false, false);
        for (offset, letter) in self.text.get(start..)?.char_indices() {
            let end = start + offset + letter.len_utf8();
            match letter {
                _ if is_escaped => is_escaped = false,
                '\\' if is_text => is_escaped = true,
                '"' => {
                    is_text = !is_text;
                    if !is_text && depth == 0 {
                        self.at = end;
                        return Some((start, end));
                    }
                }
                _ if is_text => {}
                '{' | '[' => depth += 1,
                '}' | ']' if depth > 1 => depth -= 1,
                '}' | ']' if depth == 1 => {
                    self.at = end;
                    return Some((start, end));
                }
                // A number or a word ends where something else begins.
                ',' | '}' | ']' | ':' if depth == 0 => {
                    self.at = start + offset;
                    return Some((start, self.at));
                }
                _ => {}
            }
        }
        None
    }

    fn take(&mut self, wanted: char) -> Option<()> {
        self.pass_space();
        self.text.get(self.at..)?.strip_prefix(wanted)?;
        self.at += wanted.len_utf8();
        Some(())
    }

    fn pass_space(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<[u32; 4]> {
        let all = statements(text).into_iter();
        all.map(|Span { start, end }| [start.line, start.column, end.line, end.column]).collect()
    }

    #[test]
    fn statements_are_found_where_they_stand() {
        let single = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\n    \"Sid\": \"한]\\\"}\"\n  }\n}";
        assert_eq!(spans(single), [[3, 16, 5, 4]]);
        let list = "{\"Statement\": [ {\"A\": [1, {}]},\n{\"B\": \"x\"}], \"Version\": \"v\", \"n\": 1}";
        assert_eq!(spans(list), [[1, 17, 1, 31], [2, 1, 2, 11]]);
        assert_eq!(spans("{\"Statement\": []}"), Vec::<[u32; 4]>::new());
        assert_eq!(spans("{\"Version\": 1}"), Vec::<[u32; 4]>::new());
    }
}
