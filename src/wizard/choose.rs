//! The cluster: one of the rows, or one that is looked for by its name.

use super::decide::Taken;
use super::{AnswerError, ClusterChoice, Effect, FargateAnswers, Load, Lookup, PageId, RequestId, Wizard};
use crate::domain::{ClusterFacts, ClusterName, OutsideText, PortError, PortErrorKind, Region};

impl Wizard {
    /// `NAME` or `REGION/NAME`. A name that no row has is looked for in the regions whose names are not all known.
    pub(super) fn answer_cluster(&mut self, given: &str) -> Taken {
        let (region, name) = match given.trim().split_once('/') {
            Some((region, name)) => (Some(region.parse::<Region>().map_err(AnswerError::Name)?), name),
            None => (None, given),
        };
        let name: ClusterName = name.trim().parse().map_err(AnswerError::Name)?;
        let row =
            self.clusters.rows.iter().find(|row| row.name == name && region.as_ref().is_none_or(|r| *r == row.region));
        if let Some(row) = row {
            let facts = row.facts.as_ref().and_then(|facts| facts.as_ref().ok()).cloned();
            return Ok(self.choose_cluster(ClusterChoice { region: row.region.clone(), name }, facts));
        }
        let all = region.map_or_else(|| self.regions().to_vec(), |region| vec![region]);
        let regions: Vec<Region> = all.into_iter().filter(|region| !self.clusters.is_listed(region)).collect();
        if regions.is_empty() {
            return Err(AnswerError::NoSuchCluster { given: OutsideText::line(given) });
        }
        let request = self.request();
        let older = self.lookup.replace(Lookup { request, name: name.clone(), regions: regions.clone() });
        let mut effects: Vec<Effect> =
            older.map(|older| Effect::Abandon { request: older.request }).into_iter().collect();
        effects.push(Effect::FindCluster { request, name, regions });
        Ok(effects)
    }

    fn choose_cluster(&mut self, chosen: ClusterChoice, facts: Option<ClusterFacts>) -> Vec<Effect> {
        let is_new = self.answers.cluster.as_ref() != Some(&chosen);
        self.answers.cluster = Some(chosen);
        self.page = PageId::Namespace;
        if is_new {
            // The old cluster's version suggested them.
            self.answers.rule_set = None;
            // Roles, profiles and subnets are another cluster's.
            self.answers.fargate = FargateAnswers { wanted: self.answers.fargate.wanted, ..FargateAnswers::default() };
        }
        if !is_new && !matches!(self.namespaces, Load::Idle | Load::Failed(_)) {
            return Vec::new();
        }
        self.forget_observed();
        match facts {
            Some(facts) if self.knows_namespaces() => {
                (self.cluster, self.namespaces) = (Load::Ready(facts), Load::Idle);
                Vec::new()
            }
            _ => self.list_namespaces(),
        }
    }

    /// Hears of the cluster that was looked for by its name.
    pub(super) fn found_cluster(
        &mut self,
        request: RequestId,
        result: Result<Box<ClusterFacts>, PortError>,
    ) -> Vec<Effect> {
        let Some(lookup) = self.lookup.take_if(|lookup| lookup.request == request) else { return Vec::new() };
        match result {
            Ok(facts) => {
                self.complaint = None;
                self.clusters.add(&facts);
                let chosen = ClusterChoice { region: facts.arn.region.clone(), name: facts.arn.name.clone() };
                self.choose_cluster(chosen, Some(*facts))
            }
            Err(error) => {
                let given = OutsideText::line(lookup.name.as_str());
                self.complaint = Some(match error.kind {
                    PortErrorKind::NotFound => AnswerError::NoSuchCluster { given },
                    _ => AnswerError::CannotLook { given, error },
                });
                Vec::new()
            }
        }
    }
}
