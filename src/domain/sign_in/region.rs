//! The regions that are known.

use crate::domain::Region;

/// The regions that are known, each with its partition (AWS General Reference, "Regions and endpoints"). A region that
/// is not in the list can be named all the same: new ones come every year.
pub const REGIONS: &[(&str, &str)] = &[
    ("us-east-1", "aws"),
    ("us-east-2", "aws"),
    ("us-west-1", "aws"),
    ("us-west-2", "aws"),
    ("af-south-1", "aws"),
    ("ap-east-1", "aws"),
    ("ap-east-2", "aws"),
    ("ap-northeast-1", "aws"),
    ("ap-northeast-2", "aws"),
    ("ap-northeast-3", "aws"),
    ("ap-south-1", "aws"),
    ("ap-south-2", "aws"),
    ("ap-southeast-1", "aws"),
    ("ap-southeast-2", "aws"),
    ("ap-southeast-3", "aws"),
    ("ap-southeast-4", "aws"),
    ("ap-southeast-5", "aws"),
    ("ap-southeast-7", "aws"),
    ("ca-central-1", "aws"),
    ("ca-west-1", "aws"),
    ("eu-central-1", "aws"),
    ("eu-central-2", "aws"),
    ("eu-north-1", "aws"),
    ("eu-south-1", "aws"),
    ("eu-south-2", "aws"),
    ("eu-west-1", "aws"),
    ("eu-west-2", "aws"),
    ("eu-west-3", "aws"),
    ("il-central-1", "aws"),
    ("me-central-1", "aws"),
    ("me-south-1", "aws"),
    ("mx-central-1", "aws"),
    ("sa-east-1", "aws"),
    ("cn-north-1", "aws-cn"),
    ("cn-northwest-1", "aws-cn"),
    ("us-gov-east-1", "aws-us-gov"),
    ("us-gov-west-1", "aws-us-gov"),
];

/// The partition of a region, where the region is known.
pub fn partition_of(region: &Region) -> Option<&'static str> {
    REGIONS.iter().find(|(name, _)| *name == region.as_str()).map(|(_, partition)| *partition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_named_once_and_parse() {
        for (at, (name, partition)) in REGIONS.iter().enumerate() {
            let region: Region = name.parse().unwrap();
            assert_eq!(partition_of(&region), Some(*partition), "{name}");
            assert!(REGIONS[at + 1..].iter().all(|(other, _)| other != name), "{name}");
        }
        assert_eq!(partition_of(&"us-east-9".parse().unwrap()), None);
    }
}
