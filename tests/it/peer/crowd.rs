//! Many writers of aws-auth on a real API server: 16 of them, 50 entries each, without and with a tool that writes the
//! whole list anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use emr_onramp::ports::Cloud;

use super::behind::{First, Stage};
use crate::support::crowd::{Crowd, assert_all_in_force, assert_all_there, look, rewrite_like_eksctl, text_of};

const ALL: Crowd = Crowd { writers: 16, edits: 50 };

fn opened() -> (Stage, Arc<dyn Cloud>, tokio::runtime::Runtime) {
    let stage = Stage::open("fresh", First::Server);
    let cloud: Arc<dyn Cloud> = Arc::new(stage.cloud());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    (stage, cloud, runtime)
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn eight_hundred_entries_of_sixteen_writers_are_all_there_and_no_other_byte_changed() {
    let (_stage, cloud, runtime) = opened();
    runtime.block_on(async {
        let observed = look(&*cloud).await;
        let kube = cloud.kube(&observed.cluster).await.unwrap();
        let before = text_of(&*kube).await;
        let collisions = ALL.add(&cloud, &observed).await;
        assert_all_there(&before, &text_of(&*kube).await, ALL);
        assert!(collisions > 0, "nobody met anybody, so that nothing was tried");
    });
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn eight_hundred_entries_are_all_in_force_beside_a_tool_that_writes_the_list_anew() {
    let (_stage, cloud, runtime) = opened();
    runtime.block_on(async {
        let observed = look(&*cloud).await;
        let kube = cloud.kube(&observed.cluster).await.unwrap();
        let before = text_of(&*kube).await;
        let are_done = AtomicBool::new(false);
        let rewriting = async {
            let mut arns = Vec::new();
            while !are_done.load(Ordering::Relaxed) {
                let arn = format!("arn:aws:iam::111122223333:role/rival-{}", arns.len());
                rewrite_like_eksctl(&*kube, &arn).await;
                arns.push(arn);
                // It is somebody's pipeline, which has other things to do in between.
                tokio::task::yield_now().await;
            }
            arns
        };
        let writing = async {
            ALL.add(&cloud, &observed).await;
            are_done.store(true, Ordering::Relaxed);
        };
        let ((), rivals) = tokio::join!(writing, rewriting);
        assert!(rivals.len() > 10, "the rival hardly came to write: {}", rivals.len());
        assert_all_in_force(&before, &text_of(&*kube).await, ALL, &rivals);
    });
}
