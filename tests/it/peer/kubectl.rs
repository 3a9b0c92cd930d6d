//! kubectl against the sandbox's Kubernetes API.
