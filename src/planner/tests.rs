//! Tables of what is wanted and seen, and the plan that must come of it.
