## ARNs of roles: what was given in the place of one

role-arn-error = "{ $given }": { $problem }
role-arn-error-offer = { $error }; the role is { $offer }
role-arn-empty = There is no ARN. A role's ARN looks like arn:aws:iam::111122223333:role/Name
role-arn-not-an-arn = this is not an ARN; a role's looks like arn:aws:iam::111122223333:role/Name
role-arn-partition = the part after arn: is no AWS partition, such as aws, aws-cn or aws-us-gov
role-arn-service = this is something of the service { $found }; an IAM role is needed
role-arn-region = ARNs of IAM name no region; leave it out, so that two colons follow each other
role-arn-account = the account id must have 12 digits, and "{ $found }" has not
role-arn-session = this is a session, not a role
role-arn-session-sso = this is a session of IAM Identity Center, not a role; the role also has a path, which the IAM console shows
role-arn-kind = this is { $kind ->
    [root] the account's root
    [user] an IAM user
    [group] an IAM group
    [policy] an IAM policy
    [instance-profile] an instance profile, which only holds a role
    [federated-user] a federated user
   *[other] something else of IAM ("{ $kind }")
}; an IAM role is needed
role-arn-case = "{ $found }" must be in small letters: ARNs are compared letter by letter
role-arn-wildcard = wildcards do not work here; name one role
role-arn-path = IAM takes no such path: at most 512 visible ASCII characters, without empty parts
role-arn-trimmed = Blanks or quotation marks around the role's ARN were left out: { $role }
role-elsewhere-partition = The role belongs to partition { $role }, the cluster to { $cluster }; a role of another partition does nothing there.
role-elsewhere-account = The role belongs to account { $role }, the cluster to account { $cluster }; name a role of the cluster's own account.
