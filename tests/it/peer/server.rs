//! A real kube-apiserver with its etcd, for as long as a test holds it.
