//! Many writers on the sandbox's server; `tests/it/peer/crowd.rs` has more of them on a real one.

use std::sync::Arc;

use emr_onramp::ports::Cloud;

use crate::rig::{FRESH, Rig};
use crate::support::crowd::{Crowd, assert_all_in_force, assert_all_there, look, rewrite_like_eksctl, text_of};

const SMALL: Crowd = Crowd { writers: 4, edits: 5 };

#[tokio::test]
async fn no_entry_is_lost_and_no_byte_changed_where_many_write() {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    let before = text_of(&*kube).await;
    let cloud: Arc<dyn Cloud> = Arc::new(rig.cloud);
    let observed = look(&*cloud).await;
    SMALL.add(&cloud, &observed).await;
    assert_all_there(&before, &text_of(&*kube).await, SMALL);
}

#[tokio::test]
async fn no_entry_is_lost_beside_a_tool_that_writes_all_of_them_anew() {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    let before = text_of(&*kube).await;
    let cloud: Arc<dyn Cloud> = Arc::new(rig.cloud);
    let observed = look(&*cloud).await;
    let rivals: Vec<String> = (0..5).map(|n| format!("arn:aws:iam::111122223333:role/rival-{n}")).collect();
    let rewriting = async {
        for arn in &rivals {
            rewrite_like_eksctl(&*kube, arn).await;
        }
    };
    tokio::join!(SMALL.add(&cloud, &observed), rewriting);
    assert_all_in_force(&before, &text_of(&*kube).await, SMALL, &rivals);
}
