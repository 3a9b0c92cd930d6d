# aws-auth: why it is not edited, and what becomes of it.

finding-refusal = Why: { $why }
finding-refusal-about = Why: { $why } ({ $detail })
refusal-bad-mapping = The mapping cannot stand in aws-auth
refusal-unsafe-text = The section cannot be edited with certainty
refusal-mapped-otherwise = The role is mapped already, to something else
refusal-never-matches = EMR's role stands here under an ARN that never matches: take the path out of it
refusal-flow-layout = A list in brackets over several lines is not edited: write it as lines with dashes
refusal-unclear-end = Where the last entry ends is not clear
refusal-too-large = It would be too large
refusal-miscased-key = EKS ignores this key because of its case, and nothing is added beside it: did somebody mean mapRoles?
refusal-not-ours = The added text is no longer there as it was added
refusal-ambiguous = The added text is there more than once
refusal-mismatch = The result does not read back as it should
refusal-immutable = immutable: true. It cannot be changed, only deleted and made anew, which this program does not do
refusal-being-removed = It is being deleted
aws-auth-kept = Run { $run } kept aws-auth as it was when it could still be read: { $path }
aws-auth-kept-how = Compare first, then put it back with an identity that still gets in: { $command }
watch-locked-out = The cluster no longer lets you in. An access entry does, as the policy AmazonEKSClusterAdminPolicy on the whole cluster for { $principal }. Nothing of it was run: { $commands }
watch-locked-out-without-entry = The cluster no longer lets you in, and in mode { $mode } no access entry helps. EKS still lets in the identity that made the cluster: sign in as it, and put back the text that the run kept. Otherwise only raising the mode helps, which is one-way.
