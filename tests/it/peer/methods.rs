//! The three methods through the binary, with a real kube-apiserver behind the sandbox.
