//! What other people's hands and files bring: each case with its exit code and its line, through the built program.

mod aws_auth;
