//! Every page as it looks, in both languages and several sizes; and what keys do.

use emr_onramp::domain::AuthenticationMode::{ApiAndConfigMap, ConfigMap};
use emr_onramp::text::Lang;

use crate::support::fixture::{self, unused};
use crate::support::stage::Stage;

mod behaviour;
mod discovery;
mod editor;
mod pictures;
mod several;
mod sign_in;
mod turning;
