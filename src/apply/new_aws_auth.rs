//! aws-auth where there is none: made once, read back, and never deleted again by this program.

use super::Run;
use super::read::Seen;
use super::send::Sent;
use crate::aws_auth::{MAP_ROLES, read_map_roles};
use crate::domain::{OutsideText, VerbatimText};
use crate::plan::image;
use crate::ports::PortResult;

impl Run {
    /// aws-auth as it should not be there yet. One that somebody made meanwhile will do if it has every entry that ours
    /// would have.
    pub(super) async fn read_new_aws_auth(&self, text: &str) -> PortResult<Seen> {
        let Some(object) = self.kube().await?.objects().aws_auth().await? else { return Ok(Seen::default()) };
        let now = read_map_roles(object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default());
        let wanted = read_map_roles(text).effective;
        let has_all = wanted.iter().all(|(key, mapping)| now.effective.get(key) == Some(mapping));
        let is_satisfied = has_all && object.data.contains_key(MAP_ROLES) && !object.meta.deleting;
        let replaced = (!is_satisfied).then(|| OutsideText::line("aws-auth is there now, and is another one"));
        Ok(Seen { image: image::map_roles(&object), is_satisfied, replaced, ..Seen::default() })
    }

    pub(super) async fn send_new_aws_auth(&self, text: &str) -> PortResult<Sent> {
        self.kube().await?.objects().create_aws_auth(&VerbatimText::new(text)).await?;
        Ok(self.guard_new_aws_auth().await)
    }

    /// Tries our own access once aws-auth was made.
    pub(super) async fn guard_new_aws_auth(&self) -> Sent {
        let Err(error) = self.own_access().await else { return Sent::Accepted };
        self.offer_way_back().await;
        Sent::Unsettled(OutsideText::message(&format!("{error}; aws-auth was made and is left as it is")))
    }
}
