# The wizard's page on Fargate, and the words for what can be chosen there.

ui-page-fargate = Fargate
ui-fargate-question = Will pods of this namespace run on AWS Fargate?
ui-fargate-looking = Looking at Fargate profiles and roles …
ui-fargate-no-match = { $count ->
    [0] The cluster has no Fargate profile.
    [one] The cluster has one Fargate profile; it does not take pods of this namespace.
   *[other] The cluster has { $count } Fargate profiles; none takes pods of this namespace.
    }
ui-fargate-match = Fargate profile { $profile } ({ $status }) takes every pod here.
ui-fargate-match-labels = Fargate profile { $profile } ({ $status }) takes the pods here that have its labels.
ui-fargate-profiles-unknown = The cluster's Fargate profiles could not be read: { $why }
ui-fargate-not-offered = EKS does not run pods on Fargate in this partition, so nothing is asked about it.
ui-complaint-no-subnets = A Fargate profile needs at least one subnet: mark one with Space.
ui-key-go-on = go on
ui-option-fargate = Run pods on Fargate?
ui-option-fargate-role = Pod execution role: under which EKS runs these pods
ui-option-fargate-role-name = Name of the new role
ui-option-fargate-trust = Whose Fargate profiles may use the new role
ui-option-fargate-profile = Make a Fargate profile for the namespace?
ui-option-fargate-profile-name = Name of the Fargate profile
ui-option-fargate-subnets = Its subnets (they must be private; not looked at here, EKS says so)
ui-option-fargate-labels = Only pods with these labels, as key=value (nothing: every pod of the namespace)
question-fargate = Will pods of this namespace run on AWS Fargate?
question-fargate-role = Under which Pod execution role?
question-fargate-role-name = The new role's name?
question-fargate-trust = Whose Fargate profiles may use the new role?
question-fargate-profile = Make a Fargate profile for the namespace?
question-fargate-profile-name = The Fargate profile's name?
question-fargate-subnets = Its subnets? They must be private; that is not looked at here, EKS says so.
question-fargate-labels = Only pods with which labels (key=value; nothing: every pod of the namespace)?
choice-fargate-new-role = make a new role
choice-fargate-role = { $role } ({ $state })
choice-fargate-subnet = { $subnet } ({ $places })
choice-fargate-subnet-profile = in Fargate profile { $name }
choice-fargate-subnet-cluster = of the cluster
choice-fargate-subnet-node-group = in node group { $name }
error-guarded-role = Role { $role } would be opened to this cluster, your configuration guards clusters, and which of them use the role is not looked at here: run emr-onramp fargate-role repair first, which looks.
error-labels = { $given } is not a list of labels: each is key=value with letters, digits, -, _ and . as Kubernetes takes them.
error-no-subnets = A Fargate profile needs at least one private subnet: add --fargate-subnet SUBNET. Seen on this cluster: { $offers }

explain-page-fargate =
    Here you say whether pods of the chosen namespaces run on AWS Fargate, which is EKS without nodes of your own: every pod gets a small machine to itself. Most people say no and go on. EMR's jobs run on ordinary nodes just as well.

    With yes, two things are needed. The Pod execution role is what EKS uses to pull images and to let the machine into the cluster. Roles that could be it are found by what they trust, not by name, and each has a verdict: a role that works stays as it is, and one that does not let this cluster in is opened to it, with everything else in its trust policy kept. The Fargate profile says which pods go there: by namespace, and by labels if you give some. It cannot be changed afterwards, only replaced.

    The subnets must be private. Whether they are is not looked at here; EKS refuses a public one and names it. Everything that would be done stands on the next page before any of it is.
    .title = Page: Fargate

explain-fargate =
    AWS Fargate runs pods on small machines that AWS looks after, one pod to each. A cluster can have nodes and Fargate side by side: which pods go where is decided by Fargate profiles.

    For EMR on EKS it means: a profile whose selector is the namespace, without labels, takes every pod there, so the job's submitter, the driver and the executors. With labels only the pods that have them go there; Spark sets them with spark.kubernetes.driver.label.KEY and spark.kubernetes.executor.label.KEY. There are no DaemonSets, no privileged pods, no GPUs and no EBS volumes on Fargate. A cluster without any EC2 node needs a profile for CoreDNS in kube-system, too. A completed pod keeps its machine, and costs, until it is deleted.

    A job's own permissions do not come from here: for these it still has a job execution role.
    .title = AWS Fargate

explain-fargate-profile =
    A Fargate profile tells EKS which pods run on Fargate: up to five selectors, each a namespace and, if you like, labels; private subnets for the pods; and the Pod execution role. A pod that any selector fits goes to Fargate when it starts.

    A profile cannot be changed: to change it, delete it and make another. EKS makes or deletes one profile of a cluster at a time, so a run may have to wait for another one first. When the profile is made EKS also lets the role's machines into the cluster, by a line in aws-auth in CONFIG_MAP mode, otherwise by an access entry of type FARGATE_LINUX.
    .title = Fargate profile

explain-pod-execution-role =
    The Pod execution role is the IAM role under which EKS runs pods on Fargate: it pulls container images and registers the machine with the cluster. The containers themselves cannot use it.

    Three things make a role one. Its trust policy names the service eks-fargate-pods.amazonaws.com and, so that nobody else's cluster can use it, has a condition on aws:SourceArn that covers this cluster's profiles. It has the managed policy AmazonEKSFargatePodExecutionRolePolicy or equal permissions. And its path is /, since aws-auth cannot match a role with a path. It must not be the role of EC2 nodes. The name does not matter: AmazonEKSFargatePodExecutionRole is only the example on AWS's page.

    emr-onramp fargate-role check judges every role of the account that could be one.
    .title = Pod execution role
