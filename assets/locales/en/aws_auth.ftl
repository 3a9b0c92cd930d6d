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
watch-locked-out-by-another = The cluster no longer lets you in. Mode { $mode } has access entries, but EKS takes none for the identity that you use here: have somebody make one for an IAM role or user, or sign in as the identity that made the cluster and put back the text that the run kept.
watch-locked-out-without-entry = The cluster no longer lets you in, and in mode { $mode } no access entry helps. EKS still lets in the identity that made the cluster: sign in as it, and put back the text that the run kept. Otherwise only raising the mode helps, which is one-way.
step-create-aws-auth = aws-auth: create the ConfigMap
step-create-aws-auth-why = There is no aws-auth. This makes it as AWS's user guide does, with an entry for the role of each managed node group.
undo-leave-aws-auth = Left in place: once aws-auth is there others rely on it, and this program never deletes it.
question-create-aws-auth = aws-auth will be MADE on this cluster. Nodes of your own that are in no managed node group are not in it. The cluster's name, typed, to go on:
ui-review-create-aws-auth = This plan MAKES aws-auth on a cluster that has none. Look at its lines: whoever is not in it does not come in by it. To allow it, press c, type { $cluster }, then Enter.
ui-review-create-aws-auth-typing = This plan MAKES aws-auth on a cluster that has none. To allow it, type exactly { $cluster }, then Enter. Pasted text does not count.
ui-review-ready-create-aws-auth = Making aws-auth is allowed. Nothing has been changed yet. a runs exactly this plan.
error-create-aws-auth = There is no aws-auth, and the plan makes one: add --create-aws-auth { $cluster } to accept that on this cluster.
error-create-aws-auth-other = --create-aws-auth { $given } does not fit: the cluster is { $cluster }.
finding-auth-056 = { $subject }: there is no aws-auth, and the plan makes one
finding-auth-056-fix = Compare the roles seen with those of your nodes. Add an entry for every other node role and Fargate Pod execution role right afterwards, or take the access-entry method.

finding-auth-057 = { $subject }: the node groups could not be read, so that no aws-auth can be made
finding-auth-057-fix = Have somebody allow it, or take the access-entry method, which needs no aws-auth.

explain-step-create-aws-auth =
    Makes the ConfigMap aws-auth in kube-system where a cluster has none, with AWS's stock text: an entry for the role of each managed node group, which lets its nodes in. EKS tells which roles those are. Only the manual method does this, and only when the cluster's name was typed for it.

    The trap: a cluster without aws-auth either never needed it or has lost it. If it lost it, everybody else who was in it stays out until somebody adds them: people, pipelines, nodes of your own, Fargate. In a cluster whose mode is CONFIG_MAP and whose nodes belong to no managed node group, the plan refuses to make it.

    Afterwards your own access is tried with a fresh token. The program never deletes aws-auth again, so there is nothing to undo by it.
    .title = Step: create aws-auth

explain-finding-auth-056 =
    The manual method adds EMR's entry to aws-auth, and this cluster has no aws-auth. The plan therefore makes one first, as AWS's user guide does it, with the roles of the cluster's managed node groups.

    Nobody but EKS and you knows who was in an aws-auth that got lost. Other node roles, Fargate Pod execution roles and people are not in the new one. Where the mode has access entries, those let them in all the same.
    .title = The plan makes aws-auth

explain-finding-auth-057 =
    A new aws-auth must name the roles of the nodes, or the nodes lose the cluster where access entries are not read. Who may not call eks:ListNodegroups and eks:DescribeNodegroup cannot tell which roles those are, and a list made without them would be a guess. So none is made.
    .title = No aws-auth can be made
