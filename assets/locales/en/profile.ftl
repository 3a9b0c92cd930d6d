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
