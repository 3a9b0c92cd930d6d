# Findings of the checkup: title and what to do.

finding-mode-005 = { $subject }: aws-auth holds EMR's entry and is not read
finding-mode-005-fix = Use the access-entry method for new virtual clusters. The entry does no harm; it only misleads.
finding-entry-001 = { $subject }: EMR's access entry is missing, and virtual clusters stand on it
finding-entry-001-fix = Only EMR can write this entry. Delete one of the virtual clusters named and make it anew; check the caller's permissions first.
finding-entry-002 = { $subject }: EMR's access entry has no AmazonEMRJobPolicy
finding-entry-002-fix = Only EMR associates it, when a virtual cluster is made. Make one on a namespace of its own and look again.
finding-entry-003 = { $subject }: EMR's access entry makes an unexpected Kubernetes user
finding-entry-003-fix = Run a job to see whether it works. If older virtual clusters are here, try one of those too.
finding-entry-004 = { $subject }: EMR's access entry puts EMR into Kubernetes groups
finding-entry-004-fix = Find out who is behind these groups: what is bound to them is EMR's too.
finding-entry-005 = { $subject }: the entry's policy does not reach an integrated virtual cluster's namespace
finding-entry-005-fix = Make the virtual cluster anew: EMR adds the namespace when it makes one. Find out who changed the policy's reach.
finding-entry-006 = { $subject }: the entry's policy reaches more than single namespaces
finding-entry-006-fix = It works. Find out who widened it: EMR itself adds single namespaces.
finding-entry-007 = { $subject }: EMR's role stands in an access entry and in aws-auth
finding-entry-007-fix = Keep both while older virtual clusters are here. For this role the entry is what counts.
finding-entry-008 = { $subject }: EMR's access entry could not be read
finding-entry-008-fix = Ask for the two reading actions. Until then EMR's list of integrated virtual clusters is all there is to go by.
finding-cluster-004 = { $subject }: some nodes are not ready
finding-cluster-004-fix = Look at the nodes and their events. If all of them became NotReady after a change of aws-auth, the line of the node role is missing or misspelt: put it back.
finding-cluster-005 = { $subject }: there are no nodes
finding-cluster-005-fix = Nothing to do if pods run on Fargate or nodes are made on demand. Otherwise add a node group before the first job.
finding-cluster-006 = { $subject }: the nodes could not be listed
finding-cluster-006-fix = Nothing else depends on it. To see them, ask for the right to list nodes.
finding-cluster-007 = { $subject }: the API server answers inside the VPC only
finding-cluster-007-fix = Good to know: whoever works on this cluster has to be in the VPC, on its VPN, or come through a tunnel.
finding-cluster-008 = { $subject }: the public API server answers certain addresses only
finding-cluster-008-fix = Good to know: a call from another address ends in a time-out. Have an address added where somebody needs it.
finding-kube-002 = { $subject }: Kubernetes does not know this identity
finding-kube-002-fix = Use the identity that made the cluster, or one that has an access entry or a line in aws-auth. Everything that AWS alone can tell was looked at.
finding-id-001 = { $subject }: what Kubernetes takes us for could not be asked
finding-id-001-fix = Nothing to do: versions before 1.28 do not offer the question. The rights are asked about one by one all the same.
finding-id-002 = { $subject }: the caller is the account's root
finding-id-002-fix = Sign in with a role instead. EKS lets no root in through an access entry or mapRoles unless somebody mapped it.
finding-iam-006 = { $subject }: IAM's simulator says that the caller may not
finding-iam-006-fix = Have the statement granted, or go on: a simulation is a hint and no proof. The card names the smallest statement.
finding-iam-007 = { $subject }: IAM's simulator could not be asked
finding-iam-007-fix = Nothing to do. With iam:SimulatePrincipalPolicy on your own role the answer would be a hint.
finding-iam-008 = { $subject }: EMR's service-linked role is not there yet
finding-iam-008-fix = Nothing to do: the plan makes it, or EMR does with the account's first virtual cluster.
finding-iam-009 = { $subject }: the policy on the caller's role could not be read
finding-iam-009-fix = It is left alone, since putting a policy replaces the one of that name. Grant iam:GetRolePolicy, or add the statement by hand.
finding-rbac-007 = { $subject }: the API server would refuse the Role
finding-rbac-007-fix = Use an identity with AmazonEKSClusterAdminPolicy or in system:masters, or have the card granted. The server's own words are shown.
finding-rbac-008 = { $subject }: whether the API server would take the Role could not be tried
finding-rbac-008-fix = Nothing to do now. If it refuses, the step fails, says so and changes nothing.
finding-rbac-009 = { $subject }: we may not read what we have to know
finding-rbac-009-fix = Have the card granted: it holds exactly this right. Until then nothing is known here and nothing is written.
finding-rbac-011 = { $subject }: the Role emr-containers is missing
finding-rbac-011-fix = Run enable with automatic or manual: it creates what is missing and keeps the rest.
finding-rbac-012 = { $subject }: the RoleBinding emr-containers is missing
finding-rbac-012-fix = Run enable with automatic or manual: it creates what is missing and keeps the rest.
finding-rbac-013 = { $subject }: the RoleBinding does not name the user emr-containers
finding-rbac-013-fix = Run enable: it adds the user and keeps the others. If aws-auth maps EMR to another user, change that back first.
finding-rbac-014 = { $subject }: the Role lacks permissions that EMR needs
finding-rbac-014-fix = Run enable: it adds what is missing and takes nothing away. Afterwards delete the two Spark Roles of old jobs; the next job makes them anew.
finding-ns-004 = { $subject }: whether the namespace is there could not be read
finding-ns-004-fix = Ask for the right to get it. The rest was looked at as far as it goes.
finding-ns-005 = { $subject }: nothing lets EMR into this namespace
finding-ns-005-fix = Run enable for it: emr-onramp enable --cluster NAME --namespace NAME. The methods and what each would change are shown first.
finding-ns-006 = { $subject }: which namespaces hold EMR's objects could not be listed
finding-ns-006-fix = Name the namespaces with --namespace, or have the right granted to list roles and rolebindings.
finding-auth-006 = { $subject }: there is no mapRoles
finding-auth-006-fix = In a cluster that reads aws-auth, look whether somebody replaced it. The plan adds the key with EMR's entry alone.
finding-auth-007 = { $subject }: EKS ignores this key because of its case
finding-auth-007-fix = Rename it, if it was meant. Look first what it would let in.
finding-auth-008 = { $subject }: aws-auth is immutable
finding-auth-008-fix = It cannot be changed, only deleted and made anew, which this program does not do: while it is gone, everybody in it is locked out.
finding-auth-009 = { $subject }: aws-auth is being deleted
finding-auth-009-fix = Find out who deletes it, and have the text at hand: when it is gone, everybody in it is locked out.
finding-auth-010 = { $subject }: this section is not valid YAML
finding-auth-010-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-011 = { $subject }: a tab where YAML wants spaces
finding-auth-011-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-012 = { $subject }: a control character that YAML forbids
finding-auth-012-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-013 = { $subject }: a template without quotation marks
finding-auth-013-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-014 = { $subject }: a key that is not text
finding-auth-014-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-015 = { $subject }: a number that JSON cannot hold
finding-auth-015-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-016 = { $subject }: a merge key without a mapping
finding-auth-016-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-017 = { $subject }: aliases that expand without end
finding-auth-017-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-018 = { $subject }: nested too deep to be read
finding-auth-018-fix = Write the section flat: a list of entries, each with a few keys. Nothing more is needed there.
finding-auth-019 = { $subject }: too large to be read
finding-auth-019-fix = A ConfigMap holds 1 MiB. Move people and roles to access entries, where the mode allows it.
finding-auth-020 = { $subject }: this section is not a list
finding-auth-020-fix = Correct the line shown, with a copy of the text kept aside. Until then take it that everybody in this section is locked out.
finding-auth-021 = { $subject }: an item that is no mapping; EKS drops it
finding-auth-021-fix = Write it as an entry with rolearn (or userarn) and username, or take it out.
finding-auth-022 = { $subject }: an entry without an ARN; EKS drops it
finding-auth-022-fix = Give it the rolearn (or userarn) that was meant, or take it out.
finding-auth-023 = { $subject }: an entry with both rolearn and sso; EKS drops it
finding-auth-023-fix = Make two entries of it, or keep the one that is needed.
finding-auth-024 = { $subject }: an entry with an unusable sso matcher; EKS drops it
finding-auth-024-fix = Give it permissionSetName and a 12-digit accountID in quotation marks.
finding-auth-025 = { $subject }: a field of the wrong shape; EKS keeps the entry and drops the field
finding-auth-025-fix = Write groups as a list, and user names and ids as text in quotation marks.
finding-auth-026 = { $subject }: an entry without a user name
finding-auth-026-fix = Give it a username, or take it out.
finding-auth-027 = { $subject }: one group that reads like several
finding-auth-027-fix = Move the second line out by one step, so that its dash stands under the first. Watch the nodes while you do.
finding-auth-028 = { $subject }: a later entry for the same ARN overrides this one
finding-auth-028-fix = Join the two into one entry with the groups that are meant.
finding-auth-029 = { $subject }: a later entry repeats this one
finding-auth-029-fix = Nothing to do. One of the two may go.
finding-auth-030 = { $subject }: an ARN with a path never matches
finding-auth-030-fix = Write the ARN without its path: role/NAME. For access entries it is the other way round.
finding-auth-031 = { $subject }: the ARN of a session never matches
finding-auth-031-fix = Write the role behind it: arn:aws:iam::ACCOUNT:role/NAME.
finding-auth-032 = { $subject }: wildcards do not work in an ARN here
finding-auth-032-fix = Write one entry for each role.
finding-auth-033 = { $subject }: not the ARN of the kind that is needed here
finding-auth-033-fix = Write the ARN of a role in mapRoles and of a user in mapUsers, with the 12-digit account.
finding-auth-034 = { $subject }: an item of mapAccounts that is no account
finding-auth-034-fix = Write a 12-digit account in quotation marks, or take it out.
finding-auth-035 = { $subject }: a key is used twice in one entry
finding-auth-035-fix = Keep one of the two. Until then this program does not edit the text.
finding-auth-036 = { $subject }: an anchor or alias
finding-auth-036-fix = Nothing to do for EKS. This program does not edit such a text; add EMR's entry by hand or by access entry.
finding-auth-037 = { $subject }: a merge key
finding-auth-037-fix = Nothing to do for EKS. This program does not edit such a text; add EMR's entry by hand or by access entry.
finding-auth-038 = { $subject }: a YAML tag
finding-auth-038-fix = Nothing to do for EKS. This program does not edit such a text; take the tag out, or use an access entry.
finding-auth-039 = { $subject }: text behind the first YAML document, which EKS does not read
finding-auth-039-fix = Join everything into one list, and look which entries were not in force until now.
finding-auth-040 = { $subject }: a line break that YAML readers disagree about
finding-auth-040-fix = Replace it by an ordinary line break. Until then this program does not edit the text.
finding-auth-041 = { $subject }: control, bidirectional or invisible characters in a value
finding-auth-041-fix = Find out who wrote it. Write the value anew by hand.
finding-auth-042 = { $subject }: aws-auth is nearly as large as a ConfigMap can be
finding-auth-042-fix = Move people and roles to access entries, where the mode allows it, or take out what is not needed.
finding-auth-043 = { $subject }: a key that EKS does not read
finding-auth-043-fix = Nothing to do. It is kept as it is.
finding-auth-044 = { $subject }: EMR's role stands here under an ARN that never matches
finding-auth-044-fix = Take the path out: role/AWSServiceRoleForAmazonEMRContainers. EMR is locked out until then, although the entry looks right.
finding-auth-045 = { $subject }: an entry that looks like EMR's and is not for it
finding-auth-045-fix = Compare name, account and partition with EMR's role, and correct it or take it out.
finding-auth-046 = { $subject }: EMR's entry puts EMR into Kubernetes groups
finding-auth-046-fix = Take the groups out: the RoleBinding names the user. With system:masters EMR may do everything on the cluster.
finding-auth-047 = { $subject }: aws-auth does not let EMR in, and something relies on it
finding-auth-047-fix = Run enable with automatic or manual: it adds EMR's entry and keeps every other byte.
finding-auth-048 = { $subject }: whole accounts may come in
finding-auth-048-fix = Good to know: every identity of these accounts is let in under its own ARN, without groups.
finding-auth-049 = { $subject }: a template that is none of the authenticator's
finding-auth-049-fix = Write one of AccountID, SessionName, SessionNameRaw, EC2PrivateDNSName or AccessKeyID, in double braces.
finding-auth-050 = { $subject }: no entry lets nodes in
finding-auth-050-fix = Put the node roles back: username system:node with the template EC2PrivateDNSName, groups system:bootstrappers and system:nodes. Nodes that still work will not for long.
finding-auth-051 = { $subject }: an account number without quotation marks
finding-auth-051-fix = Nothing to do for EKS. Put it in quotation marks, so that other tools read it as well.
finding-auth-052 = { $subject }: two users whose ARNs differ only in case
finding-auth-052-fix = Join them into one entry.
finding-auth-053 = { $subject }: an entry that matches a permission set
finding-auth-053-fix = Good to know. It is kept byte for byte; many tools drop it when they write aws-auth.
finding-auth-054 = { $subject }: another role comes in as user emr-containers
finding-auth-054-fix = Find out who uses it: that role may do everything that EMR may, and the log cannot tell them apart.
finding-auth-055 = { $subject }: EKS reads this text well, but this program does not edit it
finding-auth-055-fix = Add EMR's entry by hand, write the list in lines with dashes, or use an access entry.
finding-vc-008 = { $subject }: a virtual cluster stands on a namespace that is gone
finding-vc-008-fix = Make the namespace again with EMR's access, then delete the virtual cluster; or delete it now and see whether it becomes ARRESTED.
finding-vc-009 = { $subject }: older virtual clusters stand on aws-auth, and an access entry overrides it
finding-vc-009-fix = Run a job on one of them. If it fails, delete it and make it anew, so that it is integrated.
finding-vc-010 = { $subject }: older virtual clusters stand on aws-auth, which this cluster ignores
finding-vc-010-fix = They cannot be moved. Delete each and make it anew: then EMR writes its access entry.
finding-vc-011 = { $subject }: a virtual cluster is being deleted
finding-vc-011-fix = Wait. Leave the namespace and EMR's access as they are until it is gone.
finding-vc-012 = { $subject }: older virtual clusters are here
finding-vc-012-fix = Good to know. Keep EMR's line in aws-auth, and try one of them after the first integrated virtual cluster is made.
finding-own-001 = { $subject }: another tool looks after this object
finding-own-001-fix = Good to know: make changes in that tool's sources. This program asks before it changes such an object.

# What each means.

explain-finding-mode-005 =
    In API mode the cluster ignores aws-auth. The ConfigMap can still be edited, and eksctl reports success, but nothing of it has any effect. Whoever reads EMR's line there takes access for granted that is not given.
    .title = aws-auth holds EMR's entry and is not read

explain-finding-entry-001 =
    These virtual clusters are integrated: EMR comes in by an access entry of its service-linked role. There is none, so their jobs cannot start. Somebody deleted it, or the role was deleted. EKS refuses everybody but EMR to write it; it does so when a virtual cluster is made.
    .title = EMR's access entry is missing, and virtual clusters stand on it

explain-finding-entry-002 =
    The entry lets EMR's role in, and the access policy AmazonEMRJobPolicy says what it may do and where. Without it EMR comes in and may do nothing. Nobody but EMR can change an entry of a service-linked role.
    .title = EMR's access entry has no AmazonEMRJobPolicy

explain-finding-entry-003 =
    An entry has a user name. EKS gives a role the name of its session if nobody asks for another, and EMR's older way uses emr-containers. This is neither. Which one EMR takes is not documented, so this need not be wrong; but RoleBindings for emr-containers do not fit it.
    .title = EMR's access entry makes an unexpected Kubernetes user

explain-finding-entry-004 =
    EMR needs no group: the access policy gives it what it needs. Groups of an entry give whatever RoleBindings and ClusterRoleBindings give to them, in every namespace. EMR is not known to set any.
    .title = EMR's access entry puts EMR into Kubernetes groups

explain-finding-entry-005 =
    AmazonEMRJobPolicy holds for a list of namespaces, to which EMR adds one with each virtual cluster. Associating a policy replaces that list as a whole, so a second writer can take a namespace out of it unseen. Jobs there fail with: Unauthorized to perform read namespace.
    .title = The entry's policy does not reach an integrated virtual cluster's namespace

explain-finding-entry-006 =
    The policy of EMR's entry holds for the whole cluster or for a pattern of names. EMR can then work in namespaces that nobody opened to it. EMR lists namespaces one by one, so somebody else has written this.
    .title = The entry's policy reaches more than single namespaces

explain-finding-entry-007 =
    Where a role has both, EKS takes the access entry and ignores the line in aws-auth. New virtual clusters need only the entry. Older ones were made for the line; whether they go on working beside an entry depends on the user name that EMR gives it, which is not documented.
    .title = EMR's role stands in an access entry and in aws-auth

explain-finding-entry-008 =
    Reading the entry of a service-linked role needs eks:DescribeAccessEntry and eks:ListAssociatedAccessPolicies. Whether EKS lets ordinary callers read this one is not confirmed by AWS. What it reaches and which user it makes is not known.
    .title = EMR's access entry could not be read

explain-finding-cluster-004 =
    A node is ready when its kubelet reports so. Single nodes come and go; when all are NotReady at once the usual cause is aws-auth, because nodes come in through it (or through entries of EKS's own in the newer modes). EMR's jobs find no place to run meanwhile.
    .title = Some nodes are not ready

explain-finding-cluster-005 =
    The cluster has no node. That is in order where everything runs on Fargate, or where Auto Mode or Karpenter makes nodes when pods wait for them. Otherwise a job stays SUBMITTED until it ends with a time-out.
    .title = There are no nodes

explain-finding-cluster-006 =
    Whether the nodes are ready is looked at because a slip in aws-auth shows there first. It could not be read, so nothing is known about the nodes. Everything else was looked at all the same.
    .title = The nodes could not be listed

explain-finding-cluster-007 =
    The cluster's endpoint is private. Its name resolves everywhere, but to addresses of the VPC, so a call from outside ends in a time-out rather than in an error. EMR itself does not need the public endpoint.
    .title = The API server answers inside the VPC only

explain-finding-cluster-008 =
    The cluster has a public endpoint with a list of addresses (publicAccessCidrs). Whoever is not on it gets no answer at all, which looks like a broken network. A VPN or a change of office is enough to fall off the list.
    .title = The public API server answers certain addresses only

explain-finding-kube-002 =
    The API server answered 401: the token was good enough to be looked at, but nobody has let this identity in. For EKS that is decided by access entries and by aws-auth, not by IAM policies: an administrator of the account can be a stranger to the cluster. Other causes: another profile or role than you think, expired credentials, or a role with a path written into aws-auth with that path.
    .title = Kubernetes does not know this identity

explain-finding-id-001 =
    Kubernetes 1.28 and later tell a caller by which user name and groups it is known (SelfSubjectReview). Older servers do not, and a server may refuse. The name would show by which way you came in: an access entry or a line of aws-auth.
    .title = What Kubernetes takes us for could not be asked

explain-finding-id-002 =
    You are signed in as the root of the account. It may do everything in AWS, nothing limits it, and AWS advises against using it. What was found out here holds for root and says nothing about the role that will do the work later.
    .title = The caller is the account's root

explain-finding-iam-006 =
    IAM was asked what the caller's own policies say of these actions (SimulatePrincipalPolicy). implicitDeny: no policy allows it. explicitDeny: one forbids it. The simulator does not know session policies and not every rule of an organisation, so the real call may end otherwise, either way. That is why it stops nothing.
    .title = IAM's simulator says that the caller may not

explain-finding-iam-007 =
    Whether the caller has the AWS actions that virtual clusters need can be asked of IAM's simulator, which takes iam:GetRole and iam:SimulatePrincipalPolicy. It did not answer, so this was not looked at. Sessions that are no role or user cannot be simulated at all.
    .title = IAM's simulator could not be asked

explain-finding-iam-008 =
    An account gets this role with its first virtual cluster, or when somebody asks IAM for it. Nothing of EMR's is on this cluster so far, so nothing misses it. Whoever makes the first virtual cluster needs iam:CreateServiceLinkedRole.
    .title = EMR's service-linked role is not there yet

explain-finding-iam-009 =
    You chose to have the statement attached to your own role. IAM replaces an inline policy of the same name without a word, so the one that may be there has to be read first. That was not possible, and nothing is put there unseen.
    .title = The policy on the caller's role could not be read

explain-finding-rbac-007 =
    The writing of the Role was tried without keeping it (dry run), and the API server refused. "attempting to grant RBAC permissions not currently held" means that you would give EMR something that you do not have yourself and have not the verb escalate. AmazonEKSAdminPolicy lacks it. Other refusals come from admission webhooks.
    .title = The API server would refuse the Role

explain-finding-rbac-008 =
    The surest way to learn whether a Role would be taken is a dry run: the server checks everything, escalation and webhooks included, and keeps nothing. Here it could not be made; some webhooks do not allow dry runs. So this was not looked at.
    .title = Whether the API server would take the Role could not be tried

explain-finding-rbac-009 =
    A Role or RoleBinding could not be read because Kubernetes refused it. Without reading it nobody can tell whether EMR has what it needs, and this program changes nothing that it has not seen. The right that is missing is get on this one object.
    .title = We may not read what we have to know

explain-finding-rbac-011 =
    A RoleBinding or an older virtual cluster is here, and the Role that it needs is not. A binding without its Role gives nothing. AWS's page has a first snippet that applies nothing when it is pasted as printed, which leaves exactly this.
    .title = The Role emr-containers is missing

explain-finding-rbac-012 =
    A Role alone gives nobody anything. The RoleBinding of the same name gives it to the user emr-containers, as whom EMR comes in. Without it EMR gets: Unauthorized to perform read namespace.
    .title = The RoleBinding emr-containers is missing

explain-finding-rbac-013 =
    EMR comes in as the user that aws-auth gives it, normally emr-containers, and RBAC compares by that name. This binding names somebody else only, so EMR comes in and may do nothing.
    .title = The RoleBinding does not name the user emr-containers

explain-finding-rbac-014 =
    The Role was compared by what it allows, verb by verb, with the rules of AWS's page for this version. What it lacks shows at job time only: EMR passes its permissions on to the service accounts of the job and cannot pass on what it does not have. Typical: persistentvolumeclaims is forbidden.
    .title = The Role lacks permissions that EMR needs

explain-finding-ns-004 =
    Kubernetes refused to say whether the namespace exists, or could not be reached. The access-entry method writes nothing inside the cluster and can go on. A Role that was read shows that the namespace around it is there.
    .title = Whether the namespace is there could not be read

explain-finding-ns-005 =
    There is no Role, no RoleBinding and no virtual cluster on this namespace. EMR cannot work in it. That is how every namespace begins. If it was set up before, somebody has taken it back.
    .title = Nothing lets EMR into this namespace

explain-finding-ns-006 =
    Without a namespace named, those are looked at that hold a Role or RoleBinding emr-containers, a virtual cluster, or a place in EMR's access entry. The first of these lists could not be read, so namespaces may be left out here.
    .title = Which namespaces hold EMR's objects could not be listed

explain-finding-auth-006 =
    aws-auth is there without the key mapRoles, or with no data at all. No role comes in through it then. In CONFIG_MAP mode nodes need it; in the newer modes they have entries of their own.
    .title = There is no mapRoles

explain-finding-auth-007 =
    EKS compares the keys of aws-auth exactly: mapRoles, mapUsers and mapAccounts. One that differs only in case is nothing to it, and nobody is told. This program adds nothing beside such a key, because nobody knows which of the two was meant.
    .title = EKS ignores this key because of its case

explain-finding-auth-008 =
    Somebody set immutable: true on the ConfigMap. Kubernetes then refuses every change, also to take the mark away. EKS reads it as before. Where the mode allows it, access entries need no aws-auth.
    .title = aws-auth is immutable

explain-finding-auth-009 =
    The ConfigMap has a deletionTimestamp and goes away as soon as its finalizers allow. The authenticator then drops every mapping. In CONFIG_MAP mode only the identity that made the cluster still comes in.
    .title = aws-auth is being deleted

explain-finding-auth-010 =
    The text does not parse. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = This section is not valid YAML

explain-finding-auth-011 =
    YAML indents with spaces only, and a tab is an error. Editors put them in unseen. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = A tab where YAML wants spaces

explain-finding-auth-012 =
    YAML takes no control characters, and they come in by copying from a terminal or a document. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = A control character that YAML forbids

explain-finding-auth-013 =
    Two opening braces begin a mapping in YAML, so a template such as SessionName in double braces has to stand in quotation marks or behind other text. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = A template without quotation marks

explain-finding-auth-014 =
    A list, a mapping or nothing stands where a key belongs. JSON, into which the text is turned, has only text as keys. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = A key that is not text

explain-finding-auth-015 =
    Infinity and not-a-number are numbers in YAML and do not exist in JSON, into which the text is turned. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = A number that JSON cannot hold

explain-finding-auth-016 =
    A merge key takes a mapping or a list of mappings. Anything else behind it is an error. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = A merge key without a mapping

explain-finding-auth-017 =
    Aliases that refer to themselves or to each other many times over would fill the memory, so the reader stops. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = Aliases that expand without end

explain-finding-auth-018 =
    This program does not read lists and mappings that stand in one another so deep, and edits no text that it has not read. What EKS makes of it is not known. Somebody may have put it there to slow readers down.
    .title = Nested too deep to be read

explain-finding-auth-019 =
    The section is larger than a ConfigMap can be or than this program reads. Nothing is edited that was not read. How much of it EKS takes is not known here.
    .title = Too large to be read

explain-finding-auth-020 =
    Each section is a list, one item for each entry. Text, or a mapping without dashes, is no list. EKS then takes nothing at all from this section: in mapRoles every role loses its access, nodes included. Nobody is told; there is only a line in the log of the control plane.
    .title = This section is not a list

explain-finding-auth-021 =
    An item of the list is plain text, a list or empty. EKS leaves it out and takes the others. Often a dash too many is the reason.
    .title = An item that is no mapping; EKS drops it

explain-finding-auth-022 =
    An entry of mapRoles needs rolearn or sso, and one of mapUsers needs userarn. This one has none, so EKS leaves it out and takes the others. The key may be misspelt.
    .title = An entry without an ARN; EKS drops it

explain-finding-auth-023 =
    An entry matches either a role or a permission set. With both EKS cannot tell which was meant, leaves the entry out and takes the others.
    .title = An entry with both rolearn and sso; EKS drops it

explain-finding-auth-024 =
    An sso matcher names a permission set and an account. A name is missing here, or the account is no 12-digit text: without quotation marks it is a number and dropped. EKS leaves the entry out.
    .title = An entry with an unusable sso matcher; EKS drops it

explain-finding-auth-025 =
    The entry has text where a list belongs (groups: system:masters), or a number or yes where text belongs. The authenticator keeps the entry without that field. So a role comes in with fewer groups, or without a name, and nobody is told.
    .title = A field of the wrong shape; EKS keeps the entry and drops the field

explain-finding-auth-026 =
    Kubernetes knows a caller by a user name. With an empty one no RoleBinding for a user fits, and what the groups give is all that there is.
    .title = An entry without a user name

explain-finding-auth-027 =
    A list item is indented one step too far. YAML then takes both lines for one text, here "a - b", and no such group exists. With a node role that makes the nodes NotReady.
    .title = One group that reads like several

explain-finding-auth-028 =
    The authenticator keeps one entry for each ARN, without regard to case, and the last one wins. What this one gives is lost. Tools that only add entries make such pairs.
    .title = A later entry for the same ARN overrides this one

explain-finding-auth-029 =
    Two entries for the same ARN say the same. EKS takes the last, so nothing is lost. If somebody edits one of them later, the other is easily forgotten.
    .title = A later entry repeats this one

explain-finding-auth-030 =
    The authenticator learns who calls from STS, whose session ARNs carry no path, and compares with role/NAME. An ARN with a path, such as one of IAM Identity Center or a service-linked role, is never equal to that. No error shows anywhere.
    .title = An ARN with a path never matches

explain-finding-auth-031 =
    An assumed-role ARN names one session of a role. The authenticator turns a caller's session into the role's own ARN before it compares, so that this line is never equal to anything.
    .title = The ARN of a session never matches

explain-finding-auth-032 =
    aws-auth compares whole ARNs. A star or a question mark stands for itself, and no role has one in its name, so the entry lets nobody in.
    .title = Wildcards do not work in an ARN here

explain-finding-auth-033 =
    The entry names something else: a user in mapRoles, an instance profile, a placeholder left from a template, an account with too few digits. It can match nobody, and no error shows.
    .title = Not the ARN of the kind that is needed here

explain-finding-auth-034 =
    mapAccounts lists accounts of which every identity may come in under its ARN. This item is no 12-digit number, so it lets nobody in.
    .title = An item of mapAccounts that is no account

explain-finding-auth-035 =
    Of two equal keys in one entry EKS takes the last; keys have no case there, so rolearn and roleARN are the same. Probably a dash between two entries got lost, and one of them with it.
    .title = A key is used twice in one entry

explain-finding-auth-036 =
    Anchors and aliases make one place of a text stand for another. EKS reads them well. But a change at one place then changes others, so this program leaves the text alone.
    .title = An anchor or alias

explain-finding-auth-037 =
    A merge key takes the keys of another mapping over. EKS honours it, many other tools do not, and so they see another aws-auth than EKS does. This program leaves the text alone.
    .title = A merge key

explain-finding-auth-038 =
    A tag such as !!str tells a reader of what type a value is. EKS reads it; other tools may not. It is not needed here, since quotation marks do the same.
    .title = A YAML tag

explain-finding-auth-039 =
    EKS reads the first document of a section only. What stands behind a line with three dashes, or a list item that is indented less than the first, is not read. Those entries let nobody in.
    .title = Text behind the first YAML document, which EKS does not read

explain-finding-auth-040 =
    Some characters end a line in the YAML that EKS reads and not in newer YAML, or the other way round. A comment can then hide an entry from people and not from EKS. They hardly ever come from a keyboard.
    .title = A line break that YAML readers disagree about

explain-finding-auth-041 =
    The value holds characters that move a cursor, turn the direction of writing or take no room. It is shown escaped here. Elsewhere it may look like another value, so that somebody takes one identity for another.
    .title = Control, bidirectional or invisible characters in a value

explain-finding-auth-042 =
    A ConfigMap holds 1 MiB. Kubernetes refuses a larger one, and this program refuses to edit beyond 900 KiB. Then no node role and no person can be added any more.
    .title = aws-auth is nearly as large as a ConfigMap can be

explain-finding-auth-043 =
    EKS reads mapRoles, mapUsers and mapAccounts of this ConfigMap and nothing else, also nothing under binaryData. Somebody else may keep something of their own here.
    .title = A key that EKS does not read

explain-finding-auth-044 =
    This is the most common reason for Unauthorized to perform read namespace when aws-auth looks right. IAM shows the service-linked role with its path, and somebody copied that. In aws-auth it has to stand without the path.
    .title = EMR's role stands here under an ARN that never matches

explain-finding-auth-045 =
    The entry names a service-linked role with nearly the right name, or the right name in another account or partition. It matches nobody or somebody else. Typical: AWSServiceRoleForEMRContainers, an account copied from an example, arn:aws in a Region of China.
    .title = An entry that looks like EMR's and is not for it

explain-finding-auth-046 =
    EMR needs no group. A public example puts its role into system:masters, which passes by every check of Kubernetes, in all namespaces. Whoever may start a job can use that.
    .title = EMR's entry puts EMR into Kubernetes groups

explain-finding-auth-047 =
    Roles and bindings for EMR or older virtual clusters are here, and the entry that makes EMR's role the user emr-containers is missing. EMR then gets: Unauthorized to perform read namespace. Often aws-auth was replaced as a whole.
    .title = aws-auth does not let EMR in, and something relies on it

explain-finding-auth-048 =
    mapAccounts is asked after mapRoles and mapUsers found nobody. It gives each identity of an account its ARN as user name and no group. What they may do depends on RoleBindings for those names; usually nothing.
    .title = Whole accounts may come in

explain-finding-auth-049 =
    The authenticator fills in five templates in user names. This is none of them, perhaps by its case or a blank inside the braces. The user then has another name than meant, and bindings do not fit.
    .title = A template that is none of the authenticator's

explain-finding-auth-050 =
    There are nodes, the cluster reads aws-auth only, and no entry has the groups of nodes. That is what remains when the ConfigMap is replaced by one with a single new line. Nodes become NotReady as their tokens run out.
    .title = No entry lets nodes in

explain-finding-auth-051 =
    EKS takes an unquoted number here. Tools that read the text as JSON or by newer YAML rules do not: eksctl stops with an error, and others take a leading zero away.
    .title = An account number without quotation marks

explain-finding-auth-052 =
    For users the authenticator keeps both spellings and compares without case. Which of the two it finds first is random, so the groups can change from one restart to the next.
    .title = Two users whose ARNs differ only in case

explain-finding-auth-053 =
    An sso entry lets in the roles of a permission set of IAM Identity Center. The authenticator uses it only with a feature that EKS may not have switched on, so test whether it works. eksctl drops such entries when it writes.
    .title = An entry that matches a permission set

explain-finding-auth-054 =
    The RoleBindings for EMR name the user emr-containers. Whoever aws-auth makes this user has EMR's permissions in all its namespaces. Sometimes it is left over from a try with the wrong role.
    .title = Another role comes in as user emr-containers

explain-finding-auth-055 =
    The list is written in a form in which a new entry cannot be put with certainty, such as brackets over several lines. EKS has no trouble with it. This program does not rewrite what others wrote.
    .title = EKS reads this text well, but this program does not edit it

explain-finding-vc-008 =
    The virtual cluster names a namespace that is not on the cluster any more. No job can run there. Deleting a virtual cluster after its namespace often ends in ARRESTED, because EMR finds nothing to tidy up in.
    .title = A virtual cluster stands on a namespace that is gone

explain-finding-vc-009 =
    For one and the same role an access entry wins over aws-auth. This entry makes another user than emr-containers, for which the RoleBindings of the older virtual clusters were made. Nobody outside AWS has confirmed what happens to them; by Kubernetes' rules they lose their access.
    .title = Older virtual clusters stand on aws-auth, and an access entry overrides it

explain-finding-vc-010 =
    Virtual clusters from before access entries come in through aws-auth for life. The cluster is in API mode by now and does not read aws-auth any more, and there is no way back. Their jobs cannot start.
    .title = Older virtual clusters stand on aws-auth, which this cluster ignores

explain-finding-vc-011 =
    EMR is taking the virtual cluster away and tidies up in the namespace while it does. If its access goes first, the virtual cluster becomes ARRESTED. The namespace is free for another one afterwards.
    .title = A virtual cluster is being deleted

explain-finding-vc-012 =
    These virtual clusters come in through aws-auth and work as they are. The first integrated one brings an access entry for the same role, which wins over aws-auth. Which user EMR gives that entry is not documented, so the older ones could lose their access then. Not confirmed by AWS.
    .title = Older virtual clusters are here

explain-finding-own-001 =
    The object carries the marks of a tool such as Argo CD, Flux, Terraform or Helm, in its managedFields, labels or annotations. Such tools put back what differs from their own sources, at once or at their next run. A change made here would not last.
    .title = Another tool looks after this object
