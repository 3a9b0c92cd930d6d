//! The AWS CLI against the sandbox's AWS.
