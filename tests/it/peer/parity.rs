//! The same Kubernetes calls on the sandbox's API and on the real kube-apiserver.
