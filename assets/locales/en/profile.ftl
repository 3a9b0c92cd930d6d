# Fargate for the chosen namespaces: the profile, and what goes with it.

step-create-fargate-profile = Fargate profile { $name }
step-create-fargate-profile-why = Pods in { $namespaces } run on Fargate, without nodes of your own, once a profile selects them. Everything else stays where it is. A profile cannot be changed afterwards.
undo-delete-fargate-profile = Delete the Fargate profile { $name }. Its pods are stopped and wait for another place to run.
explain-step-create-fargate-profile =
    Makes a Fargate profile. It selects pods by namespace and labels: those that match when they are made run on Fargate, each on a machine of its own. Pods that are running already stay where they are.

    EKS works on one profile of a cluster at a time, so this step waits for others first. Then it waits until the profile is ACTIVE, which takes a minute or more, and at most ten minutes. EKS lets the role's kubelet in by itself: by a line in aws-auth, or by an access entry of type FARGATE_LINUX.

    The subnets must be private. This program does not look at route tables; EKS refuses a subnet that is public and names it.

    A selector without labels puts every pod of the namespace on Fargate: the job runner, the driver and the executors. With labels, jobs must carry them (spark.kubernetes.driver.label.X and spark.kubernetes.executor.label.X), and the pod that submits the job needs another place to run.
    .title = Step: create the Fargate profile

group-fargate = Fargate

finding-fargate-001 = EKS does not run pods on Fargate in partition { $evidence }
finding-fargate-001-fix = Leave the Fargate flags out. Pods run on nodes there.
explain-finding-fargate-001 =
    AWS's user guide for GovCloud says that Amazon EKS does not run pods on Fargate there. So there is no Pod execution role to check and no profile to make.
    .title = No Fargate here

finding-fargate-002 = { $subject }: its Fargate profiles could not be read
finding-fargate-002-fix = Ask for eks:ListFargateProfiles and eks:DescribeFargateProfile, or leave the Fargate flags out.
explain-finding-fargate-002 =
    A profile cannot be changed once it is made, and a name can be used once. Without the list nobody can tell whether the name is free, whether another profile takes the namespace already, or whether EKS is busy with one.
    .title = Fargate profiles could not be read

finding-fargate-003 = role { $subject }: the name is taken
finding-fargate-003-fix = Choose another name, or use the role that is there: --fargate-role to keep it, --repair-fargate-role to open it to this cluster.
explain-finding-fargate-003 =
    IAM compares the names of roles without case, across all paths. A role of this name is there and does not let Fargate in for this cluster, so it is not what was asked to be made.
    .title = The role's name is taken

finding-fargate-004 = there is no role { $subject }
finding-fargate-004-fix = Check the name, or make the role: --create-fargate-role { $subject }.
explain-finding-fargate-004 =
    The Pod execution role that was named is not in this account. A Fargate profile needs one that exists.
    .title = The Pod execution role is not there

finding-fargate-005 = role { $subject } could not be read
finding-fargate-005-fix = Ask for iam:GetRole on it. What cannot be read is neither used nor changed.
explain-finding-fargate-005 =
    Whether the role lets Fargate in for this cluster stands in its trust policy, which only its reading shows.
    .title = The Pod execution role could not be read

finding-fargate-006 = role { $subject } has the path { $evidence }
finding-fargate-006-fix = A path cannot be changed. Make a role at / with --create-fargate-role.
explain-finding-fargate-006 =
    AWS asks for a Pod execution role without a path other than /. In aws-auth a role with a path never matches, so that the kubelet is not let in.
    .title = The Pod execution role has a path

finding-fargate-007 = the trust policy of { $subject } is left as it is
finding-fargate-007-fix = See emr-onramp fargate-role check for what is in the way, correct it by hand, or make another role.
explain-finding-fargate-007 =
    The policy cannot be read safely, or nothing that could be added would let Fargate in: a statement denies it, or the policy would be longer than IAM takes. To take something out is its owner's decision.
    .title = The trust policy is not edited

finding-fargate-008 = role { $subject } does not work for this cluster
finding-fargate-008-fix = Use --repair-fargate-role { $subject } where its trust policy or its managed policy is the reason; else another role.
explain-finding-fargate-008 =
    A kept role is used as it is, so it has to let Fargate in for this cluster's profiles, to allow pulling images also under its permissions boundary, and to be a role that the account's people manage. With a role that does not, EKS refuses the profile, or its pods do not start.
    .title = The Pod execution role does not do

finding-fargate-009 = role { $subject } works, but other accounts' profiles could use it
finding-fargate-009-fix = Close it with emr-onramp fargate-role repair --harden, which shows first who uses it.
explain-finding-fargate-009 =
    Without a condition on aws:SourceArn the service may take the role for the profiles of other accounts too (AWS: the confused deputy problem). It works all the same.
    .title = The Pod execution role is open

finding-fargate-010 = role { $subject } is a role of EC2 nodes
finding-fargate-010-fix = Use another role; AWS asks for one that is not the nodes' own.
explain-finding-fargate-010 =
    The Pod execution role and the node role must differ (EKS user guide). An access entry has one type, and a line in aws-auth one user, so that one role cannot let in both kinds of nodes.
    .title = The Pod execution role is a node role

finding-fargate-011 = role { $subject }: its kubelet is not let in as it should be
finding-fargate-011-fix = Look at it with emr-onramp fargate-role check. EKS writes the missing line or entry with a new profile; one that is wrong has to be corrected by hand.
explain-finding-fargate-011 =
    EKS lets the kubelet of Fargate's nodes in by a line in aws-auth or by an access entry of type FARGATE_LINUX. After a change of the authentication mode some clusters lost it: pods are then blocked for new launches.
    .title = The kubelet is not let in

finding-fargate-012 = Fargate profile { $subject }: { $evidence } selectors, and EKS takes at most 5
finding-fargate-012-fix = Choose five namespaces or fewer for one profile, and make a second profile in another run.
explain-finding-fargate-012 =
    A Fargate profile has between one and five selectors, and this program makes one for each namespace. A selector may hold wildcards, so that one can stand for many namespaces: such a profile is made by hand.
    .title = Too many selectors for a profile

finding-fargate-013 = Fargate profile { $subject } is there and is another one
finding-fargate-013-fix = Choose another name with --fargate-profile. A profile cannot be changed; to replace it, make a new one and delete the old one.
explain-finding-fargate-013 =
    A profile of this name has another role, other subnets or other selectors. EKS has no way to change a profile, and a name can be used once in a cluster.
    .title = The profile's name is taken

finding-fargate-014 = Fargate profile { $subject } did not come about, and is still listed
finding-fargate-014-fix = Delete it, or choose another name: aws eks delete-fargate-profile.
explain-finding-fargate-014 =
    EKS keeps a profile that could not be made or deleted, with what was wrong. Its name is free again once it is deleted.
    .title = A profile that failed is in the way

finding-fargate-015 = Fargate profile { $subject } is { $evidence }
finding-fargate-015-fix = Nothing to do: the run waits for it.
explain-finding-fargate-015 =
    EKS makes and deletes one profile of a cluster at a time and refuses another one meanwhile. It takes minutes.
    .title = EKS is busy with another profile

finding-fargate-016 = { $subject }: profile { $evidence } takes all of its pods already
finding-fargate-016-fix = A further profile is not needed for it.
explain-finding-fargate-016 =
    A pod runs on Fargate as soon as one profile selects it. Where several do, EKS takes the first one by name, unless a pod's label names another.
    .title = The namespace is on Fargate already

finding-fargate-017 = { $subject }: no Fargate profile takes all of its pods
finding-fargate-017-fix = Make one with --fargate-profile, or leave it so: pods that nothing selects run on nodes.
explain-finding-fargate-017 =
    Pods run on Fargate only where a profile selects their namespace, and their labels where the selector has some. The role alone changes nothing.
    .title = No profile for the namespace

finding-fargate-018 = Fargate profile { $subject } takes only pods with { $evidence }
finding-fargate-018-fix = Give jobs these labels: spark.kubernetes.driver.label.X and spark.kubernetes.executor.label.X.
explain-finding-fargate-018 =
    With labels in the selector, only drivers and executors that carry them run on Fargate. EMR's own pod that submits the job does not carry them and needs a node, or another profile.
    .title = The selector has labels

finding-fargate-019 = there are no nodes, and no Fargate profile takes CoreDNS
finding-fargate-019-fix = Make a profile for kube-system and take the annotation eks.amazonaws.com/compute-type: ec2 off CoreDNS, or add nodes.
explain-finding-fargate-019 =
    Without DNS, drivers do not find the API server by name and executors do not find their driver. CoreDNS is annotated for EC2 nodes, so that a profile alone does not move it.
    .title = CoreDNS has no place to run

finding-fargate-020 = making a Fargate profile needs iam:PassRole on { $subject }
finding-fargate-020-fix = If you may not pass the role, the step is refused and nothing is changed; then ask for this permission.
explain-finding-fargate-020 =
    Whoever makes a profile hands its role to the service eks-fargate-pods.amazonaws.com, which IAM allows by an action of its own. IAM's simulator could not be asked about it.
    .title = iam:PassRole was not looked at

finding-fargate-021 = whether the subnets { $evidence } are private was not looked at
finding-fargate-021-fix = Nothing to do: EKS refuses a subnet that is public, and names it.
explain-finding-fargate-021 =
    Pods on Fargate have no public address, so EKS takes private subnets only: those without a route to an internet gateway. Route tables belong to EC2, which this program does not ask.
    .title = Private or not: not looked at

finding-fargate-022 = whether role { $subject } does for this cluster could not be told
finding-fargate-022-fix = See emr-onramp fargate-role check. EKS decides when the profile is made.
explain-finding-fargate-022 =
    The trust policy depends on what only AWS knows, or IAM's simulator could not be asked what the role and its boundary allow.
    .title = The Pod execution role cannot be judged

watch-fargate-profile = Fargate profile { $name }: { $status }
watch-fargate-profile-failed = EKS left Fargate profile { $name } as { $status }: { $issues }
watch-fargate-profile-failed-without-issue = EKS left Fargate profile { $name } as { $status } and gave no reason
watch-subnet-refused = EKS does not take subnet { $subnet }: leave it out and plan again ({ $seen })
check-fargate-profile = Fargate profile
check-fargate-profile-holds = { $name } is ACTIVE and selects { $namespaces }
check-kubelet = kubelet on Fargate
check-kubelet-holds = let in by { $through } as { $username }
