//! kubectl against the sandbox's Kubernetes API.
//!
//! It runs as people run it; what it prints and what is then in the cluster are checked. `KUBECTL` may name another
//! kubectl than the one on the path.

mod rig;

use crate::rig::FRESH;

use self::rig::Kubectl;

#[tokio::test]
#[ignore = "dev"]
async fn zz_serve() {
    let kubectl = Kubectl::open(FRESH).await;
    let _ = std::fs::copy(kubectl.file("x", "").replace("/x", "/config"), "/tmp/work/kcfg");
    while !std::path::Path::new("/tmp/work/kstop").exists() {
        std::thread::park_timeout(std::time::Duration::from_millis(300));
    }
}
