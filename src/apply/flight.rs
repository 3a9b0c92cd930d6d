//! An update of the cluster that is under way already: EKS takes one at a time.

use std::time::Duration;

use super::Run;
use super::wait::{Followed, LONGEST, Whose, kind, word};
use crate::domain::{OutsideText, PortError};
use crate::plan::Step;
use crate::ports::PortResult;
use crate::ports::eks::{ClusterUpdate, UpdateStatus};

/// How many updates are described in search of the one under way. EKS does not say in which order it lists them.
const LOOKED_AT: usize = 40;
/// How long a UUID is, as EKS writes the ids of updates.
const UUID: usize = 36;

/// What came of looking for an update under way.
pub(super) enum Flight {
    /// There was one, and it is over: read again before deciding.
    Over,
    /// There is none that can be seen.
    NoneSeen,
    /// There is one, and it will not end in time or cannot be followed.
    StillThere(OutsideText),
}

impl Run {
    /// Follows the update that is under way, whoever asked for it. It may be the very change that this step wants: what it
    /// came to is read from the cluster afterwards.
    ///
    /// `refusal` is what EKS said to our own update, if it was sent; `spent` is how long other updates were waited for.
    pub(super) async fn join_flight(
        &self,
        step: &Step,
        refusal: Option<&PortError>,
        spent: &mut Duration,
    ) -> PortResult<Flight> {
        let Some(update) = self.under_way(refusal).await? else { return Ok(Flight::NoneSeen) };
        let (id, kind) = (update.id.clone(), kind(&update));
        let began = self.ports.clock.now();
        let followed = self.follow(step, update, Whose::Other, LONGEST.saturating_sub(*spent)).await;
        *spent += self.ports.clock.now().duration_since(began).unsigned_abs();
        Ok(match followed {
            Followed::Ended(_) => Flight::Over,
            // What is next sees that the run is to stop.
            Followed::TooLong(_) if self.ports.person.wants_to_stop() => Flight::Over,
            Followed::TooLong(update) => {
                let reason = format!("update {id} ({kind}) is still {}", word(&update.status));
                Flight::StillThere(OutsideText::message(&reason))
            }
            Followed::Lost(error) => {
                let reason = format!("update {id} ({kind}) cannot be watched: {error}");
                Flight::StillThere(OutsideText::message(&reason))
            }
        })
    }

    /// The update in progress: the one that the refusal names, else the first in progress of the cluster's list.
    async fn under_way(&self, refusal: Option<&PortError>) -> PortResult<Option<ClusterUpdate>> {
        let cluster = &self.input.plan.target.arn.name;
        if let Some(id) = refusal.and_then(|error| named_update(error.message.as_str()))
            && let Ok(update) = self.eks.update(cluster, &id).await
            && is_going_on(&update)
        {
            return Ok(Some(update));
        }
        let (mut token, mut looked) = (None, 0);
        loop {
            let page = self.eks.updates(cluster, token).await?;
            for id in &page.items {
                looked += 1;
                let update = self.eks.update(cluster, id).await?;
                if is_going_on(&update) {
                    return Ok(Some(update));
                }
                if looked >= LOOKED_AT {
                    return Ok(None);
                }
            }
            token = page.next;
            if token.is_none() {
                return Ok(None);
            }
        }
    }
}

fn is_going_on(update: &ClusterUpdate) -> bool {
    matches!(update.status, UpdateStatus::InProgress | UpdateStatus::Other(_))
}

/// The id of the update that a refusal names: "Cannot … because cluster … currently has update ID in progress".
fn named_update(message: &str) -> Option<OutsideText> {
    let is_id = |word: &&str| {
        word.len() == UUID && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-') && word.matches('-').count() == 4
    };
    message.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '"')).find(is_id).map(OutsideText::line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_may_name_the_update_that_is_in_the_way() {
        let id = "0b7f676f-4a3c-4d1e-9a55-0c1d2e3f4a5b";
        let table = [
            (format!("Cannot VersionUpdate because cluster dev currently has update {id} in progress"), Some(id)),
            (format!("update \"{id}\"."), Some(id)),
            ("Cluster dev is not in ACTIVE status, it is UPDATING".to_owned(), None),
            ("update 0b7f676f4a3c4d1e9a550c1d2e3f4a5b0000".to_owned(), None),
        ];
        for (message, wanted) in table {
            assert_eq!(named_update(&message).as_ref().map(OutsideText::as_str), wanted, "{message}");
        }
    }
}
