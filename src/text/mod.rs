//! The words: the English and Korean catalogues, and functions from the product's data to sentences.
//!
//! A [`Catalog`] is passed as a value; nothing here is global. [`describe`] turns plans, findings and errors into words,
//! [`explain`] holds the longer texts behind the `x` key.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::assets;

mod arg;
pub mod describe;
pub mod explain;
mod josa;
mod lang;

pub use arg::Arg;
pub use lang::{Lang, UnknownLang};

const READABLE: &str = "a test reads every catalogue file";

/// All messages of one language.
pub struct Catalog {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Catalog {
    /// Reads the shipped catalogue of a language: well under a millisecond in a release build. Make it once and keep it.
    pub fn new(lang: Lang) -> Self {
        let id: LanguageIdentifier = lang.code().parse().expect("en and ko are identifiers");
        let sources = match lang {
            Lang::En => assets::ENGLISH,
            Lang::Ko => assets::KOREAN,
        };
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are direction characters, which terminals print as rubbish.
        bundle.set_use_isolating(false);
        bundle.add_function("JOSA", josa_function).expect(READABLE);
        for source in sources {
            let resource = FluentResource::try_new((*source).to_owned());
            let resource = resource.map_err(|(_, errors)| errors).expect(READABLE);
            bundle.add_resource(resource).expect(READABLE);
        }
        Self { lang, bundle }
    }

    /// Its language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The message of a key that takes no arguments.
    ///
    /// A key that is not there comes out in brackets; a test makes sure that none is missing.
    pub fn text(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// The message of a key with its arguments filled in. Arguments that the message does not use are ignored.
    pub fn format(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.resolve(key, None, args).0
    }

    /// A message's attribute, such as the title of an explanation.
    fn attribute(&self, key: &str, attribute: &str) -> String {
        self.resolve(key, Some(attribute), &[]).0
    }

    /// The words, and what Fluent found wrong with them, such as an argument that was not given.
    fn resolve(&self, key: &str, attribute: Option<&str>, args: &[(&str, Arg<'_>)]) -> (String, Vec<FluentError>) {
        let message = self.bundle.get_message(key);
        let pattern = message.and_then(|message| match attribute {
            Some(name) => Some(message.get_attribute(name)?.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else {
            return (format!("[{key}]"), Vec::new());
        };
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            filled.set(*name, arg.value());
        }
        let mut errors = Vec::new();
        let words = self.bundle.format_pattern(pattern, Some(&filled), &mut errors);
        (words.into_owned(), errors)
    }
}

/// `JOSA($name, "을/를")`: the particle alone, in the form that the name calls for.
fn josa_function<'a>(positional: &[FluentValue<'a>], _: &FluentArgs) -> FluentValue<'a> {
    let [name, FluentValue::String(pair)] = positional else {
        return FluentValue::Error;
    };
    let name = match name {
        FluentValue::String(text) => Cow::Borrowed(text.as_ref()),
        FluentValue::Number(number) => number.as_string(),
        _ => return FluentValue::Error,
    };
    FluentValue::from(josa::particle(&name, pair))
}

#[cfg(test)]
mod tests;
